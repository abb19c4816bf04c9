package relucert_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
)

// TestCases: tables that people brought and that once failed, with what is right for each.
func TestCases(t *testing.T) {
	for _, c := range []struct {
		file    string
		problem relucert.Problem
		weights string
		sse     float64 // NaN: not known
	}{
		{file: "us_us.csv", problem: broken(2), sse: 2.151015},
		{file: "us_us_shifted.csv", problem: broken(2), sse: 2.151015},
		{file: "us_us.csv", problem: broken(1), sse: 2.794968},
		{file: "big53.csv", problem: broken(1), sse: 0},
		{file: "unix_s.csv", problem: broken(2), sse: 2.327895},
		{file: "unix_s_shift.csv", problem: broken(2), sse: 2.327895},
		{file: "many_breaks_jd.csv", problem: broken(3), sse: 880.288755},
		{file: "met1e8.csv", problem: broken(1), sse: 16.28181},
		{file: "yyyymmdd.csv", problem: broken(1), sse: 5.540264},
		{file: "so29382903.csv", problem: broken(2), sse: 5.357143e-5},
		{file: "tinyx.csv", problem: broken(2), sse: 2928749},
		{file: "datenow_line.csv", problem: broken(1), sse: 0},
		{file: "zero_row_nan.csv", problem: relucert.Problem{Class: network.Class{Signs: []int{-1}, NormBound: 1, NoBias: true, Output: network.None}}, weights: "w", sse: math.NaN()},
		{file: "zero_row_refused.csv", problem: relucert.Problem{Class: network.Class{Signs: []int{1}, NormBound: 10, NoBias: true, Output: network.None}}, sse: math.NaN()},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", c.file))
		if err != nil {
			t.Fatal(err)
		}
		header := strings.Split(strings.SplitN(string(text), "\n", 2)[0], ",")
		columns := dataset.Options{Features: header[:1], Target: header[len(header)-1], Weights: c.weights}
		r, err := honest(t.Context(), c.problem, relucert.Options{Gap: 1e-6, NodeLimit: 5000}, string(text), columns, t.Errorf)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if r.Status != relucert.Optimal {
			t.Errorf("%s: %v, gap %g", c.file, r.Status, r.Gap())
		}
		if !math.IsNaN(c.sse) && math.Abs(r.SSE-c.sse) > 2e-6*c.sse+1e-12 {
			t.Errorf("%s: SSE %.9g, not %.9g", c.file, r.SSE, c.sse)
		}
	}
}

func broken(units int) relucert.Problem {
	return relucert.Problem{Class: network.Class{Units: units, Output: network.Affine}}
}

// TestOffsetsChangeNothing: a decimal added to every input, and one to every label, changes no
// SSE, no bound and no node, whatever its size beyond a few thousand ranges; and no more than the
// gap against none.
func TestOffsetsChangeNothing(t *testing.T) {
	for seed := range thorough.Of(uint64(40), 15) {
		rng := rand.New(rand.NewPCG(seed, 1015))
		x, y := make([]int64, 12+rng.IntN(60)), make([]float64, 0)
		for i := range x {
			x[i] = int64(3*i) + rng.Int64N(3)
			u := float64(i) / float64(len(x))
			y = append(y, math.Round(1000*(2*u-5*max(0, u-0.4)+0.3*rng.NormFloat64())))
		}
		p := relucert.Problem{Class: network.Class{Units: 1 + rng.IntN(2), Output: []network.OutputPart{network.Intercept, network.Affine}[rng.IntN(2)]}}
		at := func(inputs, labels int64) *relucert.Result {
			text := "x,y\n"
			for i := range x {
				text += fmt.Sprintf("%d,%d\n", x[i]+inputs, int64(y[i])+labels)
			}
			r, err := honest(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: 20000}, text, dataset.Options{Features: []string{"x"}, Target: "y"}, t.Errorf)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			return r
		}
		plain := at(0, 0)
		near := at(5_000_000, 40_000_000)
		far := at(100_000_000_000_000_000, -300_000_000_000_000_000)
		if near.SSE != far.SSE || near.SSELower != far.SSELower || near.Nodes != far.Nodes {
			t.Errorf("seed %d: %g, %g, %d nodes; farther %g, %g, %d", seed, near.SSE, near.SSELower, near.Nodes, far.SSE, far.SSELower, far.Nodes)
		}
		if math.Abs(plain.SSE-far.SSE) > 2*tightGap*plain.SSE || plain.Status != far.Status {
			t.Errorf("seed %d: SSE %.9g, %v; with offsets %.9g, %v", seed, plain.SSE, plain.Status, far.SSE, far.Status)
		}
	}
}
