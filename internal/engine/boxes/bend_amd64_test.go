package boxes

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBendsWithoutVectors are the same to the bit.
func TestBendsWithoutVectors(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no AVX2")
	}
	defer func() { vectors = true }()
	seed := rand.Uint64()
	for n := range blockLength + 1 {
		vectors = true
		with := bendAll(seed, n)
		vectors = false
		if without := bendAll(seed, n); !slices.Equal(with, without) {
			t.Fatalf("seed %d, %d pairs: %v with vectors, %v without", seed, n, with, without)
		}
	}
}

// bendAll is all that is computed of n made-up pairs.
func bendAll(seed uint64, n int) (all []float64) {
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	b, e, _ := madeUp(rng, n)
	s, sign := smoothedBy(rng.Float64()), float64(1-2*rng.IntN(2))
	b.add(e.low, e.high, e.over, sign, s)
	r, pulled, weights, labels := make([]float64, n), make([]float64, n), randomVector(rng, n), randomVector(rng, n)
	loss, exact, dual := e.charge(r, pulled, weights, labels)
	linear, press := make([]float64, n), make([]float64, n)
	b.pull(linear, press, pulled, sign)
	dlow, dhigh := randomVector(rng, n), randomVector(rng, n)
	b.slope(along{randomVector(rng, n), randomVector(rng, n), rng.Float64()}, e.low, e.high, dlow, dhigh, sign, s)
	return slices.Concat(b.theta, e.low, e.high, e.over, r, pulled, linear, press, dlow, dhigh, []float64{loss, exact, dual, e.slope(dlow, dhigh, weights)})
}
