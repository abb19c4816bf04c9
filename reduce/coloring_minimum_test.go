package reduce

import (
	"context"
	"math/big"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/instance"
	"relucert/network"
	"relucert/solve"
)

// TestLeastSSEOfTinyColorings has bounds on the minimum over all signs and weights
// proved, and compares them with what is claimed of q.
func TestLeastSSEOfTinyColorings(t *testing.T) {
	if testing.Short() {
		t.Skip("solves to optimality")
	}
	for _, test := range []struct {
		name     string
		vertices int
		edges    [][]int
		q        int
	}{
		{"path", 3, [][]int{{0, 1}, {1, 2}}, 0},
		{"triangle", 3, [][]int{{0, 1}, {0, 2}, {1, 2}}, 1},
		{"hyperedge", 3, [][]int{{0, 1, 2}}, 0},
		{"triangle in a hyperedge", 3, [][]int{{0, 1}, {0, 2}, {1, 2}, {0, 1, 2}}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := instance.Hypergraph{Names: numberNames(test.vertices), Edges: test.edges}
			c := mustColor(t, h, 2, true)
			checkMinimum(t, c, solved(t, c.Set()), test.q)
		})
	}
}

func checkMinimum(t *testing.T, c *Coloring, r *solve.Result, q int) {
	t.Helper()
	t.Logf("q = %d: %g ≤ min SSE ≤ %g, %s, %d nodes, %.1f s", q, r.SSELower, r.SSE, r.Status, r.Nodes, r.Seconds)
	most := nearest64(times(whole(q), c.dearest()))
	switch {
	case r.Status != solve.Optimal:
		t.Errorf("the solver stopped: %s", r.Status)
	case q == 0 && r.SSE > 1e-9:
		t.Errorf("SSE %g of a colourable hypergraph", r.SSE)
	case q > 0 && (r.SSELower <= float64(q) || r.SSELower > most):
		t.Errorf("least SSE %g is not in (%d, %g]", r.SSELower, q, most)
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

func solved(t *testing.T, s *Set) *solve.Result {
	t.Helper()
	p := solve.Problem{Data: inDoubles(s), Units: s.Units, Output: network.None,
		NormBound: 1, WeightLimit: s.WeightLimit(nil)}
	r, err := solve.Solve(context.Background(), p, solve.Options{Gap: 0.5, TimeLimit: 30 * time.Second})
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
