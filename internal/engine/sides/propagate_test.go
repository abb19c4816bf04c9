package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// TestLastOneIsForced: with two units, the colour of all vertices of an edge but one decides
// the last one, and a third equal one closes the node, before any relaxation of the whole is solved.
func TestLastOneIsForced(t *testing.T) {
	for _, bound := range []float64{0, 6} {
		p := gadgets(t, 4, bound, []int{0, 1, 2}, []int{2, 3})
		tree := New(context.Background(), p, 2, 1, 1e-6, 0)
		if len(tree.shared.clusters) != 2 {
			t.Fatalf("%d clusters, want 2", len(tree.shared.clusters))
		}
		n := tree.Roots([][]int{{1, 1}})[0]
		off := func(n *Node, i int32, unit int) {
			n.Regions[unit] = n.Regions[unit].cut(i, -1, p.X[int(i)*p.N:][:p.N])
			n.wait(tree.shared.users[i])
		}
		off(n, 0, 0)
		off(n, 1, 0)
		to := target{cutoff: 1, tolerance: 1e-6}
		if out := tree.workers[0].propagate(t.Context(), n, to); out.bound != 0 {
			t.Fatalf("norm bound %g: closed with %g", bound, out.bound)
		}
		for unit, want := range [2][4]int8{{-1, -1, 1, -1}, {1, 1, -1, 1}} {
			for i, side := range want {
				if got := n.Regions[unit].side[i]; got != side {
					t.Errorf("norm bound %g: unit %d has vertex %d on side %d, want %d", bound, unit, i, got, side)
				}
			}
		}
		n = tree.Roots([][]int{{1, 1}})[0]
		for i := range int32(3) {
			off(n, i, 0)
		}
		if out := tree.workers[0].propagate(t.Context(), n, to); out.bound < 1 {
			t.Errorf("norm bound %g: an edge in one colour has the bound %g", bound, out.bound)
		}
	}
}

// TestPropagationKeepsGoodNetworks: none that is better than the cutoff leaves the node, or is on
// the closed side of a lemma.
func TestPropagationKeepsGoodNetworks(t *testing.T) {
	decided, closed := 0, 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 12))
		const columns = 4
		bound := 3 * float64(rng.IntN(2))
		p := gadgets(t, columns, bound, rng.Perm(columns)[:2], rng.Perm(columns)[:2], rng.Perm(columns)[:3])
		k := 2 + rng.IntN(2)
		tree := New(context.Background(), p, k, 1, 1e-6, 0)
		signs := make([]int, k)
		for j := range signs {
			signs[j] = 1
		}
		best, s := math.Inf(1), whiten.Solution{}
		for range 300 {
			if q := randomNetwork(rng, p, signs); p.SSE(q.Point, signs) < best {
				s, best = q, p.SSE(q.Point, signs)
			}
		}
		n := nodeOf(rng, tree, s, rng.Float64())
		n.wait(tree.shared.everyCluster())
		to := target{cutoff: best * (1 + 1e-9), tolerance: 1e-6 * best}
		if out := tree.workers[0].propagate(context.Background(), n, to); out.bound > 0 {
			t.Fatalf("seed %d: a node with a network of loss %g is closed with %g", seed, best, out.bound)
		}
		decided += len(n.lemmas)
		for j, r := range n.Regions {
			for i, side := range r.side {
				if at := linalg.Dot(p.X[i*p.N:][:p.N], s.Point.Units[j]); float64(side)*at < -1e-9 {
					t.Fatalf("seed %d: a network of loss %g has t = %g on side %d", seed, best, at, side)
				}
			}
		}
		to.cutoff, n.lemmas = best/2, nil
		n.wait(tree.shared.everyCluster())
		if out := tree.workers[0].propagate(context.Background(), n, to); out.bound > 0 {
			closed++
			for _, l := range n.lemmas {
				out.bound = min(out.bound, l.bound)
			}
			if out.bound > best {
				t.Fatalf("seed %d: all parts have bounds of %g or more, a network has a loss of %g", seed, out.bound, best)
			}
		}
	}
	t.Logf("%d pairs decided, %d nodes closed", decided, closed)
	if decided < 100 || closed < 5 {
		t.Errorf("%d pairs decided, %d nodes closed: the test has lost its bite", decided, closed)
	}
}
