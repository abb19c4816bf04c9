package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/hardness/generate"
)

func generatePlanted() *cobra.Command {
	var o generate.PlantedOptions
	o.Signs = []int{1, 1}
	return (&family{
		name: "planted", short: "Samples of a random network, with or without noise", example: "--signs=++ --noise 0.1 --seed 7 -o data.csv",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Features, "features", 3, "number of input columns")
			countFlag(f, &o.Samples, "samples", 100, "number of rows")
			f.Var(signs(&o.Signs), "signs", "the units' signs (default ++)")
			f.Float64Var(&o.Noise, "noise", 0, "standard deviation of the labels' noise")
			f.StringVar((*string)(&o.Inputs), "inputs", "sphere", "distribution of the inputs: sphere, gaussian, or the log-concave cube and laplace")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return table(generate.Planted(o))
		},
	}).command()
}

func generateNoise() *cobra.Command {
	var o generate.NoiseOptions
	return (&family{
		name: "noise", short: "Samples whose labels are noise only", example: "--samples 50 --seed 7 -o data.csv",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Features, "features", 3, "number of input columns")
			countFlag(f, &o.Samples, "samples", 100, "number of rows")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return table(generate.Noise(o))
		},
	}).command()
}

func generateMeters() *cobra.Command {
	var o generate.MetersOptions
	return (&family{
		name: "meters", short: "Energy use of buildings by outdoor temperature", example: "--count 300 --seed 1 -o meters.csv",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Count, "count", 10, "number of meters")
			countFlag(f, &o.Days, "days", 365, "days of a meter")
			f.BoolVar(&o.Truth, "truth", false, "write the meters' true numbers instead of their days")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return table(generate.Meters(o))
		},
	}).command()
}

func generateSetCover() *cobra.Command {
	var o generate.SetCoverOptions
	return (&family{
		name: "setcover", short: "Sets with a planted cover, in OR-Library's format", example: "--sets 10 --cover 3 --seed 7 -o cover.scp",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Sets, "sets", 8, "number of sets")
			countFlag(f, &o.Elements, "elements", 12, "number of elements")
			countFlag(f, &o.Cover, "cover", 3, "sets of the planted cover")
			f.Var(counting(&o.Price), "price", "largest price of an element (default: every set costs 1)")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return written(generate.SetCover(o))
		},
	}).command()
}

func generateCircuit() *cobra.Command {
	var o generate.CircuitOptions
	return (&family{
		name: "circuit", short: "A monotone circuit, in the .bench format", example: "--inputs 6 --gates 8 --seed 7 -o c.bench",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Inputs, "inputs", 5, "number of inputs")
			countFlag(f, &o.Gates, "gates", 5, "number of gates")
			countFlag(f, &o.FanIn, "fan-in", 2, "most inputs of a gate, at least 2")
			f.Var(counting(&o.MaxCost), "cost", "largest cost of an input (default: each costs 1)")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return written(generate.Circuit(o))
		},
	}).command()
}

func generateDensest() *cobra.Command {
	var o generate.DensestOptions
	var b generate.BoundedOptions
	return (&family{
		name: "densest", short: "A graph with a planted dense part, in DIMACS format", example: "--vertices 10 --size 4 --seed 7 -o g.col",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Vertices, "vertices", 8, "number of vertices")
			countFlag(f, &o.Size, "size", 4, "vertices of the planted part")
			f.Float64Var(&o.Inside, "inside", 1, "probability of an edge within it; 1: a clique")
			f.Float64Var(&o.Outside, "outside", 0.3, "probability of any other edge")
			f.Var(counting(&b.Degree), "degree", "edges of each vertex at most: the planted part is cliques, the rest random (Hypothesis 6)")
			f.BoolVar(&b.Unplanted, "unplanted", false, "with --degree: no dense part, and a proof of how dense any is")
			f.Float64Var(&b.Gap, "gap", 0, "with --unplanted: insist on a proof that planted parts have more than `C` times the edges")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			if b.Degree == 0 && (b.Unplanted || b.Gap != 0) {
				return nil, generate.Known{}, errors.New("--unplanted and --gap are for graphs of bounded --degree")
			}
			if b.Degree > 0 {
				b.Vertices, b.Size, b.Seed = o.Vertices, o.Size, seed
				return written(generate.Bounded(b))
			}
			o.Seed = seed
			return written(generate.Densest(o))
		},
	}).command()
}

func generateColoring() *cobra.Command {
	var o generate.ColoringOptions
	return (&family{
		name: "coloring", short: "A hypergraph with a planted colouring, in hMETIS format", example: "--vertices 7 --edges 12 --uncolorable --seed 7 -o h.hgr",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Vertices, "vertices", 6, "number of vertices")
			countFlag(f, &o.Edges, "edges", 12, "number of edges")
			countFlag(f, &o.Size, "size", 3, "vertices of an edge; 2: a graph")
			countFlag(f, &o.Colors, "colors", 2, "colours of the planted colouring")
			f.BoolVar(&o.Uncolorable, "uncolorable", false, "plant a part that no colouring survives")
			f.Float64Var(&o.Gap, "gap", 0, "plant as many as leave this share of the edges in one colour, whatever the colouring")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return written(generate.Coloring(o))
		},
	}).command()
}

func generateSAT() *cobra.Command {
	var o generate.SATOptions
	return (&family{
		name: "sat", short: "A formula with a planted assignment, in DIMACS format", example: "--variables 5 --clauses 12 --seed 7 -o f.cnf",
		define: func(f *pflag.FlagSet) {
			countFlag(f, &o.Variables, "variables", 4, "number of variables")
			countFlag(f, &o.Clauses, "clauses", 8, "number of clauses")
			countFlag(f, &o.Size, "size", 3, "literals of a clause")
			f.BoolVar(&o.Unsatisfiable, "unsatisfiable", false, "plant clauses that no assignment satisfies")
			f.Float64Var(&o.Gap, "gap", 0, "plant as many as leave this share of the clauses violated, whatever the assignment; at most 2^-size")
		},
		make: func(seed uint64) (content, generate.Known, error) {
			o.Seed = seed
			return written(generate.SAT(o))
		},
	}).command()
}
