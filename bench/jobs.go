package main

import (
	"os"
	"slices"
	"strconv"

	"relucert"
	"relucert/hardness/generate"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/network"
)

// bounded is one planted unit with noise 0.1 and norm bound 1.
func bounded(n, m int) func(uint64) (relucert.Problem, error) { return planted(n, m, 0.1, 1) }

// planted is some planted plus units with norm bound 1.
func planted(n, m int, noise float64, units int) func(uint64) (relucert.Problem, error) {
	signs := slices.Repeat([]int{1}, units)
	return func(seed uint64) (relucert.Problem, error) {
		data, _, err := generate.Planted(generate.PlantedOptions{Features: n, Samples: m, Signs: signs, Noise: noise, Seed: seed})
		return relucert.Problem{Data: data, Class: network.Class{Signs: signs, NormBound: 1, NoBias: true, Output: network.None}}, err
	}
}

// groetzsch is the least graph without triangles that has no 3-colouring, the Mycielskian
// of the 5-cycle.
func groetzsch() (instance.Graph, generate.Known, error) {
	g := instance.Graph{}
	for v := range 11 {
		g.Names = append(g.Names, strconv.Itoa(v+1))
	}
	for i := range 5 {
		next := (i + 1) % 5
		g.Edges = append(g.Edges, [2]int{min(i, next), max(i, next)}, [2]int{i, 5 + next}, [2]int{next, 5 + i}, [2]int{5 + i, 10})
	}
	slices.SortFunc(g.Edges, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return g, generate.Known{}, nil
}

// setCover is the reduction of a planted cover.
func setCover(sets, elements int) func(uint64) (relucert.Problem, error) {
	return func(seed uint64) (relucert.Problem, error) {
		cover, _, err := generate.SetCover(generate.SetCoverOptions{Sets: sets, Elements: elements, Cover: sets / 4, Seed: seed})
		if err != nil {
			return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
		}
		r, err := reduce.NewSetCover(cover, "exact")
		return job(r, err)
	}
}

// threeColouring is the reduction of a graph in three colours.
func threeColouring(graph func() (instance.Graph, generate.Known, error)) func(uint64) (relucert.Problem, error) {
	return func(uint64) (relucert.Problem, error) {
		g, _, err := graph()
		if err != nil {
			return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
		}
		return job(reduce.NewColoring(g.Hypergraph(), 3, false))
	}
}

// threeColourable is the same for a random graph with a planted colouring.
func threeColourable(vertices, edges int) func(uint64) (relucert.Problem, error) {
	return func(seed uint64) (relucert.Problem, error) {
		h, _, err := generate.Coloring(generate.ColoringOptions{Vertices: vertices, Edges: edges, Size: 2, Colors: 3, Seed: seed})
		if err != nil {
			return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
		}
		return job(reduce.NewColoring(h, 3, false))
	}
}

// formula is the reduction of a CNF file to two units.
func formula(path ...string) func(uint64) (relucert.Problem, error) {
	return func(uint64) (relucert.Problem, error) {
		file, err := os.Open(at(path...))
		if err != nil {
			return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
		}
		defer file.Close()
		f, err := instance.ReadCNF(file, file.Name())
		if err != nil {
			return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
		}
		return job(reduce.NewSAT(f, 2, false))
	}
}

// job is the training problem that `relucert fit` solves in a reduction's folder.
func job(r reduce.Reduction, err error) (relucert.Problem, error) {
	if err != nil {
		return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
	}
	m, err := reduce.NewMeta(r, reduce.Layout{}, instance.Source{}, "bench")
	if err != nil {
		return relucert.Problem{Class: network.Class{NoBias: true, Output: network.None}}, err
	}
	data, err := m.Dataset()
	return relucert.Problem{Data: data, Class: m.Class()}, err
}
