package sides

import (
	"context"
	"testing"

	"relucert/internal/linalg"
)

// TestRoundsDown: round is at most its argument, near it, and the same again.
func TestRoundsDown(t *testing.T) {
	for seed := range uint64(50) {
		q, b := boundedInstance(t, seed, 46, 0)
		for _, v := range normals(q.rng, 20) {
			if got := b.round(v); got > v || got < v-0x1p-15 || b.round(got) != got {
				t.Errorf("seed %d: %g is rounded to %g", seed, v, got)
			}
		}
	}
}

// TestTightIntervalsKeepTheNetwork: with its loss as the cutoff, a node is tightened around a network.
func TestTightIntervalsKeepTheNetwork(t *testing.T) {
	tightened := 0
	for seed := range uint64(200) {
		q, b := boundedInstance(t, seed, 47, 0)
		to := target{cutoff: q.loss() * (1 + 1e-9), tolerance: 1e-6}
		b.solve(context.Background(), to)
		if b.prover.best.bound >= to.cutoff || !b.tighten(context.Background(), q.node, pair{}, to) {
			continue
		}
		tightened++
		r := q.node.Regions[0]
		for i, side := range r.side {
			at := linalg.Dot(q.p.X[i*q.p.N:][:q.p.N], q.network.Point.Units[0])
			if float64(side)*at < -1e-9 || side == 0 && (at < r.low[i]-1e-9 || at > r.high[i]+1e-9) {
				t.Errorf("seed %d: sample %d has t = %g, side %d, in [%g, %g]", seed, i, at, side, r.low[i], r.high[i])
			}
		}
	}
	if tightened < 20 {
		t.Errorf("only %d of 200 nodes are tightened: the test has lost its bite", tightened)
	}
}
