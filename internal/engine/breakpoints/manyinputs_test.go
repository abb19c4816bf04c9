package breakpoints_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/budget"
	"relucert/internal/engine/breakpoints"
)

// TestPartedManyInputs: with constraints on the pieces of many inputs, a good line and a bound are there after work in proportion to them.
func TestPartedManyInputs(t *testing.T) {
	const inputs, sigma = 30_000, 0.1
	rng := rand.New(rand.NewPCG(1, 2))
	d := column(nil, nil, nil)
	for i := range inputs {
		x := float64(i) / inputs * 10
		d.X, d.Y = append(d.X, x), append(d.Y, math.Abs(x-4)+sigma*rng.NormFloat64())
	}
	inf := math.Inf(1)
	falls, flat, rises := [2]float64{-inf, 0}, [2]float64{0, 0}, [2]float64{0, inf}
	for name, c := range map[string]breakpoints.Constraints{
		"slopes":      {Slopes: [][2]float64{falls, flat, rises}},
		"min samples": {MinSamples: 900},
		"min width":   {MinSpan: 0.5},
		"known":       {Known: []float64{4}},
		"between":     {Between: [][2]float64{{3, 4.5}}},
		"each":        {Between: [][2]float64{{0, 5}, {3, 9}}},
		"through":     {Through: &[2]float64{4, 0}},
		"jumps":       {Jumps: true, Slopes: [][2]float64{falls, {-inf, inf}, rises}},
		"no room":     {MinSamples: inputs/3 - 1},
	} {
		e, err := breakpoints.New(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		work := int64(0)
		ctx, cancel := context.WithCancel(context.Background())
		ctx = budget.Metered(ctx, func(done int) {
			if work += int64(done); work > 1500*inputs {
				cancel()
			}
		})
		f := e.Run(ctx, breakpoints.Class{Units: 2, Constraints: c}, breakpoints.Options{Gap: 1e-6, From: 2})[2]
		cancel()
		good := 1.02 * sigma * sigma * inputs
		if name == "no room" {
			good = inf
		}
		t.Logf("%s: [%.6g, %.6g] after %d multiplications an input, %d nodes, status %d", name, f.Lower, f.SSE, work/inputs, f.Nodes, f.Status)
		if f.Network == nil || f.SSE > good || f.Lower < 0.95*f.SSE {
			t.Errorf("%s: [%g, %g]", name, f.Lower, f.SSE)
		}
	}
}
