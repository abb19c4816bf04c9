package kernel

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

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

// random has m weighted samples in the unit ball with labels of a random unit, and noise.
func random(rng *rand.Rand, n, m int, noise float64) *dataset.Dataset {
	d := &dataset.Dataset{Features: make([]string, n), Target: "y"}
	w := make([]float64, n)
	for c := range w {
		w[c], d.Features[c] = rng.NormFloat64(), string(rune('a'+c))
	}
	for range m {
		x := make([]float64, n)
		for c := range x {
			x[c] = (2*rng.Float64() - 1) / math.Sqrt(float64(n))
		}
		d.X, d.Y = append(d.X, x...), append(d.Y, max(0, linalg.Dot(w, x))+noise*rng.NormFloat64())
		d.Weights = append(d.Weights, 0.2+rng.Float64())
	}
	return d
}

// TestLearnIsWithinEpsilon of the certified best unit, always.
func TestLearnIsWithinEpsilon(t *testing.T) {
	rng := newRand(t, 1)
	worst := math.Inf(-1)
	for run := range 200 {
		d := random(rng, 1+run%3, 10+rng.IntN(30), []float64{0, 0.3}[run%2])
		o := Options{Epsilon: 0.1, NormBound: 0.5 + rng.Float64(), Bias: run%4 == 0}
		m, err := Learn(context.Background(), d, o)
		if err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		r, err := relucert.Fit(context.Background(), relucert.Problem{Data: d, Class: network.Class{Units: 1, NoBias: !o.Bias, Output: network.None, NormBound: o.NormBound}}, relucert.Options{Gap: 1e-4})
		if err != nil {
			t.Fatal(err)
		}
		worst = max(worst, m.TrainingError-r.TrainingError)
		if m.TrainingError > r.TrainingError+o.Epsilon {
			t.Errorf("run %d: error %v, the best unit's %v, degree %d", run, m.TrainingError, r.TrainingError, m.Degree)
		}
		if got := errorOf(m, d); math.Abs(got-m.TrainingError) > 1e-6*(1+got) {
			t.Errorf("run %d: error %v, stated %v", run, got, m.TrainingError)
		}
	}
	t.Logf("at most %.3g above the best unit", worst)
}

func errorOf(m *Model, d *dataset.Dataset) float64 {
	sum := 0.0
	for i, share := range shares(d) {
		r := m.Predict(d.Row(i)) - d.Y[i]
		sum += share * r * r
	}
	return sum
}

// TestPolynomial is within α of the ReLU, and no degree is wasted by a factor of 3.
func TestPolynomial(t *testing.T) {
	for _, alpha := range []float64{0.4, 0.1, 0.03, 0.02} {
		p, ok := approximateReLU(alpha)
		if !ok {
			t.Fatal(alpha)
		}
		c, worst := monomials(p.degree/2), 0.0
		for at := -1.0; at <= 1; at += 1e-3 {
			value := 0.0
			for i := len(c) - 1; i >= 0; i-- {
				value = value*at + c[i]
			}
			worst = max(worst, math.Abs(value-max(0, at)))
		}
		if worst > alpha || p.degree > 2 && worst < alpha/3 {
			t.Errorf("α %v, degree %d: off by %v", alpha, p.degree, worst)
		}
	}
}

// TestNorm: the least norm of a function with the values of p(⟨w, ·⟩) at some points
// is (vᵀK⁻¹v)^½, at most β if ‖w‖ ≤ 1, and nearly β where w is a point's direction.
func TestNorm(t *testing.T) {
	rng, nearest := newRand(t, 4), 0.0
	for range 100 {
		p, _ := approximateReLU(0.15)
		c, points := monomials(p.degree/2), []float64{}
		gram, values := mat.NewSymDense(3, nil), mat.NewVecDense(3, nil)
		for i := range 3 {
			points = append(points, 2*rng.Float64()-1)
			for d, v := range c {
				values.SetVec(i, values.AtVec(i)+v*math.Pow(points[i], float64(d)))
			}
			for j := range i + 1 {
				gram.SetSym(i, j, kernel(points[i]*points[j], p.degree))
			}
		}
		var factor mat.Cholesky
		if !factor.Factorize(gram) || factor.Cond() > 1e8 {
			continue
		}
		solved := mat.NewVecDense(3, nil)
		factor.SolveVecTo(solved, values)
		share := math.Sqrt(mat.Dot(solved, values)) / p.norm
		if nearest = max(nearest, share); share > 1+1e-6 {
			t.Errorf("norm %v of β", share)
		}
	}
	if nearest < 0.9 {
		t.Errorf("at most %v of β: the bound is loose", nearest)
	}
}

func TestLearnRefuses(t *testing.T) {
	d := random(newRand(t, 2), 2, 30, 0.5)
	copy(d.X[2:], d.X[:2]) // two labels for one row
	cases := []struct {
		o    Options
		want string
	}{
		{Options{Epsilon: 0, NormBound: 1}, "additive error must be"},
		{Options{Epsilon: 1, NormBound: math.Inf(1)}, "norm bound must be"},
		{Options{Epsilon: 1e-12, NormBound: 1}, "too large for float64"},
		{Options{Epsilon: 3e-3, NormBound: 1}, "too small for float64"},
	}
	for _, c := range cases {
		if _, err := Learn(context.Background(), d, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.o, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Learn(ctx, d, Options{Epsilon: 1, NormBound: 1}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestModelRoundTrip(t *testing.T) {
	m, err := Learn(context.Background(), random(newRand(t, 3), 2, 20, 0.1), Options{Epsilon: 0.2, NormBound: 1, Bias: true})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kernel.json")
	f, _ := os.Create(path)
	if err := m.Write(f); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if back, err := LoadModel(path); err != nil || !reflect.DeepEqual(back, m) {
		t.Errorf("%v: read back %+v", err, back)
	}
}

func TestLoadModelRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":               "not a relucert kernel model",
		`{"format":"x"}`: "not a relucert kernel model",
		`{"format":"relucert-kernel-model","version":9}`:                                                                             "version 9",
		`{"format":"relucert-kernel-model","version":1,"degree":-1}`:                                                                 "degree",
		`{"format":"relucert-kernel-model","version":1,"degree":2,"radius":1}`:                                                       "do not fit",
		`{"format":"relucert-kernel-model","version":1,"colour":1}`:                                                                  "unknown field",
		`{"format":"relucert-kernel-model","version":1,"degree":2,"radius":1,"features":["a"],"samples":[[1,2]],"coefficients":[1]}`: "sample 1",
	} {
		path := filepath.Join(t.TempDir(), "kernel.json")
		os.WriteFile(path, []byte(text), 0o666)
		if _, err := LoadModel(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// TestSumsOfUnits: within ε of sums of units in the class: of random ones, of the certified best with a = (±1, …)/√k, and of
// the planted one.
func TestSumsOfUnits(t *testing.T) {
	rng := newRand(t, 11)
	for run := range 60 {
		n, k := 1+run%2, 2+run%3
		d, planted := sums(rng, n, k, 25, []float64{0, 0.2}[run%2])
		m, err := Learn(context.Background(), d, Options{Epsilon: 0.15, NormBound: 1, Units: k})
		if err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		best := planted
		if k == 2 {
			r, err := relucert.Fit(context.Background(), relucert.Problem{Data: d, Class: network.Class{Units: k, NoBias: true, Output: network.None, NormBound: 1 / math.Sqrt(float64(k))}}, relucert.Options{Gap: 1e-3, NodeLimit: 20_000})
			if err != nil {
				t.Fatal(err)
			}
			best = min(best, r.TrainingError)
		}
		if got := errorOf(m, d); got > best+0.15 || math.Abs(got-m.TrainingError) > 1e-6 {
			t.Errorf("run %d: error %v, stated %v, a sum of %d units has %v", run, got, m.TrainingError, k, best)
		}
	}
}

// sums is samples with labels of a random sum of k units, ‖a‖ = 1, and its training error.
func sums(rng *rand.Rand, n, k, m int, noise float64) (*dataset.Dataset, float64) {
	d, a := random(rng, n, m, 0), inBall(rng.NormFloat64, k, 1)
	var units [][]float64
	for range k {
		units = append(units, inBall(rng.NormFloat64, n, 1))
	}
	square, scale := 0.0, shares(d)
	for i := range d.Y {
		e := noise * rng.NormFloat64()
		d.Y[i] = e
		for j, w := range units {
			d.Y[i] += a[j] * max(0, linalg.Dot(w, d.Row(i)))
		}
		square += scale[i] * e * e
	}
	return d, square
}

// TestFreshRows: on a distribution of few points, the mean error over draws of m samples is within what fresh.go proves for
// any m: (1 + Cκ²/(λm))²(L* + ε); and m' is where that is L* + 2ε.
func TestFreshRows(t *testing.T) {
	rng := newRand(t, 12)
	for run := range 12 {
		reliable := run%2 == 1
		all := random(rng, 2, 6, 0.3)
		all.Weights = nil
		if reliable {
			for i := range all.Y {
				all.Y[i] = max(0, all.Y[i])
			}
		}
		o := Options{Epsilon: 0.2, NormBound: 1, Reliable: reliable}
		plan, err := NewPlan(all, o)
		if err != nil {
			t.Fatal(err)
		}
		least, unit := bestOnGrid(all, reliable), plan.Radius*plan.Radius
		q := float64(plan.Degree+1) * max(1, plan.Price) / (plan.Ridge * plan.FreshSamples)
		if z := meanSquare(all); (1+q)*(1+q)*(z+0.2) > z+0.4+1e-9 {
			t.Errorf("run %d: m' = %v is too few", run, plan.FreshSamples)
		}
		for _, m := range []int{5, 40} {
			mean := 0.0
			const draws = 60
			for range draws {
				mean += onAll(all, drawn(rng, all, m), o, plan) / draws
			}
			inflation := 1 + float64(plan.Degree+1)*max(1, plan.Price)/(plan.Ridge*float64(m))
			if limit := inflation * inflation * (least + 0.2); mean > limit {
				t.Errorf("run %d, m %d: %v on average, above %v (unit %v)", run, m, mean, limit, unit)
			}
		}
	}
}

// drawn is m rows of d.
func drawn(rng *rand.Rand, d *dataset.Dataset, m int) *dataset.Dataset {
	out := &dataset.Dataset{Features: d.Features}
	for range m {
		i := rng.IntN(d.Rows())
		out.X, out.Y = append(out.X, d.Row(i)...), append(out.Y, d.Y[i])
	}
	return out
}

// onAll learns from part with all's plan, and measures on all.
func onAll(all, part *dataset.Dataset, o Options, plan Plan) float64 {
	m := newModel(part, o, plan)
	gram, _ := m.gram(context.Background())
	solve := m.learn
	if o.Reliable {
		solve = m.learnReliably
	}
	if _, err := solve(context.Background(), gram, part, plan); err != nil {
		panic(err)
	}
	if !o.Reliable {
		return errorOf(m, all)
	}
	positive, wrong := reliableErrors(m, all)
	return positive + plan.Price*plan.Margin*plan.Margin*wrong
}

// reliableErrors are those of labels above 0, and the share of false positives.
func reliableErrors(m *Model, d *dataset.Dataset) (positive, wrong float64) {
	for i, share := range shares(d) {
		h := m.Predict(d.Row(i))
		if y := d.Y[i]; y > 0 {
			positive += share * (h - y) * (h - y)
		} else if h > 0 {
			wrong += share
		}
	}
	return positive, wrong
}

// bestOnGrid is the least error of units on a grid of directions and lengths in the plane, of those that are 0 on the labels
// 0 if reliable.
func bestOnGrid(d *dataset.Dataset, reliable bool) float64 {
	best := math.Inf(1)
	for direction := range 720 {
		angle := math.Pi * float64(direction) / 360
		w := []float64{math.Cos(angle), math.Sin(angle)}
		for length := range 21 {
			sum, allowed := 0.0, true
			for i, share := range shares(d) {
				f := float64(length) / 20 * max(0, linalg.Dot(w, d.Row(i)))
				if !reliable || d.Y[i] > 0 {
					sum += share * (f - d.Y[i]) * (f - d.Y[i])
				} else if f > 1e-12 {
					allowed = false
				}
			}
			if allowed {
				best = min(best, sum)
			}
		}
	}
	return best
}

// TestReliable: within ε of the best unit that is 0 where the label is, and hardly above 0 there.
func TestReliable(t *testing.T) {
	rng, sharp, learned := newRand(t, 13), 0, 0
	for run := range 60 {
		d := random(rng, 2, 10+rng.IntN(40), 0.2)
		for i := range d.Y {
			if d.Y[i] = max(0, d.Y[i]); run%3 == 0 && rng.IntN(3) == 0 {
				d.Y[i] = 0 // where the unit is on
			}
		}
		o := Options{Epsilon: 0.12 + 0.2*rng.Float64(), NormBound: 1, Reliable: true}
		m, err := Learn(context.Background(), d, o)
		if err != nil && strings.Contains(err.Error(), "too small for float64") {
			continue
		}
		if err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		learned++
		positive, wrong := reliableErrors(m, d)
		if math.Abs(positive-m.TrainingError) > 1e-7 || math.Abs(wrong-m.FalsePositives) > 1e-9 {
			t.Errorf("run %d: stated %v and %v, measured %v and %v", run, m.TrainingError, m.FalsePositives, positive, wrong)
		}
		best := bestOnGrid(d, true)
		if positive > best+o.Epsilon || wrong > o.Epsilon/m.Radius/m.Radius {
			t.Errorf("run %d: error %v, best %v, ε %v, %v false", run, positive, best, o.Epsilon, wrong)
		}
		o.Reliable = false
		if m, err := Learn(context.Background(), d, o); err == nil {
			if _, wrong := reliableErrors(m, d); wrong > o.Epsilon/m.Radius/m.Radius {
				sharp++
			}
		}
	}
	t.Logf("%d of 60 within float64, %d where the usual learner is not reliable", learned, sharp)
	if learned < 40 {
		t.Error("too few")
	}
	if sharp == 0 {
		t.Error("the usual learner is as reliable: the test says nothing")
	}
}

// TestPlanOfSums: k of the planned polynomials, with Σ|a_j| = √k, are within α of k units together.
func TestPlanOfSums(t *testing.T) {
	d := random(newRand(t, 14), 2, 20, 0.2)
	for _, k := range []int{1, 2, 5, 9} {
		plan, err := NewPlan(d, Options{Epsilon: 0.3, NormBound: 1, Units: k})
		if err != nil {
			t.Fatal(err)
		}
		unit := plan.Radius * plan.Radius
		alpha := math.Sqrt(meanSquare(d)/unit+0.15/unit) - math.Sqrt(meanSquare(d)/unit)
		c, worst, square := monomials(plan.Degree/2), 0.0, 0.0
		for at := -1.0; at <= 1; at += 1e-3 {
			value := 0.0
			for i := len(c) - 1; i >= 0; i-- {
				value = value*at + c[i]
			}
			worst = max(worst, math.Abs(value-max(0, at)))
		}
		for _, v := range c {
			square += v * v
		}
		if got := math.Sqrt(float64(k)) * worst; got > alpha || got < alpha/3 || plan.RKHSNorm < math.Sqrt(float64(k)*square)*(1-1e-12) {
			t.Errorf("k %d, degree %d: off by %v of %v, norm %v", k, plan.Degree, got, alpha, plan.RKHSNorm)
		}
	}
}
