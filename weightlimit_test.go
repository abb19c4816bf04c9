package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/proof/check"
)

// TestWeightLimitBinds: the gap closes also where the best network is at the weight limit.
func TestWeightLimitBinds(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	felt := 0
	for range 40 {
		p := contest(t, rng)
		p.Class.NormBound, p.Class.WeightLimit = 0, math.Exp(2*rng.NormFloat64()-1)
		p, data, columns := asFile(t, p)
		var proof bytes.Buffer
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: relucert.Conic, NodeLimit: 20_000, Certificate: &relucert.Certificate{Out: &proof}})
		if err != nil || r.Status != relucert.Optimal {
			t.Fatalf("seed %d: %v, %v\n%s", seed, r, err, describe(p))
		}
		v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns, MinWeightLimit: new(float64)})
		if err != nil || !v.Proved {
			t.Fatalf("seed %d: %+v, %v\n%s", seed, v, err, describe(p))
		}
		p.Class.WeightLimit *= 2
		wider, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: relucert.Conic, NodeLimit: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if wider.SSE < r.SSELower {
			felt++
		}
	}
	if felt < 5 {
		t.Errorf("seed %d: the limit was felt %d times of 40", seed, felt)
	}
}
