package network

import (
	"math"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/sharp"
	"relucert/internal/twofold"
	"relucert/loss"
)

// sureShare is what rounding may hide of a sample's loss, and sureVariation of its share of what labels vary, before the error is found
// in twice the precision: doubles say little of it where weights cancel.
const (
	sureShare     = 1e-6
	sureVariation = 1e-14
)

// mostSharp bounds the numbers of samples that are known in twice the precision: that takes some 0.1 µs each, which no limit looks at.
const mostSharp = 1 << 21

// valueError is more than what squaring, weighing and adding up change of a sum.
const valueError = 1e-14

// Meter is what a network comes to on samples: the one place where errors are added up.
type Meter struct {
	// Rows is the number of samples, Weight the sum of their weights.
	Rows   int64
	Weight float64

	network          *Network
	ridge            float64
	loss             loss.Slopes
	unit             float64 // what rounding may change of an error, as a share of the sizes that it is the sum of
	sse, value, most sum

	// mean and spread are the labels' weighted mean and Σ ω (y − mean)², kept by West's update (CACM 22, 1979): sums of squares would
	// cancel. varied is about the loss of the mean.
	mean, spread, varied float64

	exact func(row int, x []twofold.Number) (y twofold.Number, ok bool) // a row in twice the precision; false: it is not known
	x     []twofold.Number                                              // room for one
}

func newMeter(n *Network, o loss.Objective) *Meter {
	return &Meter{
		network: n, ridge: o.Ridge, loss: o.Slopes(1), x: make([]twofold.Number, len(n.Output.Weights)),
		unit: float64(len(n.Output.Weights)+len(n.Units)+8) * 0x1p-52,
	}
}

// Measure is what n comes to on d, which has as many features.
func (n *Network) Measure(d *dataset.Dataset, o loss.Objective) *Meter {
	return n.measure(d, o, new(budget.Watch))
}

func (n *Network) measure(d *dataset.Dataset, o loss.Objective, watch *budget.Watch) *Meter {
	m := newMeter(n, o)
	m.exact = func(i int, x []twofold.Number) (twofold.Number, bool) {
		if len(d.X) > mostSharp {
			return twofold.Number{}, false
		}
		return sharp.Row(d, i, x)
	}
	for i, y := range d.Y {
		if i%budget.Stride == 0 {
			watch.Rows(len(n.Units) * len(d.Features))
		}
		m.add(d.Row(i), y, d.Weight(i))
	}
	return m
}

// MeasureRows is what n comes to on all that rows has yet to scan, by squared errors.
func (n *Network) MeasureRows(rows *dataset.Scanner) (*Meter, error) {
	m, cells := newMeter(n, loss.Objective{}), sharp.NewCells(rows)
	m.exact = func(_ int, x []twofold.Number) (twofold.Number, bool) { return cells.Row(x) }
	for rows.Scan() {
		m.add(rows.X(), rows.Y(), rows.Weight())
	}
	return m, rows.Err()
}

// add takes in the next sample.
func (m *Meter) add(x []float64, y, weight float64) {
	m.vary(y, weight)
	e, off := m.rounded(x, y)
	value := m.loss.Value(e)
	most := m.worst(e, off)
	if hidden := most - value; hidden > sureShare*value && weight*hidden*float64(m.Rows) > sureVariation*m.varied {
		e, off = m.sharpened(x, e, off)
		value, most = m.loss.Value(e), m.worst(e, off)
	}
	m.sse.add(float64(weight * float64(e*e)))
	m.value.add(float64(weight * value))
	m.most.add(float64(weight * most))
}

// vary takes in a label.
func (m *Meter) vary(y, weight float64) {
	m.Rows++
	m.Weight += weight
	shift := y - m.mean
	m.mean += shift * weight / m.Weight
	m.spread += float64(weight * shift * (y - m.mean))
	m.varied += float64(weight * m.loss.Value(m.mean-y))
}

// worst is the most that an error costs.
func (m *Meter) worst(e, off float64) float64 {
	return max(m.loss.Value(e-off), m.loss.Value(e+off))
}

// SSE is Σ ω e², e being predictions less labels.
func (m *Meter) SSE() float64 { return m.sse.value() }

// Errors is Σ ω ℓ(e).
func (m *Meter) Errors() float64 { return m.value.value() }

// Value is the objective, Σ ω ℓ(e) + λ Σ_j ‖w_j‖².
func (m *Meter) Value() float64 { return m.Errors() + m.network.Penalty(m.ridge) }

// AtMost is an upper bound on the objective of exactly these weights on exactly the numbers of the file.
func (m *Meter) AtMost() float64 {
	return (m.most.value() + m.network.Penalty(m.ridge)) * (1 + valueError)
}

// TrainingError is SSE divided by the sum of the weights, the paper's average.
func (m *Meter) TrainingError() float64 { return m.SSE() / m.Weight }

// R2 is 1 − SSE / Σ ω (y − mean)², the share of the labels' variation that is explained. It is NaN when all labels are equal.
func (m *Meter) R2() float64 { return R2Of(m.SSE(), m.spread) }

// rounded is a prediction less the label, and what rounding may change of it.
func (m *Meter) rounded(x []float64, y float64) (e, off float64) {
	return m.network.Predict(x) - y, float64(m.unit * (math.Abs(y) + m.network.size(x)))
}

// sharpened is that in twice the precision, where the row is known so well and nothing is beyond the doubles.
func (m *Meter) sharpened(x []float64, e, off float64) (float64, float64) {
	y, ok := m.exact(int(m.Rows)-1, m.x)
	if !ok {
		return e, off
	}
	f, size := m.network.sharp(x, m.x)
	size += math.Abs(y.Hi)
	if f = f.Minus(y); math.IsNaN(f.Hi) || math.IsInf(size, 0) {
		return e, off
	}
	return f.Hi, float64(sharp.Rounding * float64(len(x)+len(m.network.Units)+1) * size)
}

// sharp is a prediction in twice the precision, and the sum of its terms' sizes. Near are the features as doubles.
func (n *Network) sharp(near []float64, x []twofold.Number) (f twofold.Number, size float64) {
	out := n.output(near)
	f, size = sharp.Affine(x, out.Weights, out.Bias)
	for j := range n.Units {
		u := &n.Units[j]
		t, s := sharp.Affine(x, u.Weights, u.Bias)
		switch size += s; {
		case t.Hi > 0 && u.Sign > 0:
			f = f.Plus(t)
		case t.Hi > 0:
			f = f.Minus(t)
		}
	}
	return f, size
}
