package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
)

// samples draws m rows of n normal columns and labels.
func samples(seed uint64, m, n int) (x [][]float64, y []float64) {
	rng := rand.New(rand.NewPCG(seed, 5))
	for range m {
		row := make([]float64, n)
		for d := range row {
			row[d] = rng.NormFloat64()
		}
		x, y = append(x, row), append(y, rng.NormFloat64())
	}
	return x, y
}

// spoilt is samples with every row and label changed by f.
func spoilt(m, n int, f func(i int, row []float64, y *float64)) (x [][]float64, y []float64) {
	x, y = samples(uint64(m+10*n), m, n)
	for i := range x {
		f(i, x[i], &y[i])
	}
	return x, y
}

func fill(v float64) func(int, []float64, *float64) {
	return func(_ int, _ []float64, y *float64) { *y = v }
}

// degenerate are data that real files contain and formulas forget. open marks
// those that some class of network does not finish yet: their bounds must be
// valid all the same.
var degenerate = []struct {
	name string
	open bool
	draw func() (x [][]float64, y []float64)
}{
	{"constant target", false, func() ([][]float64, []float64) { return spoilt(12, 2, fill(4.2)) }},
	{"constant target of 1e6", false, func() ([][]float64, []float64) { return spoilt(12, 2, fill(1e6)) }},
	{"labels are 0", false, func() ([][]float64, []float64) { return spoilt(12, 2, fill(0)) }},
	{"one row", false, func() ([][]float64, []float64) { return samples(1, 1, 2) }},
	{"two rows", false, func() ([][]float64, []float64) { return samples(1, 2, 2) }},
	{"fewer rows than columns", false, func() ([][]float64, []float64) { return samples(2, 3, 6) }},
	{"duplicate rows", false, func() ([][]float64, []float64) {
		x, y := samples(3, 12, 2)
		for i := 3; i < len(x); i++ {
			x[i] = x[i%3]
		}
		return x, y
	}},
	{"collinear columns", false, func() ([][]float64, []float64) {
		return spoilt(12, 4, func(_ int, r []float64, _ *float64) {
			r[0], r[1] = math.Round(1024*r[0])/1024, math.Round(1024*r[1])/1024 // so that r[2] is not rounded
			r[2], r[3] = 3*r[0]-r[1], r[1]
		})
	}},
	{"nearly collinear columns", true, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, r []float64, _ *float64) { r[1] = r[0] + 1e-9*r[1] })
	}},
	{"constant column", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, r []float64, _ *float64) { r[0] = 7 })
	}},
	{"rows on a line through 0", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, r []float64, _ *float64) { r[1] = 2 * r[0] })
	}},
	{"some rows are 0", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(i int, r []float64, _ *float64) {
			if i%2 == 0 {
				clear(r)
			}
		})
	}},
	{"ties", false, func() ([][]float64, []float64) {
		return spoilt(16, 2, func(i int, r []float64, y *float64) {
			r[0], r[1], *y = float64(i%4), float64(i/4), math.Round(*y)
		})
	}},
	{"realizable", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, r []float64, y *float64) { *y = max(0, r[0]-r[1]) })
	}},
	{"an outlier", true, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(i int, r []float64, _ *float64) {
			if i == 0 {
				r[0] = 1e6
			}
		})
	}},
	{"labels of 1e12", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, _ []float64, y *float64) { *y *= 1e12 })
	}},
	{"labels of 1e-12", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, _ []float64, y *float64) { *y *= 1e-12 })
	}},
	{"labels of 1e140", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, _ []float64, y *float64) { *y *= 1e140 })
	}},
	{"columns of 1e9 and 1e-9", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, r []float64, _ *float64) { r[0] *= 1e9; r[1] *= 1e-9 })
	}},
	{"mean 1e6 deviations away", true, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, r []float64, _ *float64) { r[0] += 1e6; r[1] -= 1e6 })
	}},
	{"labels' mean 1e6 deviations away", false, func() ([][]float64, []float64) {
		return spoilt(12, 2, func(_ int, _ []float64, y *float64) { *y += 1e6 })
	}},
}

// TestDegenerate solves degenerate data in every class of network.
func TestDegenerate(t *testing.T) {
	for _, c := range degenerate {
		x, y := c.draw()
		t.Run(c.name, func(t *testing.T) {
			for _, output := range []network.OutputPart{network.None, network.Intercept, network.Affine} {
				for _, bias := range []bool{false, true} {
					for units := 1; units <= 2; units++ {
						solveDegenerate(t, relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: units, NoBias: !bias, Output: output}}, c.open)
					}
				}
			}
		})
	}
}

func solveDegenerate(t *testing.T, p relucert.Problem, open bool) {
	t.Helper()
	limit := int64(20000)
	if open {
		limit = thorough.Of(int64(1000), 60)
	}
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: tightGap, NodeLimit: limit})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range networkFaults(p, r) {
		t.Errorf("%s\n%s", fault, describe(p))
	}
	for _, v := range []float64{r.SSE, r.SSELower, r.TrainingError, r.WeightLimit, r.Floor, r.Gap()} {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			t.Errorf("a number that is none in %+v", r)
		}
	}
	if r.Status == relucert.Optimal && r.SSE-r.SSELower > max(tightGap*r.SSE, r.Floor) {
		t.Errorf("optimal with a gap: %+v", r)
	}
	if r.Status != relucert.Optimal {
		report := t.Errorf
		if open {
			report = t.Logf
		}
		report("%v after %d nodes, %.2f s, SSE in [%.9g, %.9g], floor %.3g, %d units, bias %v, output %v", r.Status, r.Nodes, r.Seconds,
			r.SSELower, r.SSE, r.Floor, p.Units, p.Bias(), p.Output)
	}
}

// TestDegenerateOptima knows what the least SSE is.
func TestDegenerateOptima(t *testing.T) {
	x, y := samples(4, 12, 1)
	zero := make([]float64, len(y))
	constant := make([]float64, len(y))
	for i := range constant {
		constant[i] = 4.2
	}
	equal := make([][]float64, len(y))
	sum, squares := 0.0, 0.0
	for i := range equal {
		equal[i] = []float64{3}
		sum += y[i]
		squares += y[i] * y[i]
	}
	variance := squares - sum*sum/float64(len(y))
	minusOne := []float64{-1, -1, -1}
	for _, c := range []struct {
		name string
		p    relucert.Problem
		want float64
	}{
		{"labels are 0", relucert.Problem{Data: table(x, zero, nil), Class: network.Class{Units: 2, Output: network.None}}, 0},
		{"constant, a bias", relucert.Problem{Data: table(x, constant, nil), Class: network.Class{Units: 1, Output: network.None}}, 0},
		{"constant, an intercept", relucert.Problem{Data: table(x, constant, nil), Class: network.Class{Units: 1, Output: network.Intercept, NoBias: true}}, 0},
		{"equal rows", relucert.Problem{Data: table(equal, y, nil), Class: network.Class{Units: 2, NoBias: true, Output: network.None}}, variance},
		{"one row", relucert.Problem{Data: table(x[:1], y[:1], nil), Class: network.Class{Units: 1, NoBias: true, Output: network.None}}, 0},
		{"negative labels, a positive unit", relucert.Problem{Data: table(x[:3], minusOne, nil), Class: network.Class{Signs: []int{1}, Output: network.None}}, 3},
		{"two rows, affine", relucert.Problem{Data: table(x[:2], y[:2], nil), Class: network.Class{Units: 1, Output: network.Affine}}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := proved(t, c.p)
			slack := max(tightGap*c.want, 1e-12*sumOfSquares(c.p.Data))
			if math.Abs(r.SSE-c.want) > slack || r.SSELower > c.want*(1+1e-12) {
				t.Errorf("SSE in [%.12g, %.12g], want %.12g", r.SSELower, r.SSE, c.want)
			}
		})
	}
}

// TestNothingToFeedAUnit has no column that is not 0, and no bias: an error
// where a unit could only be 0, not a panic.
func TestNothingToFeedAUnit(t *testing.T) {
	p := relucert.Problem{Data: table([][]float64{{0}, {0}}, []float64{1, 2}, nil), Class: network.Class{Units: 1, NoBias: true, Output: network.None}}
	if r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: tightGap}); err == nil {
		t.Errorf("no error, but %+v", r)
	}
	p.NoBias = false
	if r := proved(t, p); math.Abs(r.SSE-0.5) > 1e-9 {
		t.Errorf("SSE %g with a bias only, want 0.5", r.SSE)
	}
}
