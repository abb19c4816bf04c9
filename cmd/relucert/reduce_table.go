package main

import (
	"bytes"
	"fmt"
	"io"
	"math/big"

	"github.com/spf13/cobra"

	"relucert/hardness/generate"
	"relucert/hardness/reduce"
)

func reduceSizes() *cobra.Command {
	return &cobra.Command{
		Use:   "sizes",
		Short: "How large the training sets are, beside what the theorems say",
		Long: `Sizes prints tables in Markdown: for families of generated problems that grow, what
reduce makes of them and the average error that tells the theorem's cases apart.`,
		Args: files(),
		RunE: func(*cobra.Command, []string) error {
			var tables bytes.Buffer
			if err := sizeTables(&tables); err != nil {
				return err
			}
			_, err := tables.WriteTo(desk.Stdout)
			return err
		},
	}
}

// sizeTable is a family of problems, one for each size.
type sizeTable struct {
	title, bound string
	sizes        []int
	make         func(n int) (reduce.Reduction, error)
}

func sizeTables(out io.Writer) error {
	for _, t := range []sizeTable{
		{"Theorem 4, set cover: 2N sets, N elements", "n = sets + 1, m = 1 + elements + sets", []int{8, 32, 128, 512}, coverOfSize},
		{"Theorem 4, monotone circuit: N inputs, 2N gates of two wires", "n ≤ wires + 1, m ≤ 2 + inputs + 2·gates", []int{8, 32, 128, 512}, circuitOfSize},
		{"Theorem 7, densest subgraph: N vertices of degree 3, κ = N/4, gap 8", "n = N + 1, m = 1 + N + edges, 1/ε = O(√N), no logarithm", []int{16, 64, 256, 1024}, densestOfSize},
		{"Theorem 8, colouring: N vertices, 2N edges of three, two colours", "n ≤ N + 2, m ≤ N + edges + 3", []int{8, 32, 128, 512}, coloringOfSize},
		{"Theorem 10, satisfiability: N variables, 4N clauses of three, δ = 1/8, two units", "n ≤ 2N + 3, m ≤ 3N + 4 + clauses, 1/ε = O(N), no logarithm", []int{8, 32, 128, 512}, satOfSize},
	} {
		if err := t.print(out); err != nil {
			return err
		}
	}
	return nil
}

func (t sizeTable) print(out io.Writer) error {
	fmt.Fprintf(out, "%s (%s)\n\n", t.title, t.bound)
	fmt.Fprintln(out, "| N | columns n | rows m | sum of weights | heaviest | 1/ε |")
	fmt.Fprintln(out, "| --- | --- | --- | --- | --- | --- |")
	for _, n := range t.sizes {
		r, err := t.make(n)
		if err != nil {
			return err
		}
		set, claim := r.Set(), r.Claim()
		inverted := "–"
		if epsilon := set.Epsilon(claim); epsilon != nil {
			inverted = inverse(epsilon, set, reduce.Order{N: claim.Order.N, Root: claim.Order.Root})
		}
		fmt.Fprintf(out, "| %d | %d | %d | %s | %.2g %% | %s |\n", n, len(set.Columns), len(set.Samples),
			new(big.Float).SetRat(set.Total()).Text('g', 4), 100*set.HeaviestShare(), inverted)
	}
	fmt.Fprintln(out)
	return nil
}

func coverOfSize(n int) (reduce.Reduction, error) {
	cover, _, err := generate.SetCover(generate.SetCoverOptions{Sets: 2 * n, Elements: n, Cover: n / 4, Seed: 1})
	if err != nil {
		return nil, err
	}
	return reduce.NewSetCover(cover, "exact")
}

func circuitOfSize(n int) (reduce.Reduction, error) {
	circuit, _, err := generate.Circuit(generate.CircuitOptions{Inputs: n, Gates: 2 * n, FanIn: 2, Seed: 1})
	if err != nil {
		return nil, err
	}
	return reduce.NewCircuit(circuit)
}

func densestOfSize(n int) (reduce.Reduction, error) {
	graph, _, err := generate.Bounded(generate.BoundedOptions{Vertices: n, Size: n / 4, Degree: 3, Seed: 1})
	if err != nil {
		return nil, err
	}
	return reduce.NewDensest(graph, n/4, "paper")
}

func coloringOfSize(n int) (reduce.Reduction, error) {
	graph, _, err := generate.Coloring(generate.ColoringOptions{Vertices: n, Edges: 2 * n, Size: 3, Colors: 2, Seed: 1})
	if err != nil {
		return nil, err
	}
	return reduce.NewColoring(graph, 2, false)
}

func satOfSize(n int) (reduce.Reduction, error) {
	const gap = 0.125
	formula, _, err := generate.SAT(generate.SATOptions{Variables: n, Clauses: 4 * n, Size: 3, Gap: gap, Seed: 1})
	if err != nil {
		return nil, err
	}
	sat, err := reduce.NewSAT(formula, 2, true)
	if err != nil {
		return nil, err
	}
	return sat, sat.SetGap(gap)
}
