package boxes

import (
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/linalg"
)

// naive is Σ ω φφᵀ, full.
func naive(omega []float64, phi [][]float64, size int) [][]float64 {
	a := make([][]float64, size)
	for i := range a {
		a[i] = make([]float64, size)
		for s, p := range phi {
			for j := range p {
				a[i][j] += omega[s] * p[i] * p[j]
			}
		}
	}
	return a
}

// image is A·v.
func image(a [][]float64, v []float64) []float64 {
	out := make([]float64, len(v))
	for i, row := range a {
		out[i] = linalg.Dot(row, v)
	}
	return out
}

// drawSamples are random, with zeros as units that are off leave them.
func drawSamples(rng *rand.Rand, m, size int) (omega []float64, phi [][]float64) {
	for range m {
		p := randomVector(rng, size)
		for i := range p {
			if rng.IntN(3) == 0 {
				p[i] = 0
			}
		}
		omega, phi = append(omega, math.Exp(rng.NormFloat64())), append(phi, p)
	}
	return omega, phi
}

func checkVector(t *testing.T, what string, got, want []float64, scale float64) {
	t.Helper()
	for i, v := range want {
		if !(math.Abs(got[i]-v) <= 1e-13*(1+scale)) {
			t.Fatalf("%s: entry %d is %g, want %g", what, i, got[i], v)
		}
	}
}

// TestQuadratic compares products with those of the naive sum.
func TestQuadratic(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		size, m := 1+rng.IntN(9), rng.IntN(20)
		omega, phi := drawSamples(rng, m, size)
		q := newQuadratic(size)
		for s, p := range phi {
			addSample(q.a, omega[s], p)
		}
		a, v := naive(omega, phi, size), randomVector(rng, size)
		got := randomVector(rng, size)
		q.times(v, got)
		checkVector(t, "times", got, image(a, v), float64(m*size))

		first := rng.IntN(size)
		block := v[first : first+1+rng.IntN(size-first)]
		padded := make([]float64, size)
		copy(padded[first:], block)
		q.timesBlock(first, block, got)
		checkVector(t, "timesBlock", got, image(a, padded), float64(m*size))

	}
}
