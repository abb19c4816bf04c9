package sides

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// TestNearestIsOptimal: ν ≥ 0, the rest is what is left, falls along no cut, and is orthogonal to
// those in use.
func TestNearestIsOptimal(t *testing.T) {
	inside := 0
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 54))
		n := 1 + rng.IntN(5)
		c := newNearest(n, new(budget.Watch))
		for range 1 + rng.IntN(8) {
			c.cuts = append(c.cuts, normals(rng, n))
		}
		copy(c.target, normals(rng, n))
		c.find()
		left := slices.Clone(c.target)
		for q, a := range c.cuts {
			linalg.AddScaled(left, -c.nu[q], a)
			if falls := linalg.Dot(a, c.rest); c.nu[q] < 0 || falls > 1e-9 || c.nu[q] > 0 && falls < -1e-9 {
				t.Errorf("seed %d: cut %d has ν = %g, the rest falls by %g", seed, q, c.nu[q], falls)
			}
		}
		for d, v := range left {
			if !near(v, c.rest[d], 1e-9) {
				t.Errorf("seed %d: the rest is %g, %g is left", seed, c.rest[d], v)
			}
		}
		if math.Sqrt(linalg.Dot(left, left)) < 1e-9 {
			inside++
		}
	}
	if inside < 20 || inside > 180 {
		t.Errorf("%d of 200 targets are in the cone: the test has lost its bite", inside)
	}
}
