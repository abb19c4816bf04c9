package baseline

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"

	"relucert/hardness/generate"
	"relucert/internal/linalg"
	"relucert/network"
)

// TestMatching: on Gaussian and two-sided exponential inputs, a tenth of whose labels somebody else has chosen, the SSE is at most
// three times the least.
func TestMatching(t *testing.T) {
	rng, worst := newRand(t, 3), 0.0
	for run := range 60 {
		o := generate.PlantedOptions{Features: 3, Samples: 60, Signs: []int{1}, Inputs: []generate.Marginal{generate.Gaussian, generate.Laplace}[run%2], Noise: 0.1, Seed: rng.Uint64()}
		data, _, err := generate.Planted(o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(data.Y) / 10 {
			data.Y[i] = 3 * rng.NormFloat64()
		}
		p := Problem{Data: data, Class: network.Class{Signs: []int{1}, NoBias: true, Output: network.None}}
		low, _ := least(t, p)
		net, err := Matching(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		worst = max(worst, net.SSE(data)/low)
	}
	if t.Logf("at worst %.3g times the least", worst); worst > 3 {
		t.Errorf("%v times the least", worst)
	}
}

// TestMatchingIsStationary: Σ ω ([⟨w,x⟩]_+ − y)·x is 0 at a minimum, which inputs on all sides of 0 see to.
func TestMatchingIsStationary(t *testing.T) {
	rng := newRand(t, 4)
	for run := range 100 {
		p := random(rng, []int{1 - 2*(run%2)}, 1+run%3, 60, 0.3)
		net, err := Matching(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		gradient, size := make([]float64, len(p.Data.Features)), 0.0
		for i, y := range p.Data.Y {
			x := p.Data.Row(i)
			linalg.AddScaled(gradient, net.Predict(x)-y, x)
			size += math.Abs(y) * floats.Norm(x, 2)
		}
		if floats.Norm(gradient, 2) > 1e-6*size {
			t.Errorf("run %d: gradient %v of %v", run, floats.Norm(gradient, 2), size)
		}
	}
}

// TestMatchingWithoutMinimum: labels of the wrong sign alone have none; the answer is the unit that is 0.
func TestMatchingWithoutMinimum(t *testing.T) {
	p := random(newRand(t, 5), []int{1}, 2, 20, 0.1)
	p.NoBias = false
	for i := range p.Data.Y {
		p.Data.Y[i] = -1 - math.Abs(p.Data.Y[i])
	}
	net, err := Matching(context.Background(), p)
	if sse := net.SSE(p.Data); err != nil || !(math.Abs(sse-p.labelSquares()) <= 1e-9*sse) {
		t.Errorf("SSE %v of %v, %v", sse, p.labelSquares(), err)
	}
}
