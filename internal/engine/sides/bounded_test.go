package sides

import (
	"context"
	"testing"
)

// TestStartsAgree: a leaf's bound from an ancestor's point is that from the beginning.
func TestStartsAgree(t *testing.T) {
	for seed := range uint64(100) {
		q, b := boundedInstance(t, seed, 45, 0)
		to := target{cutoff: 1e6, tolerance: 1e-12}
		b.solve(context.Background(), to)
		leaf := nodeOf(q.rng, q.tree, q.network, 1)
		leaf.start = &start{w: append([]float64(nil), b.w...)}
		leaf.start.multipliers.copy(&b.now)
		b.load(leaf)
		warm := b.solve(context.Background(), to).bound
		leaf.start = nil
		b.load(leaf)
		if cold := b.solve(context.Background(), to).bound; !near(warm, cold, 1e-7) || cold > q.loss()*(1+1e-12) {
			t.Errorf("seed %d: bound %g from the ancestor's point, %g from the beginning, loss %g", seed, warm, cold, q.loss())
		}
	}
}
