package sides

import (
	"math"
	"testing"
)

// TestAnyPointHolds: whatever the point and the centres, what they prove is true of a network in
// the node.
func TestAnyPointHolds(t *testing.T) {
	said := 0
	for seed := range uint64(400) {
		q, b := boundedInstance(t, seed, 44, float64(seed%3)/2)
		b.hard = math.Exp(3 * q.rng.NormFloat64())
		for i := range b.center.theta {
			b.center.theta[i] = q.rng.Float64()
		}
		for k := range b.center.eta {
			b.center.eta[k] = 0.1 * q.rng.Float64()
		}
		b.center.ball = q.rng.Float64()
		b.move(q.rng.Float64(), normals(q.rng, q.p.N))
		b.evaluate()
		b.descend(int(seed%4), 0)
		bound, loss := b.prover.bound(), q.loss()
		if bound > loss*(1+1e-12) {
			t.Errorf("seed %d: bound %g above a network's %g", seed, bound, loss)
		}
		if bound > q.p.Offset {
			said++
		}
	}
	if said < 100 {
		t.Errorf("only %d of 400 points prove anything: the test has lost its bite", said)
	}
}
