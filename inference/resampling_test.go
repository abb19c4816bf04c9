package inference_test

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
)

// Bootstraps agree with linearisation where its assumptions hold, and do not depend on threads.
func TestBootstrap(t *testing.T) {
	p := made(fixed(), 120, 0.1, false)
	_, l := fitted(t, p)
	wald, err := l.Estimates(0.9)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []inference.Resampling{inference.Residuals, inference.Pairs, inference.Blocks} {
		b := inference.Bootstrap{Kind: kind, Draws: 200, Seed: 7}
		r, err := b.Run(t.Context(), *p, l, relucert.Options{NodeLimit: enough})
		if err != nil {
			t.Fatal(err)
		}
		all := r.Estimates(l, 0.9)
		for i, e := range all {
			if ratio := e.SE / wald[i].SE; ratio < 0.6 || ratio > 1.6 {
				t.Errorf("kind %d, %s: SE %g by draws, %g by linearisation", kind, e.Name, e.SE, wald[i].SE)
			}
		}
		b.Threads = 2
		again, err := b.Run(t.Context(), *p, l, relucert.Options{NodeLimit: enough})
		if err != nil || again.Estimates(l, 0.9)[0] != all[0] {
			t.Errorf("two threads draw otherwise: %v", err)
		}
	}
}

// A line has no breakpoint, and a broken one has one.
func TestTests(t *testing.T) {
	bent := made(fixed(), 60, 0.2, false)
	straight := made(fixed(), 60, 0.2, false)
	for i, x := range straight.Data.X {
		straight.Data.Y[i] += 5 * max(0, x-0.4)
	}
	for _, normal := range []bool{true, false} {
		d := inference.Draws{Number: 99, Normal: normal, Threads: 2}
		b, err := d.TestBreakpoints(t.Context(), *bent, 0, 1, relucert.Options{NodeLimit: enough})
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.TestBreakpoints(t.Context(), *straight, 0, 1, relucert.Options{NodeLimit: enough})
		if err != nil {
			t.Fatal(err)
		}
		if b.P != 0.01 || s.P < 0.02 || s.Statistic >= b.Statistic {
			t.Errorf("normal %v: p = %g of a broken line, %g of a straight one", normal, b.P, s.P)
		}
	}
	bent.Units = 2
	path, err := relucert.FitPath(t.Context(), *bent, 0, relucert.Options{NodeLimit: enough})
	if err != nil {
		t.Fatal(err)
	}
	c, err := inference.Draws{Number: 99, Threads: 2}.Sequence(t.Context(), path, *bent, 0.05, relucert.Options{NodeLimit: enough})
	if err != nil || c.All[c.Chosen].Name != "1" || len(c.Tests) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// Under the null p is uniform: of 40 straight lines few have a small one.
func TestLevel(t *testing.T) {
	random, small := random(t), 0
	for range 40 {
		p := made(random, 25, 0.2, false)
		for i, x := range p.Data.X {
			p.Data.Y[i] += 5 * max(0, x-0.4)
		}
		test, err := inference.Draws{Number: 19, Normal: true, Threads: 2}.TestBreakpoints(t.Context(), *p, 0, 1, relucert.Options{NodeLimit: enough})
		if err != nil {
			t.Fatal(err)
		}
		if test.P <= 0.1 {
			small++
		}
	}
	if small > 14 { // 40 draws of probability 0.1: more than 14 once in 40,000 times
		t.Errorf("p ≤ 0.1 in %d of 40 straight lines", small)
	}
}

func TestChoose(t *testing.T) {
	p := made(fixed(), 100, 0.1, false)
	p.Units = 3
	path, err := relucert.FitPath(t.Context(), *p, 0, relucert.Options{NodeLimit: enough})
	if err != nil {
		t.Fatal(err)
	}
	c, err := inference.Choose(path, p, inference.BIC)
	if err != nil {
		t.Fatal(err)
	}
	if c.All[c.Chosen].Name != "1" || !c.Proved {
		t.Errorf("%+v", c)
	}
	for _, each := range c.All {
		if l, _ := inference.Of(p, each.Fit.Network); strconv.Itoa(len(l.Kinks)) == each.Name {
			m := 100.0
			if want := l.Goodness().BIC - m*(math.Log(2*math.Pi)+1) - math.Log(m); !near(each.Value, want, 1e-6) {
				t.Errorf("%s units: BIC %g, by likelihood %g", each.Name, each.Value, want)
			}
		}
	}
	// A bound that leaves room for another number makes the choice unproved.
	path.Fits[0].SSELower = path.Fits[1].SSE / 2
	if c, _ = inference.Choose(path, p, inference.BIC); c.Proved || c.All[c.Chosen].Name != "1" {
		t.Error("proved, though a line may be better")
	}
}

func TestCrossValidate(t *testing.T) {
	p := made(fixed(), 100, 0.1, true)
	p.Units = 2
	path, err := relucert.FitPath(t.Context(), *p, 0, relucert.Options{NodeLimit: enough})
	if err != nil {
		t.Fatal(err)
	}
	for _, folds := range []inference.Folds{{Number: 5}, {Number: 5, Rolling: true}} {
		c, err := inference.CrossValidate(t.Context(), path, *p, folds, relucert.Options{NodeLimit: enough})
		if err != nil {
			t.Fatal(err)
		}
		if c.Chosen == 0 || c.Proved || c.All[0].Value < 2*c.All[1].Value {
			t.Errorf("%+v", c)
		}
	}
	if _, err := inference.CrossValidate(t.Context(), path, *p, inference.Folds{Number: 1}, relucert.Options{NodeLimit: enough}); err == nil {
		t.Error("one fold was not refused")
	}
}

// TestMostFolds: the number that an error names is possible, as one sample a fold is, and one more is not.
func TestMostFolds(t *testing.T) {
	p := made(fixed(), 9, 0.1, false)
	path, err := relucert.FitPath(t.Context(), *p, 0, relucert.Options{NodeLimit: enough})
	if err != nil {
		t.Fatal(err)
	}
	for rolling, most := range map[bool]int{false: 9, true: 3} {
		for number, ok := range map[int]bool{most: true, most + 1: false} {
			_, err := inference.CrossValidate(t.Context(), path, *p, inference.Folds{Number: number, Rolling: rolling}, relucert.Options{NodeLimit: enough})
			if (err == nil) != ok || !ok && err.Error() != fmt.Sprintf("9 samples are in 2 to %d folds, not %d", most, number) {
				t.Errorf("%d folds, rolling %t: %v", number, rolling, err)
			}
		}
	}
}

// TestParametersAreTheSameByAllCriteria: a point that is given takes one.
func TestParametersAreTheSameByAllCriteria(t *testing.T) {
	p := made(fixed(), 30, 0.1, false)
	p.Constraints.Through = &[2]dataset.Decimal{{Mantissa: 4, Exponent: -1}, {Mantissa: 18, Exponent: -1}}
	path, err := relucert.FitPath(t.Context(), *p, 0, relucert.Options{NodeLimit: enough})
	if err != nil {
		t.Fatal(err)
	}
	opts := relucert.Options{NodeLimit: enough}
	bic, err := inference.Choose(path, p, inference.BIC)
	if err != nil {
		t.Fatal(err)
	}
	cv, err := inference.CrossValidate(t.Context(), path, *p, inference.Folds{Number: 3}, opts)
	if err != nil {
		t.Fatal(err)
	}
	seq, err := inference.Draws{Number: 1}.Sequence(t.Context(), path, *p, 0.05, opts)
	if err != nil {
		t.Fatal(err)
	}
	for k, c := range bic.All {
		if want := 1 + 2*k; c.Parameters != want || cv.All[k].Parameters != want || seq.All[k].Parameters != want {
			t.Errorf("%s breakpoints: %d by BIC, %d by cross-validation, %d by tests, want %d", c.Name, c.Parameters, cv.All[k].Parameters, seq.All[k].Parameters, want)
		}
	}
}
