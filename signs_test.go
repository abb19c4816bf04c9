package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/check"
)

// bent is a noisy parabola over one column, which wants units of one sign.
func bent(rng *rand.Rand, sign float64) ([]float64, []float64) {
	m := 20 + rng.IntN(40)
	x, y := make([]float64, m), make([]float64, m)
	for i := range m {
		x[i] = math.Round(1000*rng.Float64()) / 100
		y[i] = sign*(x[i]-5)*(x[i]-5) + rng.NormFloat64()
	}
	return x, y
}

// TestSignsThatDataContradict: broken lines have no bound that knows of given signs, so another method closes the gap, and what it
// claims is proved.
func TestSignsThatDataContradict(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range thorough.Of(4, 1) {
		sign := 1 - 2*rng.IntN(2)
		x, y := bent(rng, float64(sign))
		p := relucert.Problem{Data: column(x, y), Class: network.Class{Signs: []int{-sign, -sign}, Output: network.Affine}}
		if rng.IntN(2) == 0 {
			p.Class.Signs[0] = sign
		}
		p, data, columns := asFile(t, p)
		for _, again := range []func() error{nil, func() error { return nil }} {
			var proof bytes.Buffer
			if again != nil {
				again = func() error { proof.Reset(); return nil }
			}
			opts := relucert.Options{Gap: 1e-3, NodeLimit: 1000, Certificate: &relucert.Certificate{Out: &proof, Again: again}}
			r, err := relucert.Fit(context.Background(), p, opts)
			if err != nil || again != nil && r.Status != relucert.Optimal {
				t.Fatalf("seed %d: %v, %v\n%s", seed, r, err, describe(p))
			}
			v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns})
			if err != nil || !v.Proved {
				t.Fatalf("seed %d: %+v, %v\n%s", seed, v, err, describe(p))
			}
		}
	}
}
