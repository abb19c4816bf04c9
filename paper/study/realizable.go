package study

import (
	"math"
	"slices"

	"relucert/hardness/generate"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// The series of the second experiment.
const (
	uncolourable = "random hypergraph, no colouring"
	colourable   = "planted colouring"
	plantedPair  = "two planted units, n = 4"
)

// exactFit is experiment (2).
func exactFit() Experiment {
	return Experiment{
		Name:     "realizable",
		Title:    "Labels that a network fits exactly: cost against accuracy",
		Question: "If some network has no error at all, how much work does it take to find one with error at most ε, or to prove that there is none?",
		Theory: "Theorem 9: 2^Õ(1/ε)·poly(n, m) is enough for a fixed number of units. Theorem 10: on some data 2^Ω(1/ε) is needed for two units, assuming Gap-ETH; " +
			"these data have n of order 1/ε inputs and stand for the 2-colouring of a hypergraph with that many vertices.",
		Setup: "3-uniform hypergraphs through `relucert reduce coloring --bounded`, two units, ‖w‖ ≤ 1: with 4 random edges a vertex, which hardly ever have a 2-colouring, " +
			"and with 3 a vertex that a planted colouring suits. ε is half of what an edge in one colour costs. " +
			"And two planted units without noise, n = 4, m = 100.",
		Reading: "To find a network without error needs no proof of optimality: 0 is the bound. Where local search finds one, nothing depends on ε (two planted units take some tenths of a millisecond; what falls there is how warm the machine is). The search is for proofs that there is none. " +
			"The gap version of the theorem has ε = Θ(1/N), exponent 1 in N being its exponent 1 in 1/ε. Our instances may be one edge short of a colouring, so their ε is Θ(1/N²), " +
			"and cost 2^Θ(N) is exponent ½ in their 1/ε.",
		Panels: []Panel{
			{Name: "vertices", Title: "Proving that there is no 2-colouring", X: vertices, Y: []Axis{nodes, seconds}, Curves: stretched(1, uncolourable)},
			{Name: "epsilon", Title: "The same, in the reduction's own ε", X: inverseEpsilon, Y: []Axis{nodes, seconds}, Curves: stretched(1, uncolourable)},
			{Name: "found", Title: "Finding a 2-colouring, or proving that there is none", X: vertices, Y: []Axis{seconds},
				Curves: []Curve{{colourable, Stretched, 1}, {Series: uncolourable}}},
			{Name: "planted", Title: "Two planted units without noise", X: inverseEpsilon, Y: []Axis{seconds, nodes}, Curves: stretched(1, plantedPair)},
		},
		verdict: func(f findings) string {
			return "To prove that there is no 2-colouring, against N: " + f.words("vertices", uncolourable) + ". To find an exact fit of two planted units, against 1/ε: " + f.words("planted", plantedPair) + "."
		},
		trials: exactFitTrials,
	}
}

func exactFitTrials(quick bool) []trial {
	least, no, yes, levels, seeds := 6, 7, 15, 10, 5
	if quick {
		no, yes, levels, seeds = 3, 4, 4, 2
	}
	return slices.Concat(
		sweep(uncolourable, no, seeds, func(level int) func(uint64) (task, error) {
			n := least + level
			return colouring(n, func(seed uint64) (instance.Hypergraph, error) {
				return triples(seed, n, min(4*n, n*(n-1)*(n-2)/6)), nil
			})
		}),
		sweep(colourable, yes, seeds, func(level int) func(uint64) (task, error) {
			n := least + level
			return colouring(n, func(seed uint64) (instance.Hypergraph, error) {
				h, _, err := generate.Coloring(generate.ColoringOptions{Vertices: n, Edges: 3 * n, Size: 3, Colors: 2, Seed: seed})
				return h, err
			})
		}),
		sweep(plantedPair, levels, seeds, func(level int) func(uint64) (task, error) {
			return planted(generate.PlantedOptions{Features: 4, Samples: 100, Signs: pluses(2)}, math.Sqrt2, thirds(level))
		}),
	)
}

// colouring asks for two colours.
func colouring(vertices int, draw func(seed uint64) (instance.Hypergraph, error)) func(uint64) (task, error) {
	return func(seed uint64) (task, error) {
		h, err := draw(seed)
		if err != nil {
			return task{}, err
		}
		r, err := reduce.NewColoring(h, 2, true)
		if err != nil {
			return task{}, err
		}
		return decisive(r, vertices)
	}
}
