package solve_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/network"
	"relucert/solve"
)

// TestBrokenLines: one column and several units go to method breakpoints by themselves; with a weight limit they do not.
func TestBrokenLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	d := &dataset.Dataset{Features: []string{"x"}, Target: "y"}
	for i := range 60 {
		d.X, d.Y = append(d.X, float64(i)), append(d.Y, max(0, float64(i-20))+rng.NormFloat64())
	}
	for _, signs := range [][]int{nil, {1, -1, 1}} {
		p := solve.Problem{Data: d, Units: 3, Signs: signs, Bias: true, Output: network.Affine}
		r, err := solve.Solve(context.Background(), p, solve.Options{Gap: 1e-6, Threads: 2})
		if err != nil {
			t.Fatal(err)
		}
		if r.Method != "breakpoints" || r.Status != solve.Optimal || r.WeightLimit != 0 || r.Gap() > 1e-6 {
			t.Errorf("signs %v: %+v", signs, r)
		}
		p.WeightLimit = 1e6
		if r, err = solve.Solve(context.Background(), p, solve.Options{Gap: 1e-2, Threads: 2}); err != nil || r.Method != "conic" {
			t.Errorf("with a weight limit: %v, %+v", err, r)
		}
	}
	p := solve.Problem{Data: d, Units: 3, Bias: true, Output: network.Intercept}
	if _, err := solve.Solve(context.Background(), p, solve.Options{Gap: 1e-6, Method: solve.Breakpoints}); err == nil {
		t.Error("took an output without a slope")
	}
}
