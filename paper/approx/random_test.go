package approx

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

// ball is uniform in the unit ball's shell: a random direction, a random length.
func ball(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = rng.NormFloat64()
	}
	scale := math.Sqrt(rng.Float64()) / norm(v)
	for d := range v {
		v[d] *= scale
	}
	return v
}

// random has m samples in the unit ball with labels of a network within the bound 1,
// and noise, within [−k, k].
func random(rng *rand.Rand, signs []int, n, m int, noise float64) Problem {
	units := make([][]float64, len(signs))
	for j := range units {
		units[j] = ball(rng, n)
	}
	d := &dataset.Dataset{Features: make([]string, n)}
	k := float64(len(signs))
	for range m {
		x, y := ball(rng, n), noise*rng.NormFloat64()
		for j, w := range units {
			y += float64(signs[j]) * max(0, linalg.Dot(w, x))
		}
		d.X, d.Y = append(d.X, x...), append(d.Y, max(-k, min(k, y)))
	}
	return Problem{Data: d, Class: network.Class{Signs: signs, NormBound: 1, NoBias: true, Output: network.None}}
}

// least is the certified least training error, and a network's that attains it.
func least(t *testing.T, p Problem) (low, high float64) {
	t.Helper()
	r, err := relucert.Fit(context.Background(), p.exact(), relucert.Options{Gap: 1e-3, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != relucert.Optimal {
		t.Fatalf("the oracle ended with %v", r.Status)
	}
	return lower(r), r.TrainingError
}
