package main

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

func reduceSetCover() *cobra.Command {
	var form, balance string
	return (&reduction{
		name: "setcover", short: "Least cost of sets that cover all elements, into one unit",
		example: "setcover scp41.txt -o job/",
		define: func(f *pflag.FlagSet) {
			format(f, &form, "lists", "orlib")
			f.Var(oneOf(&balance, "exact", "paper"), "balance", "weights of the samples: exact has min SSE = optimum")
		},
		read: func(r io.Reader, path string) (reduce.Reduction, error) {
			cover, err := instance.ReadSetCover(r, path, formatOf(form))
			if err != nil {
				return nil, err
			}
			return reduce.NewSetCover(cover, balance)
		},
	}).command()
}

func reduceCircuit() *cobra.Command {
	var form, output string
	return (&reduction{
		name: "circuit", short: "Least cost of inputs that make a monotone circuit true, into one unit",
		example: "circuit c.aag -o job/",
		define: func(f *pflag.FlagSet) {
			format(f, &form, "aiger", "bench")
			f.StringVar(&output, "circuit-output", "", "`NAME` of the output, if there are several")
		},
		read: func(r io.Reader, path string) (reduce.Reduction, error) {
			circuit, err := instance.ReadCircuit(r, path, formatOf(form), output)
			if err != nil {
				return nil, err
			}
			return reduce.NewCircuit(circuit)
		},
	}).command()
}

func reduceDensest() *cobra.Command {
	var form, mode string
	var size, edges int
	var gap float64
	return (&reduction{
		name: "densest", short: "Most edges among a number of vertices, into one bounded unit",
		example: "densest g.col --size 4 -o job/",
		define: func(f *pflag.FlagSet) {
			format(f, &form, "lists", "dimacs", "metis")
			f.Var(counting(&size), "size", "number of vertices (required)")
			f.Var(oneOf(&mode, "exact", "paper"), "mode", "exact has min SSE = Z − most edges; paper tells two cases apart by an average error of order 1/√N")
			f.Var(counting(&edges), "edges", "paper: the one case has at least this many edges (default: what degrees allow)")
			f.Float64Var(&gap, "gap", reduce.UsualGap, "paper: the other case has fewer than edges/`C` edges")
		},
		read: func(r io.Reader, path string) (reduce.Reduction, error) {
			if size == 0 {
				return nil, usagef("--size is required: the number of vertices to choose")
			}
			graph, err := instance.ReadGraph(r, path, formatOf(form))
			if err != nil {
				return nil, err
			}
			if mode != "paper" && (edges != 0 || gap != reduce.UsualGap) {
				return nil, usagef("--edges and --gap are for --mode paper")
			}
			if mode != "paper" {
				return reduce.NewDensest(graph, size, mode)
			}
			promise, err := reduce.GapPromise(graph, size, edges, gap)
			if err != nil {
				return nil, err
			}
			return reduce.NewDensest(graph, size, mode, promise)
		},
	}).command()
}

func reduceColoring() *cobra.Command {
	var form string
	var bounded, noGadget bool
	var gap float64
	var units int
	colors := 2
	return (&reduction{
		name: "coloring", short: "Colours that leave no edge monochromatic, into one unit each",
		example: "coloring myciel3.col --colors 3 -o job/",
		define: func(f *pflag.FlagSet) {
			format(f, &form, "lists", "dimacs", "metis", "hmetis")
			colorFlags(f, &colors, &bounded, &gap)
			reword(f, map[string]string{"colors": "number of colours, which is that of the units but for --units"})
			f.BoolVar(&noGadget, "no-gadget", false, "Vu's reduction: all signs are fixed to +, and no gadget forces them")
			f.Var(counting(&units), "units", "more units than colours, kept busy by further vertices, as Vu goes from 2\nto any number (default: as many as colours, which leaves a larger ε)")
		},
		read: func(r io.Reader, path string) (reduce.Reduction, error) {
			graph, err := instance.ReadHypergraph(r, path, formatOf(form))
			if err != nil {
				return nil, err
			}
			if units == 0 || units == colors {
				return reduce.CompleteColoring(reduce.Coloring{Hypergraph: graph, Colors: colors, Bounded: bounded, NoGadget: noGadget, Gap: gap})
			}
			return reduce.NewOccupied(reduce.Occupied{Hypergraph: graph, Colors: colors, Units: units, Bounded: bounded, NoGadget: noGadget})
		},
	}).command()
}

func reduceSAT() *cobra.Command {
	var bounded bool
	var gap float64
	colors := 2
	return (&reduction{
		name: "sat", short: "An assignment that satisfies a CNF formula, into two units or more",
		example: "sat uf20-01.cnf -o job/",
		define:  func(f *pflag.FlagSet) { colorFlags(f, &colors, &bounded, &gap) },
		read: func(r io.Reader, path string) (reduce.Reduction, error) {
			formula, err := instance.ReadCNF(r, path)
			if err != nil {
				return nil, err
			}
			sat, err := reduce.NewSAT(formula, colors, bounded)
			if err != nil {
				return nil, err
			}
			return sat, sat.SetGap(gap)
		},
	}).command()
}

func colorFlags(f *pflag.FlagSet, colors *int, bounded *bool, gap *float64) {
	f.Var(counting(colors), "colors", "number of colours, which is that of the units")
	f.BoolVar(bounded, "bounded", false, "the problem of norm bound 1")
	f.Float64Var(gap, "gap", 0, "the cases to tell apart: none is violated, or this `SHARE` whatever one does (default: one)")
}
