package relucert_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
)

// change makes another problem whose least SSE is factor times that of p.
type change struct {
	name  string
	apply func(p relucert.Problem) (changed relucert.Problem, factor float64)
}

// unpack copies p's data, with weights.
func unpack(p relucert.Problem) (x [][]float64, y, weights []float64) {
	for i := range p.Data.Y {
		x = append(x, slices.Clone(p.Data.Row(i)))
		weights = append(weights, weightOf(p.Data, i))
	}
	return x, slices.Clone(p.Data.Y), weights
}

// mapped applies f to every sample.
func mapped(name string, factor float64, f func(i int, row []float64, y float64) ([]float64, float64)) change {
	return change{name, func(p relucert.Problem) (relucert.Problem, float64) {
		x, y, weights := unpack(p)
		for i := range x {
			x[i], y[i] = f(i, x[i], y[i])
		}
		p.Data = table(x, y, weights)
		return p, factor
	}}
}

func scaledColumn(name string, by float64) change {
	return mapped(name, 1, func(_ int, row []float64, y float64) ([]float64, float64) {
		row[0] *= by
		return row, y
	})
}

func scaledLabels(name string, by float64) change {
	return mapped(name, by*by, func(_ int, row []float64, y float64) ([]float64, float64) { return row, by * y })
}

var changes = []change{
	{"rows permuted", func(p relucert.Problem) (relucert.Problem, float64) {
		x, y, weights := unpack(p)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(x), func(i, j int) {
			x[i], x[j], y[i], y[j], weights[i], weights[j] = x[j], x[i], y[j], y[i], weights[j], weights[i]
		})
		p.Data = table(x, y, weights)
		return p, 1
	}},
	scaledColumn("column times 2^20", 1<<20),
	scaledColumn("column times 2^-9", 1.0/512),
	scaledColumn("column times 3.7", 3.7),
	scaledColumn("column times -3.7", -3.7),
	scaledLabels("labels times 2^30", 1<<30),
	scaledLabels("labels times 2^-13", 1.0/8192),
	scaledLabels("labels times 3.7", 3.7),
	mapped("zero column added", 1, func(_ int, row []float64, y float64) ([]float64, float64) {
		return slices.Insert(row, 0, 0), y
	}),
	mapped("first column twice", 1, func(_ int, row []float64, y float64) ([]float64, float64) {
		return append(row, row[0]), y
	}),
	mapped("inputs shifted", 1, func(_ int, row []float64, y float64) ([]float64, float64) {
		row[0] += 3.7
		return row, y
	}),
	mapped("affine function added", 1, func(_ int, row []float64, y float64) ([]float64, float64) {
		return row, y + 3.7 - 2.3*row[0]
	}),
	{"rows split", func(p relucert.Problem) (relucert.Problem, float64) {
		x, y, weights := unpack(p)
		for i := range len(x) / 2 {
			weights[i] /= 2
			x, y, weights = append(x, x[i]), append(y, y[i]), append(weights, weights[i])
		}
		p.Data = table(x, y, weights)
		return p, 1
	}},
	{"weights times 3.7", func(p relucert.Problem) (relucert.Problem, float64) {
		x, y, weights := unpack(p)
		for i := range weights {
			weights[i] *= 3.7
		}
		p.Data = table(x, y, weights)
		return p, 3.7
	}},
	{"labels and signs negated", func(p relucert.Problem) (relucert.Problem, float64) {
		x, y, weights := unpack(p)
		for i := range y {
			y[i] = -y[i]
		}
		p.Data = table(x, y, weights)
		p.Signs = slices.Clone(p.Signs)
		for j := range p.Signs {
			p.Signs[j] = -p.Signs[j]
		}
		return p, 1
	}},
}

// randomSmall has 20 samples in the plane, a noisy network's labels, a bias and
// an affine output part: all changes keep it what it is.
func randomSmall(seed uint64) relucert.Problem {
	rng := rand.New(rand.NewPCG(seed, 23))
	x, y := make([][]float64, 20), make([]float64, 20)
	for i := range x {
		x[i] = []float64{rng.NormFloat64(), 2 + rng.NormFloat64()}
		y[i] = math.Abs(x[i][0]-x[i][1]/2) + 0.5*rng.NormFloat64()
	}
	return relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 1, Output: network.Affine}}
}

// TestSameOptimum changes problems in ways that change the least SSE by a known
// factor only.
func TestSameOptimum(t *testing.T) {
	stagnant := relucert.Problem{Data: example(t, "stagnant.csv", "y", "x"), Class: network.Class{Units: 2, Output: network.Affine}}
	signed := stagnant
	signed.Signs = []int{1, -1}
	problems := []relucert.Problem{stagnant, signed}
	for seed := range thorough.Of(uint64(3), 2) {
		p := randomSmall(seed)
		if seed == 1 {
			p.Units, p.Signs = 0, []int{1, 1}
		}
		problems = append(problems, p)
	}
	for i, p := range problems {
		want := proved(t, p)
		for _, c := range changes {
			t.Run(fmt.Sprintf("%d/%s", i, c.name), func(t *testing.T) {
				changed, factor := c.apply(p)
				r := proved(t, changed)
				// Both intervals hold the least SSE: they must meet.
				slack := 1e-12 * (sumOfSquares(p.Data) + sumOfSquares(changed.Data)/factor)
				if lower, upper := r.SSELower/factor, r.SSE/factor; lower > want.SSE+slack || upper < want.SSELower-slack {
					t.Errorf("[%.12g, %.12g] divided by %g, unchanged [%.12g, %.12g]\n%s", r.SSELower, r.SSE, factor, want.SSELower, want.SSE, describe(changed))
				}
			})
		}
	}
}

// TestThreadsDoNotMatter compares runs with 1, 2 and 3 workers bit for bit.
func TestThreadsDoNotMatter(t *testing.T) {
	for _, p := range []relucert.Problem{
		{Data: example(t, "energy-daily.csv", "kwh", "temp_f"), Class: network.Class{Units: 2, Output: network.Affine}},
		{Data: example(t, "ozone1.csv", "O3", "temp", "ibh"), Class: network.Class{Units: 1, Output: network.Affine}},
		randomSmall(7),
	} {
		var first string
		for threads := 1; threads <= 3; threads++ {
			if text := fingerprint(t, p, threads); first == "" {
				first = text
			} else if text != first {
				t.Errorf("%s: %d threads:\n%s\n1 thread:\n%s", p.Data.Target, threads, text, first)
			}
		}
	}
}

// fingerprint is all of a run's result that must not depend on the threads.
func fingerprint(t *testing.T, p relucert.Problem, threads int) string {
	t.Helper()
	r, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	return fingerprintOf(r)
}

func fingerprintOf(r *relucert.Result) string {
	text := fmt.Sprintf("%v, %d nodes, SSE %x, lower %x, output %x %x", r.Status, r.Nodes, r.SSE, r.SSELower, r.Network.Output.Weights, r.Network.Output.Bias)
	for _, u := range r.Network.Units {
		text += fmt.Sprintf(", %d %x %x", u.Sign, u.Weights, u.Bias)
	}
	return text
}
