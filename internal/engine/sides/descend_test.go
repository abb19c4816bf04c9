package sides

import (
	"math"
	"testing"

	"relucert/internal/linalg"
)

// TestPriceIsADualNorm: no point of the ball gains more from a vector than half its price, and the
// best comes near to it.
func TestPriceIsADualNorm(t *testing.T) {
	for seed := range uint64(50) {
		q, b := boundedInstance(t, seed, 42, 0)
		g, most := normals(q.rng, q.p.N), 0.0
		price := b.price(g)
		for range 3000 {
			w := normals(q.rng, q.p.N)
			most = max(most, 2*linalg.Dot(g, w)*q.p.NormBound/math.Sqrt(linalg.QuadForm(q.p.Norm, q.p.N, w)))
		}
		if most > price || most < 0.8*price {
			t.Errorf("seed %d: price %g, the best of many points gains %g", seed, price, most)
		}
	}
}

// TestDescendEnds: Newton's method makes the gradient's price as small as it is asked to.
func TestDescendEnds(t *testing.T) {
	for seed := range uint64(100) {
		_, b := boundedInstance(t, seed, 43, 0.3)
		b.descend(100, 1e-6)
		if price := b.price(b.gradient); price >= 1e-6 {
			t.Errorf("seed %d: the gradient still costs %g", seed, price)
		}
	}
}
