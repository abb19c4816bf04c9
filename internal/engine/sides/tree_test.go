package sides

import (
	"context"
	"testing"

	"relucert/internal/engine/search"
	"relucert/internal/linalg"
)

// TestSearchKeepsTheNetwork: with a cutoff above its loss, a network stays in an open node or in a
// leaf that is not closed, up to the order of its units.
func TestSearchKeepsTheNetwork(t *testing.T) {
	for seed := range uint64(60) {
		q := randomInstance(t, seed, 52, 0)
		now := search.Moment{Cutoff: q.loss() * (1 + 1e-9)}
		open, kept := q.tree.Roots([][]int{q.network.Signs}), false
		for round := 0; round < 20 && len(open) > 0; round++ {
			n := open[len(open)-1]
			open = open[:len(open)-1]
			e := q.tree.Expand(context.Background(), 0, n, now)
			open = append(append(open, e.Children...), e.Later...)
			kept = kept || e.Bound < now.Cutoff && len(e.Children) == 0 && q.holds(n, make([]bool, len(n.Signs)))
		}
		for _, n := range open {
			kept = kept || q.holds(n, make([]bool, len(n.Signs)))
		}
		if !kept {
			t.Errorf("seed %d: the network is in no open node", seed)
		}
	}
}

// holds says whether the units, in some order, are in the node's regions; used are those already
// given a place.
func (q *instance) holds(n *Node, used []bool) bool {
	j := 0
	for _, u := range used {
		if u {
			j++
		}
	}
	if j == len(used) {
		return true
	}
	for k, w := range q.network.Point.Units {
		if used[k] || q.network.Signs[k] != n.Signs[j] || !q.inside(n.Regions[j], w) {
			continue
		}
		used[k] = true
		if q.holds(n, used) {
			return true
		}
		used[k] = false
	}
	return false
}

func (q *instance) inside(r *region, w []float64) bool {
	for i, side := range r.side {
		if float64(side)*linalg.Dot(q.p.X[i*q.p.N:][:q.p.N], w) < 0 {
			return false
		}
	}
	return true
}
