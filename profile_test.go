package relucert_test

import (
	"context"
	"strings"
	"testing"

	"relucert"
	"relucert/network"
)

func covers(all [][2]float64, v float64) bool {
	for _, r := range all {
		if r[0] <= v && v <= r[1] {
			return true
		}
	}
	return false
}

// TestProfile: the fit's breakpoints are in their regions, the found parts in the proved ones, and both agree to a sample.
func TestProfile(t *testing.T) {
	data := example(t, "energy-daily.csv", "kwh", "temp_f")
	p := relucert.Problem{Data: data, Class: network.Class{Units: 2, Output: network.Affine}, Constraints: relucert.Constraints{MinSamples: 9}}
	path, err := relucert.FitPath(context.Background(), p, 0, relucert.Options{Profile: 1 + 4/float64(data.Rows())})
	if err != nil {
		t.Fatal(err)
	}
	for k, r := range path.Fits {
		if len(r.Profile) != k {
			t.Fatalf("%d regions of %d breakpoints", len(r.Profile), k)
		}
		for i, at := range r.Network.Breakpoints() {
			if g := r.Profile[i]; !covers(g.Inner, at) || !covers(g.Outer, at) {
				t.Errorf("breakpoint %d of %d at %g is not in %v", i+1, k, at, g)
			}
		}
		for _, g := range r.Profile {
			for i, in := range g.Inner {
				if !covers(g.Outer, in[0]) || !covers(g.Outer, in[1]) {
					t.Errorf("%v is not in %v", in, g.Outer)
				}
				if out := g.Outer[0]; i == 0 && in[0]-out[0] > 0.5 {
					t.Errorf("%v is far from %v", in, out)
				}
			}
		}
	}
}

// TestBadProfile: what has no regions is refused.
func TestBadProfile(t *testing.T) {
	line := relucert.Problem{Data: column([]float64{0, 1, 2, 3}, []float64{0, 1, 0, 2}), Class: network.Class{Units: 1, Output: network.Affine}}
	free := line
	free.Output = network.None
	for _, c := range []struct {
		p    relucert.Problem
		opts relucert.Options
		want string
	}{
		{line, relucert.Options{Profile: 0.5}, "at least 1"},
		{line, relucert.Options{Profile: 2, Method: relucert.Conic}, "only one"},
		{free, relucert.Options{Profile: 2}, "affine"},
	} {
		if r, err := relucert.Fit(context.Background(), c.p, c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q is missing in %v, %v", c.want, r, err)
		}
	}
}
