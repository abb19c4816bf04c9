package descent

import (
	"math"
	"math/rand/v2"

	"relucert/internal/linalg"
)

// randomKinks fills theta with units whose hyperplanes pass near n−1 random
// samples each, turned by a random angle, and zero output.
func (w *walk) randomKinks(rng *rand.Rand, theta []float64) {
	clear(theta[:w.p])
	for j := range w.k {
		w.randomKink(rng, w.unit(theta, j))
	}
}

// randomKink is a random vector minus its parts along n−1 random samples, made
// orthogonal one after the other.
func (w *walk) randomKink(rng *rand.Rand, u []float64) {
	for d := range u {
		u[d] = rng.NormFloat64()
	}
	basis := w.rows[:0]
	for range w.n - 1 {
		x := w.x[rng.IntN(w.m)*w.n:][:w.n]
		from := len(basis)
		basis = append(basis, x...)
		v := basis[from:]
		before := linalg.Dot(x, x)
		for b := 0; b < from; b += w.n {
			e := basis[b:][:w.n]
			linalg.AddScaled(v, -linalg.Dot(v, e), e)
		}
		after := linalg.Dot(v, v)
		if after <= 1e-20*before {
			basis = basis[:from]
			continue
		}
		normalise(v)
		linalg.AddScaled(u, -linalg.Dot(u, v), v)
	}
	normalise(u)
	for d := range u {
		u[d] += jitter * rng.NormFloat64()
	}
}

// jitter turns the first hyperplanes a little off the samples that span them.
const jitter = 0.05

func normalise(v []float64) {
	if q := linalg.Dot(v, v); q > 0 {
		linalg.AddScaled(v, 1/math.Sqrt(q)-1, v)
	}
}
