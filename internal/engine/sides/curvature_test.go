package sides

import (
	"math/rand/v2"
	"testing"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// TestCurvatureFollows: after any updates, the sum is that of the last curves.
func TestCurvatureFollows(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 41))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		c, curve, want := newCurvature(p), make([]float64, p.M), make([]float64, p.N*p.N)
		for range 5 {
			for i := range curve {
				if rng.IntN(2) == 0 {
					curve[i] = rng.Float64()
				}
			}
			c.update(curve, new(budget.Watch))
		}
		for i, v := range curve {
			linalg.SymRank1(want, p.N, v, p.X[i*p.N:])
		}
		for d, v := range want {
			if !near(c.factor[d], v, 1e-12) {
				t.Errorf("seed %d: entry %d is %g, want %g", seed, d, c.factor[d], v)
			}
		}
	}
}
