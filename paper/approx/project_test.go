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
	if plan.Dimensions != 83 || plan.Moved != 0.5 || plan.NetEpsilon != 0.25 {
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
		if isSure := run%3 == 2; isSure != (r.Plan.Delta == 0) || r.Epsilon > r.TrainingError+1e-12 {
			t.Fatalf("run %d: %+v", run, r)
		}
		if net := r.Network; len(net.Units[0].Weights) != len(p.Data.Features) || math.Abs(net.TrainingError(p.Data)-r.TrainingError) > 1e-9 {
			t.Fatalf("run %d: %+v has not training error %v", run, net, r.TrainingError)
		}
		failed := r.TrainingError > high+r.Plan.Epsilon
		if r.TrainingError > high+r.Epsilon && r.Delta == 0 {
			t.Errorf("run %d: %+v, least %v", run, r.Netted, high)
		}
		if failed && r.Plan.Delta == 0 {
			t.Errorf("run %d: error %v, least %v", run, r.TrainingError, high)
		} else if r.Plan.Delta > 0 {
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

// flat has inputs near a plane through the origin: off is how far.
func flat(rng *rand.Rand, n, m int, off float64) Problem {
	p := random(rng, []int{1}, 2, m, 0.1)
	axes := [][]float64{ball(rng, n), ball(rng, n)}
	for _, axis := range axes {
		linalg.AddScaled(axis, 1/norm(axis)-1, axis)
	}
	wide := *p.Data
	wide.X, wide.Features = nil, make([]string, n)
	for i := range wide.Y {
		x := make([]float64, n)
		for d := range x {
			x[d] = off * rng.NormFloat64() / math.Sqrt(float64(n))
			for a, axis := range axes {
				x[d] += p.Data.Row(i)[a] * axis[d]
			}
		}
		wide.X = append(wide.X, x...)
	}
	p.Data = &wide
	return p
}

// TestPrincipalAxes: surely within ε of the certified optimum, on inputs near a plane and far from one,
// with the axes that ε needs and with too few.
func TestPrincipalAxes(t *testing.T) {
	rng := newRand(t, 33)
	projected := 0
	for run := range 120 {
		p := flat(rng, 3+rng.IntN(4), 15, []float64{0.002, 0.01, 0.3}[run%3])
		if run%5 == 0 {
			p.Data.Weights = make([]float64, 15)
			for i := range p.Data.Weights {
				p.Data.Weights[i] = 0.1 + rng.Float64()
			}
		}
		_, high := least(t, p)
		o := ProjectOptions{NetOptions: NetOptions{Epsilon: 0.1}, Delta: 0.5, Principal: true, Dimensions: rng.IntN(3)}
		if run%3 == 2 {
			o.Dimensions = 1 + rng.IntN(2)
		}
		r, err := Project(context.Background(), p, o)
		if err != nil || !r.Complete || r.Delta != 0 {
			t.Fatalf("run %d: %+v, %v", run, r, err)
		}
		if r.TrainingError > high+r.Epsilon*(1+1e-9)+1e-12 || norm(r.Network.Units[0].Weights) > 1+1e-9 {
			t.Errorf("run %d: error %v, least %v, ε %v", run, r.TrainingError, high, r.Epsilon)
		}
		if r.Plan.Dimensions < r.Plan.Inputs {
			projected++
		}
	}
	if projected < 60 {
		t.Errorf("only %d were projected", projected)
	}
}

// TestPrincipalAxesHelp where nothing else ends: 40 inputs near a plane.
func TestPrincipalAxesHelp(t *testing.T) {
	rng := newRand(t, 34)
	p := flat(rng, 40, 60, 0.0005)
	o := NetOptions{Epsilon: p.meanSquare() / 8, NodeLimit: 1e5}
	if _, err := Net(context.Background(), p, o); err == nil {
		t.Error("the net alone was not refused")
	}
	if _, err := Project(context.Background(), p, ProjectOptions{NetOptions: o, Delta: 0.05}); err == nil {
		t.Error("nor was a random projection")
	}
	r, err := Project(context.Background(), p, ProjectOptions{NetOptions: o, Delta: 0.05, Principal: true})
	if err != nil || r.Plan.Dimensions > 3 || r.Epsilon > o.Epsilon {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestRandomAxesAreTooMany: whatever promises less error than half of what the answer 0 has projects to at least 40 axes at
// random, and a net of these has more than 10^30 cells. So where a net ends, nothing was projected.
func TestRandomAxesAreTooMany(t *testing.T) {
	rng := newRand(t, 35)
	for _, m := range []int{2, 30, 1000} {
		p := random(rng, []int{1}, 2000, m, 0)
		for _, share := range []float64{0.5, 0.1, 0.01} {
			for _, realizable := range []bool{true, false} {
				plan := p.Plan(ProjectOptions{NetOptions: NetOptions{Epsilon: share * p.meanSquare()}, Delta: 0.5, Realizable: realizable})
				if plan.Dimensions == plan.Inputs {
					continue
				}
				small := p.projected(gaussian(plan, rng), plan)
				if cells := small.Cells(plan.NetEpsilon); plan.Dimensions < 40 || cells < 1e30 {
					t.Errorf("%d rows, ε = %v of the labels' size: %d axes, %.3g cells", m, share, plan.Dimensions, cells)
				}
			}
		}
	}
}
