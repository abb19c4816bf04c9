package reduce

import (
	"context"
	"math/big"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/instance"
	"relucert/internal/thorough"
	"relucert/network"
)

// TestLeastSSEOfTinyColorings has bounds on the minimum over all signs and weights
// proved, and compares them with what is claimed of q.
func TestLeastSSEOfTinyColorings(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("solves to optimality")
	}
	for _, test := range []struct {
		name        string
		vertices, k int
		edges       [][]int
		q           int
	}{
		{"path", 3, 2, [][]int{{0, 1}, {1, 2}}, 0},
		{"triangle", 3, 2, edgesOfSize(3, 2), 1},
		{"triangle, three colours", 3, 3, edgesOfSize(3, 2), 0},
		{"hyperedge", 3, 2, edgesOfSize(3, 3), 0},
		{"triangle in a hyperedge", 3, 2, append(edgesOfSize(3, 2), []int{0, 1, 2}), 1},
		{"pentagon", 5, 2, [][]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 4}}, 1},
		{"all triples of five", 5, 2, edgesOfSize(5, 3), 1},
		{"complete graph on four, three colours", 4, 3, edgesOfSize(4, 2), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := instance.Hypergraph{Names: numberNames(test.vertices), Edges: test.edges}
			c := mustColor(t, h, test.k, true)
			checkMinimum(t, c, solved(t, c.Set()), test.q)
		})
	}
}

// TestLeastSSEOfAllSmallHypergraphs has up to four vertices, and one hypergraph of each isomorphism class.
func TestLeastSSEOfAllSmallHypergraphs(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("solves to optimality")
	}
	for _, size := range []int{2, 3} {
		for n := size; n <= 4; n++ {
			for _, h := range hypergraphs(n, size) {
				for k := 2; k <= min(n, 3); k++ {
					c := mustColor(t, h, k, true)
					checkMinimum(t, c, solved(t, c.Set()), int(violated(h, bestColouring(c))))
				}
			}
		}
	}
}

// TestLeastSSEOfSmallFormulas has all formulas over two variables, up to names.
func TestLeastSSEOfSmallFormulas(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("solves to optimality")
	}
	for _, f := range tinyFormulas() {
		s := mustSAT(t, f, 2, true)
		r := solved(t, s.Set())
		checkMinimum(t, s.coloring, r, f.Unsatisfied(bestAssignment(f)))
		n := exactly(r.Network)
		judgeSAT(t, s, n, s.Set().SSE(n))
	}
}

func checkMinimum(t *testing.T, c *Coloring, r *relucert.Result, q int) {
	t.Helper()
	t.Logf("%v, k = %d, q = %d: %g ≤ min SSE ≤ %g, %s, %d nodes, %.1f s",
		c.Hypergraph.Edges, c.Colors, q, r.SSELower, r.SSE, r.Status, r.Nodes, r.Seconds)
	most := nearest64(times(whole(q), c.dearest()))
	switch {
	case r.Status != relucert.Optimal:
		t.Errorf("the solver stopped: %s", r.Status)
	case q == 0 && r.SSE > 1e-9:
		t.Errorf("SSE %g of a colourable hypergraph", r.SSE)
	case r.SSELower > most, q > 0 && r.SSELower <= float64(q):
		t.Errorf("least SSE from %g is not in (%d, %g]", r.SSELower, q, most)
	}
	judgeColoring(t, c, c.Set(), exactly(r.Network))
}

func exactly(net *network.Network) (n Network) {
	for _, u := range net.Units {
		var w []*big.Rat
		for _, v := range u.Weights {
			w = append(w, new(big.Rat).SetFloat64(v))
		}
		n.Signs, n.Weights = append(n.Signs, u.Sign), append(n.Weights, w)
	}
	return n
}

func solved(t *testing.T, s *Set) *relucert.Result {
	t.Helper()
	p := relucert.Problem{Data: inDoubles(s), Class: network.Class{Units: s.Units, Signs: s.Signs, Output: network.None, NormBound: 1, WeightLimit: s.WeightLimit(nil), NoBias: true}}
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 0.5, NodeLimit: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func inDoubles(s *Set) *dataset.Dataset {
	d := &dataset.Dataset{Features: s.Columns, Target: "y", WeightColumn: "weight"}
	for _, sample := range s.Samples {
		x := make([]float64, len(s.Columns))
		for _, term := range sample.X {
			x[term.Column] = nearest64(term.Value)
		}
		d.X = append(d.X, x...)
		d.Y, d.Weights = append(d.Y, nearest64(sample.Y)), append(d.Weights, nearest64(sample.Weight))
	}
	return d
}
