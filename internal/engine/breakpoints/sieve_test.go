package breakpoints_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
	"relucert/internal/thorough"
)

// always is for spans, half the time with hinges whatever these are worth.
func always(rng *rand.Rand, inputs, spans int) (back func()) {
	few := breakpoints.AlwaysSpans(inputs, spans)
	if rng.IntN(2) == 0 {
		return few
	}
	hinges := breakpoints.AlwaysHinges()
	return func() { hinges(); few() }
}

// TestSieveAgainstBruteForce: in spans first, too.
func TestSieveAgainstBruteForce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range *cases {
		back := always(rng, 2, 1+rng.IntN(4))
		k := 1 + rng.IntN(3)
		check(t, i, random(rng, 14-2*k), k, randomSigns(rng, k))
		if back(); t.Failed() {
			return
		}
	}
}

// TestSieveAgainstFine: bounds and errors with spans first and without agree.
func TestSieveAgainstFine(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range *cases / thorough.Of(1, 3) {
		d := large(rng)
		k := 1 + rng.IntN(3)
		class := breakpoints.Class{Units: k, Signs: randomSigns(rng, k)}
		want := path(t, d, class)
		back := always(rng, 2, 1+rng.IntN(30))
		got := path(t, d, class)
		back()
		for c := range got {
			a, b := want[c], got[c]
			near := 1e-7*a.SSE + 1e-10*total(d)
			open := c >= k-rng01(d) && a.Lower > a.SSE-near && (b.Lower < b.SSE-near || b.Status != a.Status)
			if b.SSE < a.Lower-near || a.SSE < b.Lower-near || open {
				t.Fatalf("case %d, %d units %v: [%.12g, %.12g] became [%.12g, %.12g], status %d\nx %v\ny %v\nw %v", i, c, class.Signs, a.Lower, a.SSE, b.Lower, b.SSE, b.Status, d.X, d.Y, d.Weights)
			}
		}
	}
}

func path(t *testing.T, d *dataset.Dataset, class breakpoints.Class) []breakpoints.Fit {
	t.Helper()
	e, err := breakpoints.New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return e.Run(context.Background(), class, breakpoints.Options{Gap: 1e-8, Floor: 1e-11 * total(d), Workers: 2, From: class.Units - rng01(d), Nodes: 300})
}

// rng01 is 0 or 1, by the data.
func rng01(d *dataset.Dataset) int { return len(d.X) % 2 }

// large is data of some fifty rows, with ties, weights, jumps.
func large(rng *rand.Rand) *dataset.Dataset {
	if rng.IntN(3) == 0 {
		return random(rng, 40)
	}
	d := sample(rng)
	for i := range d.X {
		if rng.IntN(8) == 0 && i > 0 {
			d.X[i] = d.X[i-1]
		}
		if i > 30 {
			d.Y[i] += float64(rng.IntN(2))
		}
	}
	return d
}

// TestSieveHidesNothing: from a cutoff above it, the search finds the optimum.
func TestSieveHidesNothing(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range *cases {
		k := 1 + rng.IntN(3)
		d, signs := random(rng, 15-2*k), randomSigns(rng, k)
		want, size := bruteForce(d, k, signs), total(d)
		if inputs(d) < 3 || want < 1e-9*size {
			continue
		}
		e, err := breakpoints.New(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		back := always(rng, 2, 1+rng.IntN(4))
		f := e.SearchBelow(breakpoints.Class{Units: k, Signs: signs}, breakpoints.Options{Gap: 1e-9, Nodes: enough}, want*(1+[]float64{1e-6, 0.05, 1}[rng.IntN(3)])+1e-9*size)
		back()
		if sse := f.Network.SSE(d); sse > want*(1+1e-8)+1e-10*size || f.Lower > want+1e-10*size || f.Lower < want*(1-1e-7)-1e-9*size {
			t.Fatalf("case %d, %d units %v: want %.12g, got %.12g, bound %.12g, status %d nodes %d\nx %v\ny %v\nw %v", i, k, signs, want, sse, f.Lower, f.Status, f.Nodes, d.X, d.Y, d.Weights)
		}
	}
}
