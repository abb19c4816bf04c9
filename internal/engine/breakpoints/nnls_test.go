package breakpoints

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestDependentConditions: more conditions than variables, so that some depend on others: the multipliers are the best ones still, as no
// condition is broken and each with a multiplier holds with equality.
func TestDependentConditions(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range 2000 {
		n, dim := 3+rng.IntN(4), 2
		a, d, m := make([]float64, n*dim), make([]float64, n), make([]float64, n*n)
		for j := range a {
			a[j] = float64(rng.IntN(7) - 3)
		}
		inside := [2]float64{rng.NormFloat64(), rng.NormFloat64()} // it breaks no condition
		for j := range n {
			d[j] = -(a[2*j]*inside[0] + a[2*j+1]*inside[1]) - rng.Float64()*float64(rng.IntN(2))
			for k := range n {
				m[j*n+k] = a[2*j]*a[2*k] + a[2*j+1]*a[2*k+1]
			}
		}
		var w nnls
		lambda := make([]float64, n)
		w.solve(m, d, lambda)
		for j := range n {
			left := d[j]
			for k := range n {
				left -= 0.5 * m[j*n+k] * lambda[k]
			}
			if lambda[j] < 0 || left > 1e-7 || lambda[j] > 0 && math.Abs(left) > 1e-7 {
				t.Fatalf("case %d: condition %d is at %g with multiplier %g\nrows %v\nd %v", i, j, left, lambda[j], a, d)
			}
		}
	}
}
