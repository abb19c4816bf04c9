package relucert_test

import (
	"context"
	"fmt"
	"math"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/internal/oracle"
	"relucert/network"
)

// tightGap is the relative gap at which the tests ask for a proof.
const tightGap = 1e-6

// table makes a dataset of rows; weights may be nil.
func table(x [][]float64, y, weights []float64) *dataset.Dataset {
	d := &dataset.Dataset{Name: "test", Target: "y", Y: y, Weights: weights}
	for i := range x[0] {
		d.Features = append(d.Features, fmt.Sprintf("x%d", i+1))
	}
	for _, row := range x {
		d.X = append(d.X, row...)
	}
	if weights != nil {
		d.WeightColumn = "weight"
	}
	return d
}

// describe is a problem as Go source, to be pasted into a test.
func describe(p relucert.Problem) string {
	var rows [][]float64
	for i := range p.Data.Y {
		rows = append(rows, p.Data.Row(i))
	}
	return fmt.Sprintf("relucert.Problem{Data: table(%#v, %#v, %#v), Class: %#v}", rows, p.Data.Y, p.Data.Weights, p.Class)
}

// toOracle is p as the oracle wants it.
func toOracle(p relucert.Problem) oracle.Problem {
	o := oracle.Problem{Y: p.Data.Y, Weights: p.Data.Weights, Signs: p.Signs, Units: p.Units, Bound: p.NormBound}
	for i := range p.Data.Y {
		var row []float64
		if p.Bias() {
			row = append(row, 1)
		}
		o.X = append(o.X, append(row, p.Data.Row(i)...))
	}
	switch p.Output {
	case network.Affine:
		o.Z = o.X
	case network.Intercept:
		for range o.X {
			o.Z = append(o.Z, []float64{1})
		}
	}
	return o
}

// largestWhitened is max |ŵ_d| over the oracle's units, in label units: what
// relucert.Result.WeightLimit limits. The whitened inputs are nearly orthonormal
// in the weighted mean, so least squares for ŵ in X̂ŵ = Xw converges at once.
func largestWhitened(p relucert.Problem, units [][]float64) float64 {
	w, err := whiten.New(context.Background(), p.Data, network.Class{NoBias: !p.Bias(), Output: p.Output})
	if err != nil {
		return 0
	}
	total := 0.0
	for _, omega := range w.Weights {
		total += omega
	}
	largest := 0.0
	inputs := distinct(toOracle(p).X) // whitening makes equal rows one sample
	for _, unit := range units {
		hat := make([]float64, w.N)
		for range 3 {
			step := make([]float64, w.N)
			for i, row := range inputs {
				x := w.X[i*w.N:][:w.N]
				rest := inner(row, unit) - inner(x, hat)
				for d := range step {
					step[d] += w.Weights[i] * x[d] * rest / total
				}
			}
			for d := range hat {
				hat[d] += step[d]
			}
		}
		for _, v := range hat {
			largest = max(largest, math.Abs(v))
		}
	}
	return largest
}

// distinct are the rows without repetitions, in order of first appearance.
func distinct(rows [][]float64) (out [][]float64) {
	for _, row := range rows {
		if !slices.ContainsFunc(out, func(other []float64) bool { return slices.Equal(row, other) }) {
			out = append(out, row)
		}
	}
	return out
}

func inner(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// sizeOf is the sum of the sizes of what inner adds up.
func sizeOf(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += math.Abs(v * b[i])
	}
	return sum
}

// sumOfSquares is Σ ω y², the scale of what rounding and the floor may cost.
func sumOfSquares(d *dataset.Dataset) float64 {
	sum := 0.0
	for i, y := range d.Y {
		sum += weightOf(d, i) * y * y
	}
	return sum
}

func weightOf(d *dataset.Dataset, i int) float64 {
	if d.Weights == nil {
		return 1
	}
	return d.Weights[i]
}

// networkFaults says in what a result contradicts itself: its network must be of
// p's class and have the SSE that is claimed.
func networkFaults(p relucert.Problem, r *relucert.Result) (faults []string) {
	report := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	sse, rounding := 0.0, 0.0
	for i, y := range p.Data.Y {
		x := p.Data.Row(i)
		f := inner(r.Network.Output.Weights, x) + r.Network.Output.Bias
		size := math.Abs(y) + math.Abs(r.Network.Output.Bias) + sizeOf(r.Network.Output.Weights, x)
		for _, u := range r.Network.Units {
			f += float64(u.Sign) * max(0, inner(u.Weights, x)+u.Bias)
			size += sizeOf(u.Weights, x) + math.Abs(u.Bias)
		}
		sse += weightOf(p.Data, i) * (f - y) * (f - y)
		rounding += weightOf(p.Data, i) * size * (math.Abs(f-y) + 1e-15*size) * 1e-14
	}
	rounding += float64(p.Data.Rows()) * 0x1p-53 * sse // of this sum
	if !(math.Abs(sse-r.SSE) <= rounding) {
		report("SSE %.17g claimed, the network has %.17g", r.SSE, sse)
	}
	if !(r.SSELower >= 0 && r.SSELower <= r.SSE) || math.IsInf(r.SSE, 0) {
		report("[%g, %g] is no interval of SSEs", r.SSELower, r.SSE)
	}
	out := r.Network.Output
	if p.Output != network.Affine && !allZero(out.Weights) || out.Bias != 0 && (p.Output == network.None || p.Output == network.Affine && !p.Bias()) {
		report("output part %+v in a network with output %v", out, p.Output)
	}
	plus := 0
	for _, u := range r.Network.Units {
		if !p.Bias() && u.Bias != 0 {
			report("a unit has a bias")
		}
		if l := math.Hypot(math.Sqrt(inner(u.Weights, u.Weights)), u.Bias); p.NormBound > 0 && l > p.NormBound*(1+1e-12) {
			report("a unit of length %.17g > %g", l, p.NormBound)
		}
		plus += (1 + u.Sign) / 2
	}
	want := p.Units
	if p.Signs != nil {
		want = len(p.Signs)
		for _, s := range p.Signs {
			plus -= (1 + s) / 2
		}
		if plus != 0 {
			report("signs differ from %v", p.Signs)
		}
	}
	if len(r.Network.Units) != want {
		report("%d units, want %d", len(r.Network.Units), want)
	}
	return faults
}

func allZero(v []float64) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
