package breakpoints_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
	"relucert/internal/engine/search"
	"relucert/internal/thorough"
	"relucert/network"
)

func run(t *testing.T, d *dataset.Dataset, k, workers int) []breakpoints.Fit {
	t.Helper()
	e, err := breakpoints.New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return e.Run(context.Background(), breakpoints.Class{Units: k}, breakpoints.Options{Gap: 1e-8, Floor: 1e-12 * total(d), Workers: workers, Nodes: enough})
}

// sample is medium data that a brute force would not manage.
func sample(rng *rand.Rand) *dataset.Dataset {
	d := gen1(20+rng.IntN(40), 2, rng.Uint64())
	if rng.IntN(2) == 0 {
		for range d.X {
			d.Weights = append(d.Weights, float64(1+rng.IntN(4)))
		}
	}
	return d
}

// TestInvariance: what changes no sample changes no error.
func TestInvariance(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range max(1, *cases/40) {
		d := sample(rng)
		k := 2 + rng.IntN(2)
		want := run(t, d, k, 2)
		for name, other := range map[string]func(*dataset.Dataset) float64{
			"reversed": func(d *dataset.Dataset) float64 {
				for i := range d.X {
					d.X[i] = -d.X[i]
				}
				return 1
			},
			"scaled": func(d *dataset.Dataset) float64 {
				for i := range d.X {
					d.X[i], d.Y[i] = d.X[i]*8, d.Y[i]/4
				}
				return 1.0 / 16
			},
			"tilted": func(d *dataset.Dataset) float64 {
				for i := range d.X {
					d.Y[i] += 3*d.X[i] - 7
				}
				return 1
			},
			"split": func(d *dataset.Dataset) float64 {
				if d.Weights == nil {
					for range d.X {
						d.Weights = append(d.Weights, 1)
					}
				}
				d.Weights[3] /= 2
				d.X, d.Y, d.Weights = append(d.X, d.X[3]), append(d.Y, d.Y[3]), append(d.Weights, d.Weights[3])
				return 1
			},
		} {
			c := column(slices.Clone(d.X), slices.Clone(d.Y), slices.Clone(d.Weights))
			factor := other(c)
			for i, f := range run(t, c, k, 2) {
				a, b := want[i], f
				if b.SSE < factor*a.Lower*(1-1e-7) || factor*a.SSE < b.Lower*(1-1e-7) || b.Lower < b.SSE*(1-1e-7) {
					t.Errorf("%s, %d units: [%.12g, %.12g] became [%.12g, %.12g]", name, i, factor*a.Lower, factor*a.SSE, b.Lower, b.SSE)
				}
			}
		}
	}
}

// TestThreads: any number of them finds the same bits.
func TestThreads(t *testing.T) {
	for seed := range thorough.Of(uint64(4), 2) {
		d := gen1(120, 3, seed)
		want := run(t, d, 4, 1)
		for workers := 2; workers <= 4; workers++ {
			for i, f := range run(t, d, 4, workers) {
				if f.SSE != want[i].SSE || f.Lower != want[i].Lower || f.Nodes != want[i].Nodes {
					t.Errorf("seed %d, %d units, %d threads: %v, not %v", seed, i, workers, f, want[i])
				}
			}
		}
	}
}

// TestOffsets: far inputs give what near ones give, to the last digits.
func TestOffsets(t *testing.T) {
	read := func(offset int64) *dataset.Dataset {
		rng := rand.New(rand.NewPCG(5, 5))
		var text strings.Builder
		text.WriteString("x,y\n")
		for i := range int64(40) {
			text.WriteString(strings.Join([]string{dataset.Decimal{Mantissa: offset + i}.String(), dataset.Decimal{Mantissa: int64(rng.IntN(1000)), Exponent: -2}.String()}, ",") + "\n")
		}
		d, _, err := dataset.Read("test", strings.NewReader(text.String()), dataset.Options{Target: "y", LocalInputs: true, LocalLabels: true})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	want := run(t, read(0), 3, 2)
	for _, offset := range []int64{17e14, 17e8, -9e15} {
		for i, f := range run(t, read(offset), 3, 2) {
			if math.Abs(f.SSE-want[i].SSE) > 1e-12*f.SSE || math.Abs(f.Lower-want[i].Lower) > 1e-7*f.SSE {
				t.Errorf("offset %d, %d units: [%.15g, %.15g], not [%.15g, %.15g]", offset, i, f.Lower, f.SSE, want[i].Lower, want[i].SSE)
			}
		}
	}
}

// TestEnds: whenever the time is up, the network and the bound are valid, and after the first pass no bound is 0.
func TestEnds(t *testing.T) {
	d := noise(300, 1)
	e, err := breakpoints.New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, nodes := range []int64{1, 10} {
		for _, f := range e.Run(context.Background(), breakpoints.Class{Units: 4}, breakpoints.Options{Gap: 1e-9, Nodes: nodes, Workers: 2}) {
			if f.Lower <= 0.9*f.SSE || f.Lower > f.SSE || f.Units == 4 && f.Status != search.NodeLimit {
				t.Errorf("%d units after %d nodes: [%g, %g], status %d", f.Units, nodes, f.Lower, f.SSE, f.Status)
			}
		}
	}
	for _, limit := range []time.Duration{0, time.Millisecond, 30 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		for _, f := range e.Run(ctx, breakpoints.Class{Units: 5}, breakpoints.Options{Gap: 1e-9, Workers: 2}) {
			if f.Lower > f.SSE || f.Network == nil || f.Network.SSE(d) != f.SSE || len(f.Network.Units) != f.Units {
				t.Errorf("%d units in %v: [%g, %g]", f.Units, limit, f.Lower, f.SSE)
			}
		}
		cancel()
	}
}

// TestAgainstConic: no network of the box search is better than the optimum or below the bound.
func TestAgainstConic(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range max(1, *cases/10) {
		d := gen1(8+rng.IntN(12), 2, rng.Uint64())
		k := 2
		p := relucert.Problem{Data: d, Class: network.Class{Units: k, Output: network.Affine}}
		if rng.IntN(2) == 0 {
			p.Signs = []int{2*rng.IntN(2) - 1, 2*rng.IntN(2) - 1}
		}
		e, err := breakpoints.New(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		f := e.Run(context.Background(), breakpoints.Class{Units: k, Signs: p.Signs}, breakpoints.Options{Gap: 1e-7, Workers: 2, Nodes: enough})[k]
		other, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: relucert.Conic, NodeLimit: 3000, Threads: 2})
		if err != nil {
			t.Fatal(err)
		}
		if f.Lower > other.SSE || f.SSE > other.SSE*(1+1e-7) || f.Lower < f.SSE*(1-1e-6) {
			t.Errorf("signs %v: [%.10g, %.10g], conic [%.10g, %.10g]\nx %v\ny %v", p.Signs, f.Lower, f.SSE, other.SSELower, other.SSE, d.X, d.Y)
		}
	}
}
