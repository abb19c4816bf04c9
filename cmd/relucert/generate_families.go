package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/hardness/generate"
)

func generatePlanted() *cobra.Command {
	var o generate.PlantedOptions
	var features, samples int64
	o.Signs = []int{1, 1}
	return (&family{
		name: "planted", short: "Samples of a random network, with or without noise", example: "--signs=++ --noise 0.1 --seed 7 -o data.csv",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &features, "features", 3, "number of input columns")
			countFlag(f, &samples, "samples", 100, "number of rows")
			f.Var(signs(&o.Signs), "signs", "the units' signs (default ++)")
			f.Float64Var(&o.Noise, "noise", 0, "standard deviation of the labels' noise")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Features, o.Samples, o.Seed = int(features), int(samples), seed
			return table(generate.Planted(o))
		},
	}).command()
}

func generateNoise() *cobra.Command {
	var features, samples int64
	return (&family{
		name: "noise", short: "Samples whose labels are noise only", example: "--samples 50 --seed 7 -o data.csv",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &features, "features", 3, "number of input columns")
			countFlag(f, &samples, "samples", 100, "number of rows")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			return table(generate.Noise(generate.NoiseOptions{Features: int(features), Samples: int(samples), Seed: seed}))
		},
	}).command()
}

func generateSetCover() *cobra.Command {
	var sets, elements, cover, price int64
	return (&family{
		name: "setcover", short: "Sets with a planted cover, in OR-Library's format", example: "--sets 10 --cover 3 --seed 7 -o cover.scp",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &sets, "sets", 8, "number of sets")
			countFlag(f, &elements, "elements", 12, "number of elements")
			countFlag(f, &cover, "cover", 3, "sets of the planted cover")
			f.Var(counting(&price), "price", "largest price of an element (default: every set costs 1)")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			return written(generate.SetCover(generate.SetCoverOptions{
				Sets: int(sets), Elements: int(elements), Cover: int(cover), Price: int(price), Seed: seed}))
		},
	}).command()
}

func generateCircuit() *cobra.Command {
	var inputs, gates, fanIn, cost int64
	return (&family{
		name: "circuit", short: "A monotone circuit, in the .bench format", example: "--inputs 6 --gates 8 --seed 7 -o c.bench",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &inputs, "inputs", 5, "number of inputs")
			countFlag(f, &gates, "gates", 5, "number of gates")
			countFlag(f, &fanIn, "fan-in", 2, "most inputs of a gate, at least 2")
			f.Var(counting(&cost), "cost", "largest cost of an input (default: each costs 1)")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			return written(generate.Circuit(generate.CircuitOptions{
				Inputs: int(inputs), Gates: int(gates), FanIn: int(fanIn), MaxCost: int(cost), Seed: seed}))
		},
	}).command()
}

func generateDensest() *cobra.Command {
	var o generate.DensestOptions
	var vertices, size int64
	return (&family{
		name: "densest", short: "A graph with a planted dense part, in DIMACS format", example: "--vertices 10 --size 4 --seed 7 -o g.col",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &vertices, "vertices", 8, "number of vertices")
			countFlag(f, &size, "size", 4, "vertices of the planted part")
			f.Float64Var(&o.Inside, "inside", 1, "probability of an edge within it; 1: a clique")
			f.Float64Var(&o.Outside, "outside", 0.3, "probability of any other edge")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Vertices, o.Size, o.Seed = int(vertices), int(size), seed
			return written(generate.Densest(o))
		},
	}).command()
}

func generateColoring() *cobra.Command {
	var o generate.ColoringOptions
	var vertices, edges, size, colors int64
	return (&family{
		name: "coloring", short: "A hypergraph with a planted colouring, in hMETIS format", example: "--vertices 7 --edges 12 --uncolorable --seed 7 -o h.hgr",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &vertices, "vertices", 6, "number of vertices")
			countFlag(f, &edges, "edges", 12, "number of edges")
			countFlag(f, &size, "size", 3, "vertices of an edge; 2: a graph")
			countFlag(f, &colors, "colors", 2, "colours of the planted colouring")
			f.BoolVar(&o.Uncolorable, "uncolorable", false, "plant a part that no colouring survives")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Vertices, o.Edges, o.Size, o.Colors, o.Seed = int(vertices), int(edges), int(size), int(colors), seed
			return written(generate.Coloring(o))
		},
	}).command()
}

func generateSAT() *cobra.Command {
	var o generate.SATOptions
	var variables, clauses, size int64
	return (&family{
		name: "sat", short: "A formula with a planted assignment, in DIMACS format", example: "--variables 5 --clauses 12 --seed 7 -o f.cnf",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &variables, "variables", 4, "number of variables")
			countFlag(f, &clauses, "clauses", 8, "number of clauses")
			countFlag(f, &size, "size", 3, "literals of a clause")
			f.BoolVar(&o.Unsatisfiable, "unsatisfiable", false, "plant clauses that no assignment satisfies")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Variables, o.Clauses, o.Size, o.Seed = int(variables), int(clauses), int(size), seed
			return written(generate.SAT(o))
		},
	}).command()
}
