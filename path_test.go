package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
)

// bends is rows samples of a broken line with two kinks, and noise.
func bends(seed uint64, rows int, noise float64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 1))
	d := &dataset.Dataset{Name: "bends.csv", Features: []string{"x"}, Target: "y"}
	for i := range rows {
		x := float64(i)
		d.X = append(d.X, x)
		d.Y = append(d.Y, max(0, x-float64(rows)/3)-2*max(0, x-float64(rows)/2)+noise*rng.NormFloat64())
	}
	return d
}

// brokenLine is the class of up to k kinks.
func brokenLine(d *dataset.Dataset, k int) relucert.Problem {
	return relucert.Problem{Data: d, Class: network.Class{Units: k, Output: network.Affine}}
}

// TestPathIsSingleFits: each result of a path is that of a fit of its own, and neither SSEs nor bounds grow.
func TestPathIsSingleFits(t *testing.T) {
	const most = 4
	for seed := range uint64(6) {
		d := bends(seed, 20+int(seed)*7, float64(seed))
		path, err := relucert.FitPath(context.Background(), brokenLine(d, most), 0, relucert.Options{Threads: 2})
		if err != nil {
			t.Fatal(err)
		}
		checkPath(t, d, path, 0, most)
		for k, got := range path.Fits[1:] {
			want, err := relucert.Fit(context.Background(), brokenLine(d, k+1), relucert.Options{Method: relucert.Breakpoints, Threads: 2})
			if err != nil {
				t.Fatal(err)
			}
			if got.SSE != want.SSE || got.Status != want.Status {
				t.Errorf("seed %d, %d units: %v, by itself %v", seed, k+1, got, want)
			}
		}
	}
}

// TestStraightLine: a path of no unit is the first step of a longer one, whatever the data.
func TestStraightLine(t *testing.T) {
	for seed := range uint64(20) {
		d := bends(seed, 1+int(seed), 1)
		if seed%5 == 4 { // one input only
			for i := range d.X {
				d.X[i] = 3
			}
		}
		straight, err := relucert.FitPath(context.Background(), brokenLine(d, 0), 0, relucert.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		longer, err := relucert.FitPath(context.Background(), brokenLine(d, 1), 0, relucert.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkPath(t, d, straight, 0, 0)
		got, want := straight.Most(), longer.Fits[0]
		if got.Status != relucert.Optimal || got.K() != 0 || math.Abs(got.SSE-want.SSE) > 1e-12*want.SSE+1e-25 {
			t.Errorf("seed %d: %v, as a step %v", seed, got, want)
		}
	}
}

// checkPath asserts what holds of any path.
func checkPath(t *testing.T, d *dataset.Dataset, path *relucert.Path, from, to int) {
	t.Helper()
	if len(path.Fits) != to-from+1 || path.Most() != path.Fits[to-from] {
		t.Fatalf("%d fits from %d to %d", len(path.Fits), from, to)
	}
	for i, r := range path.Fits {
		if units := len(r.Network.Units); units != from+i || len(r.Pieces()) > units+1 || r.Network.SSE(d) != r.SSE || r.SSELower > r.SSE {
			t.Errorf("entry %d: %v", i, r)
		}
		if i > 0 && (r.SSE > path.Fits[i-1].SSE || r.SSELower > path.Fits[i-1].SSELower) {
			t.Errorf("%v after %v", r, path.Fits[i-1])
		}
	}
}

// TestPathOfGivenSigns takes the first so many for fewer units; more units than kinks make a difference repeat the last.
func TestPathOfGivenSigns(t *testing.T) {
	d := bends(3, 12, 1)
	p := brokenLine(d, 0)
	p.Signs = []int{-1, 1, -1}
	path, err := relucert.FitPath(context.Background(), p, 1, relucert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkPath(t, d, path, 1, 3)
	for i, r := range path.Fits {
		for j, u := range r.Network.Units {
			if u.Sign != p.Signs[j] {
				t.Errorf("entry %d: unit %d has sign %d", i, j, u.Sign)
			}
		}
	}
	if path, err = relucert.FitPath(context.Background(), brokenLine(d, 30), 0, relucert.Options{}); err != nil {
		t.Fatal(err)
	}
	checkPath(t, d, path, 0, 30)
	if r := path.Most(); r.Status != relucert.Optimal {
		t.Errorf("%v through every sample", r)
	}
}

// TestPathUnderConstraints is single fits, too.
func TestPathUnderConstraints(t *testing.T) {
	d := bends(2, 25, 3)
	p := brokenLine(d, 3)
	p.Constraints.MinSamples = 5
	path, err := relucert.FitPath(context.Background(), p, 0, relucert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkPath(t, d, path, 0, 3)
	for k, got := range path.Fits[1:] {
		p.Units = k + 1
		want, err := relucert.Fit(context.Background(), p, relucert.Options{})
		if err != nil || got.SSE != want.SSE || got.Status != want.Status {
			t.Errorf("%d units: %v, by itself %v, %v", k+1, got, want, err)
		}
	}
	p.Constraints.MinSamples = 26
	if _, err := relucert.FitPath(context.Background(), p, 0, relucert.Options{}); err == nil || !strings.Contains(err.Error(), "keeps all constraints") {
		t.Errorf("a piece of more samples than there are: %v", err)
	}
}

// TestPathEndsAtLimits with a valid result for each number of units, whenever the limit strikes.
func TestPathEndsAtLimits(t *testing.T) {
	d := bends(5, 300, 100)
	for _, opts := range []relucert.Options{{TimeLimit: time.Nanosecond}, {TimeLimit: 30 * time.Millisecond}, {TimeLimit: thorough.Of(300*time.Millisecond, 100*time.Millisecond)}, {NodeLimit: 1}} {
		path, err := relucert.FitPath(context.Background(), brokenLine(d, 6), 0, opts)
		if err != nil {
			t.Fatal(err)
		}
		checkPath(t, d, path, 0, 6)
		if r := path.Most(); opts.TimeLimit > 0 && r.Status != relucert.TimeLimit {
			t.Errorf("%+v: %v", opts, r)
		}
	}
}

// TestNoPath: what is no path says why.
func TestNoPath(t *testing.T) {
	d := bends(1, 9, 1)
	two := &dataset.Dataset{Features: []string{"a", "b"}, Target: "y", X: []float64{1, 2, 3, 5}, Y: []float64{1, 2}}
	bounded, noBias, constant := brokenLine(d, 2), brokenLine(d, 2), brokenLine(d, 2)
	bounded.NormBound, noBias.NoBias, constant.Output = 1, true, network.Intercept
	sloped := brokenLine(d, 1)
	sloped.Constraints.Slopes = []relucert.Slope{{Kind: relucert.SlopeFalls}, {Kind: relucert.SlopeAny}}
	for _, c := range []struct {
		p      relucert.Problem
		from   int
		method relucert.Method
		why    string
	}{
		{brokenLine(d, 2), 3, relucert.Auto, "not of 3 to 2"},
		{brokenLine(d, 2), -1, relucert.Auto, "not of -1 to 2"},
		{brokenLine(d, 1001), 0, relucert.Auto, "a path is of 0 to 1000 units, not of 0 to 1001"},
		{brokenLine(d, 2), 0, relucert.Conic, "by method breakpoints, not conic"},
		{brokenLine(two, 2), 0, relucert.Auto, "one input column, not 2"},
		{bounded, 0, relucert.Auto, "no norm bound"},
		{sloped, 0, relucert.Auto, "set the number of breakpoints"},
		{noBias, 0, relucert.Auto, "units with a bias and an affine output part"},
		{constant, 0, relucert.Breakpoints, "units with a bias and an affine output part"},
		{brokenLine(d, 0), 1, relucert.Auto, "at least one unit"},
		{brokenLine(d, 0), 0, relucert.Conic, "by method breakpoints, not conic"},
		{brokenLine(two, 0), 0, relucert.Auto, "one input column, not 2"},
		{brokenLine(nil, 0), 0, relucert.Auto, "no samples"},
		{brokenLine(nil, 2), 0, relucert.Auto, "no samples"},
	} {
		_, err := relucert.FitPath(context.Background(), c.p, c.from, relucert.Options{Method: c.method})
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%+v from %d: %v, want %q", c.p.Class, c.from, err, c.why)
		}
	}
}
