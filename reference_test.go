package relucert_test

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
)

// example opens a file of ../examples.
func example(t *testing.T, file, target string, features ...string) *dataset.Dataset {
	t.Helper()
	d, _, err := dataset.Open(filepath.Join("examples", file), dataset.Options{Target: target, Features: features})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// proved solves p to tightGap, with proof, in which no network may be at fault.
func proved(t *testing.T, p relucert.Problem) *relucert.Result {
	t.Helper()
	r := confirm(t, context.Background(), p, relucert.Options{Gap: tightGap}, false)
	for _, fault := range networkFaults(p, r) {
		t.Error(fault)
	}
	if r.Status != relucert.Optimal {
		t.Errorf("status %v after %.1f s, SSE in [%.10g, %.10g]", r.Status, r.Seconds, r.SSELower, r.SSE)
	}
	return r
}

// TestReferenceValues finds again, with proof, what other programs found on real
// data. Exceptions, proved here only: the intercept row, and ozone with two
// features, where 6312.37 is the best known from elsewhere.
func TestReferenceValues(t *testing.T) {
	stagnant := example(t, "stagnant.csv", "y", "x")
	energy := example(t, "energy-daily.csv", "kwh", "temp_f")
	ozone2 := example(t, "ozone1.csv", "O3", "temp", "ibh")
	ozone3 := example(t, "ozone1.csv", "O3", "temp", "ibh", "humidity")
	for _, c := range []struct {
		name   string
		data   *dataset.Dataset
		output network.OutputPart
		units  int
		signs  []int
		want   float64
		digit  float64 // one unit in the last digit of want
		found  []int   // the signs expected of the result, if known
	}{
		{"stagnant, 1 unit", stagnant, network.Affine, 1, nil, 0.00914020, 1e-8, []int{-1}},
		{"stagnant, 2 units", stagnant, network.Affine, 2, nil, 0.00481219, 1e-8, nil},
		{"stagnant, --", stagnant, network.Affine, 0, []int{-1, -1}, 0.00481219, 1e-8, nil},
		{"stagnant, 3 units", stagnant, network.Affine, 3, nil, 0.004513, 1e-6, nil},
		{"energy, 1 unit", energy, network.Affine, 1, nil, 39928.31, 0.01, nil},
		{"energy, 2 units", energy, network.Affine, 2, nil, 38029.59, 0.01, nil},
		{"energy, ++", energy, network.Affine, 0, []int{1, 1}, 38029.59, 0.01, nil},
		{"energy, +-", energy, network.Affine, 0, []int{1, -1}, 39928.31, 0.01, nil},
		{"energy, ++, no output", energy, network.None, 0, []int{1, 1}, 39029.54, 0.01, nil},
		{"energy, ++, intercept", energy, network.Intercept, 0, []int{1, 1}, 38036.10, 0.01, nil},
		{"ozone, 2 features", ozone2, network.Affine, 1, nil, 6312.10, 0.01, nil},
		{"ozone, 3 features", ozone3, network.Affine, 1, nil, 5497.97, 0.01, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "energy, +-" && !thorough.Tests() {
				t.Skip("signs that data contradict: more than 100,000 nodes")
			}
			p := relucert.Problem{Data: c.data, Class: network.Class{Units: c.units, Signs: c.signs, Output: c.output}}
			r := proved(t, p)
			t.Logf("SSE %.10g, lower %.10g, %d nodes, %.2f s", r.SSE, r.SSELower, r.Nodes, r.Seconds)
			if math.Abs(r.SSE-c.want) > c.digit+tightGap*c.want {
				t.Errorf("SSE %.10g, want %.10g", r.SSE, c.want)
			}
			for j, sign := range c.found {
				if r.Network.Units[j].Sign != sign {
					t.Errorf("unit %d has sign %d, want %d", j+1, r.Network.Units[j].Sign, sign)
				}
			}
		})
	}
}

// TestReferenceBreakpoints compares where stagnant's broken lines bend with R's
// segmented.
func TestReferenceBreakpoints(t *testing.T) {
	d := example(t, "stagnant.csv", "y", "x")
	for _, want := range [][]float64{{0.0411}, {-0.15245, 0.31269}} {
		r := proved(t, relucert.Problem{Data: d, Class: network.Class{Units: len(want), Output: network.Affine}})
		for _, b := range want {
			nearest := math.Inf(1)
			for _, u := range r.Network.Units {
				nearest = min(nearest, math.Abs(-u.Bias/u.Weights[0]-b))
			}
			if nearest > 1e-4 {
				t.Errorf("%d units: no breakpoint at %g, the nearest is %g away", len(want), b, nearest)
			}
		}
	}
}

// TestBlockedVariablesAreReleased ends where units of opposite sign nearly
// cancel: a step of the node solver once left all variables blocked at their
// limits there, and the search went on for ever.
func TestBlockedVariablesAreReleased(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("tens of thousands of nodes")
	}
	p := relucert.Problem{Data: example(t, "ozone1.csv", "O3", "temp", "ibh"), Class: network.Class{Units: 2, Output: network.Affine}}
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, NodeLimit: 60_000})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != relucert.Optimal || math.Abs(r.SSE-6020.638) > 0.001 {
		t.Errorf("%v after %d nodes, SSE in [%.7g, %.7g], want optimal, 6020.638", r.Status, r.Nodes, r.SSELower, r.SSE)
	}
}
