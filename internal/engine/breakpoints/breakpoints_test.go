package breakpoints_test

import (
	"context"
	"flag"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
)

var cases = flag.Int("cases", 400, "random problems of each test")

// random is tiny data: often with ties, equal rows, weights, spikes, jumps.
func random(rng *rand.Rand, most int) *dataset.Dataset {
	m := 1 + rng.IntN(most)
	d := column(nil, nil, nil)
	wide := []int{4, 8, 1000}[rng.IntN(3)]
	labels := []int{2, 5, 1000}[rng.IntN(3)]
	shape := rng.IntN(4)
	for i := range m {
		x, y := float64(rng.IntN(wide)), float64(rng.IntN(labels))
		switch shape {
		case 1: // a jump
			if i > m/2 {
				x, y = x+float64(wide), y+float64(3*labels)
			}
		case 2: // a spike
			if i == m/2 {
				y += float64(10 * labels)
			}
		}
		d.X, d.Y = append(d.X, x), append(d.Y, y)
	}
	if rng.IntN(2) == 0 {
		for range m {
			d.Weights = append(d.Weights, []float64{0.5, 1, 3, 0.01}[rng.IntN(4)])
		}
	}
	return d
}

func randomSigns(rng *rand.Rand, k int) []int {
	if rng.IntN(2) == 0 {
		return nil
	}
	signs := make([]int, k)
	for i := range signs {
		signs[i] = 2*rng.IntN(2) - 1
	}
	return signs
}

func total(d *dataset.Dataset) (sum float64) {
	for i, y := range d.Y {
		w := 1.0
		if d.Weights != nil {
			w = d.Weights[i]
		}
		sum += w * y * y
	}
	return sum
}

// enough nodes for the small problems here: some hundred are usual, and a random one that is hard fails, rather than that it hangs.
const enough = 20_000

// TestAgainstBruteForce: the bound is at most the optimum, the optimum at most the SSE, and the gap is closed.
func TestAgainstBruteForce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range *cases {
		k := 1 + rng.IntN(3)
		d := random(rng, 12-2*k)
		signs := randomSigns(rng, k)
		check(t, i, d, k, signs)
		if t.Failed() {
			return
		}
	}
}

// TestBoundsHideNothing: from a cutoff a little above it, the search finds the optimum.
func TestBoundsHideNothing(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range *cases {
		k := 1 + rng.IntN(3)
		d := random(rng, 15-2*k)
		signs := randomSigns(rng, k)
		want, size := bruteForce(d, k, signs), total(d)
		e, err := breakpoints.New(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		if inputs(d) < 3 || want < 1e-9*size {
			continue
		}
		f := e.SearchBelow(breakpoints.Class{Units: k, Signs: signs}, breakpoints.Options{Gap: 1e-9, Nodes: enough}, want*(1+[]float64{1e-6, 0.05, 1}[rng.IntN(3)])+1e-9*size)
		if sse := f.Network.SSE(d); sse > want*(1+1e-8)+1e-10*size || f.Lower > want+1e-10*size || f.Lower < want*(1-1e-7)-1e-9*size {
			t.Fatalf("case %d, %d units %v: want %.12g, got %.12g, bound %.12g, status %d nodes %d\nx %v\ny %v\nw %v", i, k, signs, want, sse, f.Lower, f.Status, f.Nodes, d.X, d.Y, d.Weights)
		}
	}
}

func inputs(d *dataset.Dataset) int {
	xs := slices.Clone(d.X)
	slices.Sort(xs)
	return len(slices.Compact(xs))
}

func check(t *testing.T, i int, d *dataset.Dataset, k int, signs []int) {
	e, err := breakpoints.New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	size := total(d)
	fits := e.Run(context.Background(), breakpoints.Class{Units: k, Signs: signs}, breakpoints.Options{Gap: 1e-9, Floor: 1e-11 * size, Workers: 2, Nodes: enough})
	for c := 0; c <= k; c++ {
		f := fits[c]
		var s []int
		if signs != nil {
			s = signs[:c]
		}
		want := bruteForce(d, c, s)
		sse := f.Network.SSE(d)
		near := 1e-10*size + 1e-8*want
		if f.Units != c || len(f.Network.Units) != c {
			t.Errorf("case %d: %d units where %d were asked for", i, len(f.Network.Units), c)
		}
		for j, sign := range s {
			if f.Network.Units[j].Sign != sign {
				t.Errorf("case %d: signs %v, got %v", i, s, f.Network.Units)
			}
		}
		if math.Abs(sse-f.SSE) > 0 || f.Lower > want+1e-10*size || sse < want-1e-10*size || sse > want+near || f.Lower < sse-near {
			t.Errorf("case %d, %d units %v: want %.12g, got %.12g (said %.12g), bound %.12g, status %d nodes %d\nx %v\ny %v\nw %v", i, c, s, want, sse, f.SSE, f.Lower, f.Status, f.Nodes, d.X, d.Y, d.Weights)
		}
	}
}
