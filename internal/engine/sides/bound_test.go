package sides

import (
	"context"
	"math/rand/v2"
	"testing"
)

// TestBoundsHold: a node's bound is not above the loss of the networks in it,
// with and without implied decisions.
func TestBoundsHold(t *testing.T) {
	tight := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		k := 1 + rng.IntN(3)
		tree := New(context.Background(), p, k, 1, 1e-6, 0)
		s := randomNetwork(rng, p, randomSigns(rng, k))
		n := nodeOf(rng, tree, s, rng.Float64())
		loss := p.SSE(s.Point, s.Signs)
		out, _ := tree.solve(context.Background(), tree.workers[0], n, target{4 * loss, 4e-6 * loss})
		if out.bound > loss*(1+1e-12) {
			t.Errorf("seed %d: bound %g above a network's %g", seed, out.bound, loss)
		}
		if out.bound > loss/100 {
			tight++
		}
	}
	if tight < 100 {
		t.Errorf("only %d of 400 bounds say anything", tight)
	}
}
