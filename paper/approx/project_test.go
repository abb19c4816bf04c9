package approx

import (
	"context"
	"math"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

// distorted says whether some ⟨w, x⟩ moves by more than τ‖w‖‖x‖, or ‖Aw‖ is too long.
func distorted(matrix [][]float64, plan Plan, w []float64, xs [][]float64) bool {
	image := func(v []float64) []float64 {
		var out []float64
		for _, row := range matrix {
			out = append(out, linalg.Dot(row, v))
		}
		return out
	}
	u := image(w)
	for _, x := range xs {
		if math.Abs(linalg.Dot(u, image(x))-linalg.Dot(w, x)) > plan.Distortion*norm(w)*norm(x) {
			return true
		}
	}
	return norm(u) > plan.Norm*norm(w)
}

// TestProjectionKeepsInputs: with the planned dimensions the failure rate is at most
// δ; with a tenth of them it is not, so the test can fail.
func TestProjectionKeepsInputs(t *testing.T) {
	rng := newRand(t, 10)
	p := random(rng, []int{1}, 200, 3, 0)
	plan := p.Plan(ProjectOptions{NetOptions: NetOptions{Epsilon: 0.5}, Delta: 0.3, Realizable: true})
	if plan.Dimensions >= plan.Inputs || plan.Dimensions < 20 {
		t.Fatalf("%+v", plan)
	}
	rate := func(plan Plan) float64 {
		failures := 0
		for range 300 {
			w := ball(rng, 200)
			if distorted(gaussian(plan, rng), plan, w, [][]float64{p.input(0), w, ball(rng, 200)}) {
				failures++
			}
		}
		return float64(failures) / 300
	}
	good := rate(plan)
	few := plan
	few.Dimensions /= 10
	bad := rate(few)
	t.Logf("%d dimensions fail at a rate of %.3f, %d of %.3f", plan.Dimensions, good, few.Dimensions, bad)
	if good > plan.Delta || bad <= plan.Delta {
		t.Errorf("failure rates %v and %v, δ is %v", good, bad, plan.Delta)
	}
}

// TestPlanByHand: k = m = B = R = 1, ε = 0.5, so τ = Δ = 0.5; τ − ln(1+τ) = 0.0945349
// and 2 ln(5/0.1) = 7.8240460 make 83 dimensions.
func TestPlanByHand(t *testing.T) {
	d := &dataset.Dataset{Features: make([]string, 100), X: make([]float64, 100), Y: []float64{1}}
	d.X[7] = 1
	p := Problem{Data: d, Class: network.Class{Signs: []int{1}, NormBound: 1, NoBias: true, Output: network.None}}
	plan := p.Plan(ProjectOptions{NetOptions: NetOptions{Epsilon: 0.5}, Delta: 0.1, Realizable: true})
	if plan.Dimensions != 83 || plan.Pointwise != 0.5 || plan.NetEpsilon != 0.25 {
		t.Errorf("%+v", plan)
	}
}

// TestGaussianKeepsNorms on average.
func TestGaussianKeepsNorms(t *testing.T) {
	rng, sum := newRand(t, 12), 0.0
	for range 400 {
		for _, row := range gaussian(Plan{Inputs: 30, Dimensions: 10}, rng) {
			sum += row[0] * row[0]
		}
	}
	if mean := sum / 400; math.Abs(mean-1) > 0.1 {
		t.Errorf("a unit vector's image has norm² %v on average", mean)
	}
}

// TestProjectIsWithinEpsilon at the stated failure rate, in two and three dimensions
// instead of six, and where no projection is needed, surely.
func TestProjectIsWithinEpsilon(t *testing.T) {
	rng := newRand(t, 11)
	const delta = 0.3
	failures, projected := 0, 0
	for run := range 300 {
		p := random(rng, []int{1}, []int{6, 6, 2}[run%3], 5, 0.1)
		_, high := least(t, p)
		o := ProjectOptions{NetOptions: NetOptions{Epsilon: 0.1, Search: relucert.Options{Threads: 2}}, Delta: delta, Dimensions: []int{2, 3, 0}[run%3], Seed: rng.Uint64()}
		r, err := Project(context.Background(), p, o)
		if err != nil || !r.Complete {
			t.Fatalf("%+v, %v", r, err)
		}
		if isSure := run%3 == 2; isSure != (r.Delta == 0) {
			t.Fatalf("run %d: %+v", run, r.Plan)
		}
		if net := r.Network; len(net.Units[0].Weights) != len(p.Data.Features) || math.Abs(net.TrainingError(p.Data)-r.TrainingError) > 1e-9 {
			t.Fatalf("run %d: %+v has not training error %v", run, net, r.TrainingError)
		}
		failed := r.TrainingError > high+r.Epsilon
		if failed && r.Delta == 0 {
			t.Errorf("run %d: error %v, least %v", run, r.TrainingError, high)
		} else if r.Delta > 0 {
			projected++
			if failed {
				failures++
			}
		}
	}
	if float64(failures) > delta*float64(projected) {
		t.Errorf("%d of %d failed", failures, projected)
	}
}

// TestDistortion is the inverse of rate.
func TestDistortion(t *testing.T) {
	for _, tau := range []float64{1e-3, 0.1, 1, 7, 1e4} {
		if got := distortion(rate(tau)); math.Abs(got-tau) > 1e-6*tau {
			t.Errorf("distortion(rate(%v)) = %v", tau, got)
		}
	}
}
