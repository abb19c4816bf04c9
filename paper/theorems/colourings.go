package theorems

import (
	"context"
	"fmt"
	"math/big"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// colourings are all graphs on three and four vertices with two and three colours, decided in fractions.
func colourings(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All graphs on three and four vertices, two and three colours",
		Note: "Up to names. Whether a k-ReLU fits without error is decided in rationals (`relucert realizable`), with a proof that is verified.",
		Head: []string{"edges", "k", "k-colourable", "realizable", "cases in the proof"}}
	for n := 3; n <= 4; n++ {
		for _, g := range graphs(n) {
			for k := 2; k <= 3; k++ {
				if err := t.colouring(ctx, g, k); err != nil {
					return nil, err
				}
			}
		}
	}
	return t, nil
}

func (t *Table) colouring(ctx context.Context, g instance.Graph, k int) error {
	r, err := reduce.NewColoring(g.Hypergraph(), k, false)
	if err != nil {
		return err
	}
	samples, choices := rows(r.Set()), farkas.SignChoices(k)
	proof, err := realizable.DecideSum(ctx, samples, choices, realizable.Options{})
	if err == nil {
		err = proof.Verify(samples, choices)
	}
	if err != nil {
		return err
	}
	cases := 0
	for _, tree := range proof.Refutations {
		cases += (len(tree.Nodes) + 1) / 2
	}
	colourable, fits := colourable(g, k), proof.Network != nil
	t.add([]string{edgesText(g.Edges), fmt.Sprint(k), yes(colourable), yes(fits), fmt.Sprint(cases)}, colourable == fits)
	return nil
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// rows are a set's samples in full.
func rows(set *reduce.Set) (s farkas.Samples) {
	for _, sample := range set.Samples {
		row := make([]*big.Rat, len(set.Columns))
		for c := range row {
			row[c] = new(big.Rat)
		}
		for _, term := range sample.X {
			row[term.Column] = term.Value
		}
		s.X, s.Y = append(s.X, row), append(s.Y, sample.Y)
	}
	return s
}

// colourable tries all colourings.
func colourable(g instance.Graph, k int) bool {
	total := 1
	for range g.Names {
		total *= k
	}
	for code := range total {
		if proper(g, code, k) {
			return true
		}
	}
	return false
}

func proper(g instance.Graph, code, k int) bool {
	colours := make([]int, len(g.Names))
	for v := range colours {
		colours[v], code = code%k, code/k
	}
	for _, e := range g.Edges {
		if colours[e[0]] == colours[e[1]] {
			return false
		}
	}
	return true
}
