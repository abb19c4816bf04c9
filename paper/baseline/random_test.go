package baseline

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

// newRand prints the seed with which a failure can be repeated.
func newRand(t *testing.T, seed uint64) *rand.Rand {
	t.Helper()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// random has m samples of n normal features with labels of a random network of
// these signs, and noise; the columns' units differ by factors up to 1000.
func random(rng *rand.Rand, signs []int, n, m int, noise float64) Problem {
	d := &dataset.Dataset{Features: make([]string, n)}
	units, scale := make([][]float64, len(signs)), make([]float64, n)
	for c := range scale {
		scale[c] = math.Pow(1000, rng.Float64())
	}
	for j := range units {
		units[j] = make([]float64, n)
		for c := range units[j] {
			units[j][c] = rng.NormFloat64() / scale[c]
		}
	}
	for range m {
		y, x := noise*rng.NormFloat64(), make([]float64, n)
		for c := range x {
			x[c] = scale[c] * rng.NormFloat64()
		}
		for j, w := range units {
			y += float64(signs[j]) * max(0, linalg.Dot(w, x))
		}
		d.X, d.Y = append(d.X, x...), append(d.Y, 100*y)
	}
	return Problem{Data: d, Class: network.Class{Signs: signs, Output: network.None, NoBias: true}}
}

// least is the certified least SSE, from both sides.
func least(t *testing.T, p Problem) (low, high float64) {
	t.Helper()
	r, err := relucert.Fit(context.Background(), relucert.Problem{Data: p.Data, Class: p.Class},
		relucert.Options{Gap: 1e-6, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != relucert.Optimal {
		t.Fatalf("the oracle ended with %v", r.Status)
	}
	return r.SSELower, r.SSE
}
