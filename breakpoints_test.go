package relucert_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// TestBrokenLines: several units on one column are broken lines for method breakpoints, which refuses what is none.
func TestBrokenLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	d := &dataset.Dataset{Features: []string{"x"}, Target: "y"}
	for i := range 60 {
		d.X, d.Y = append(d.X, float64(i)), append(d.Y, max(0, float64(i-20))+rng.NormFloat64())
	}
	for _, signs := range [][]int{nil, {1, -1, 1}} {
		p := relucert.Problem{Data: d, Class: network.Class{Units: 3, Signs: signs, Output: network.Affine}}
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, Threads: 2, Method: relucert.Breakpoints})
		if err != nil {
			t.Fatal(err)
		}
		if r.Method != relucert.Breakpoints || r.Status != relucert.Optimal || r.WeightLimit != 0 || r.Gap() > 1e-6 {
			t.Errorf("signs %v: %+v", signs, r)
		}
		p.WeightLimit = 1e6
		if _, err = relucert.Fit(context.Background(), p, relucert.Options{Method: relucert.Breakpoints}); err == nil {
			t.Error("took a weight limit")
		}
	}
	p := relucert.Problem{Data: d, Class: network.Class{Units: 3}}
	if _, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, Method: relucert.Breakpoints}); err == nil {
		t.Error("took an output without a slope")
	}
}
