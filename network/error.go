package network

import (
	"math"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/loss"
)

// sum adds with Neumaier's compensation (ZAMM 54, 1974): its error is about one
// rounding of the result and does not grow with the number of terms, unless the
// terms cancel.
type sum struct{ total, lost float64 }

func (s *sum) add(v float64) {
	t := s.total + v
	if math.Abs(s.total) >= math.Abs(v) {
		s.lost += (s.total - t) + v
	} else {
		s.lost += (v - t) + s.total
	}
	s.total = t
}

// value falls back to the plain total where that has overflowed.
func (s *sum) value() float64 {
	if math.IsInf(s.total, 0) {
		return s.total
	}
	return s.total + s.lost
}

// SSE is Σ ω_i (f(x_i) − y_i)², in squared label units times the weights' units.
// d has as many features as the network.
func (n *Network) SSE(d *dataset.Dataset) float64 { return n.SSEWatched(d, new(budget.Watch)) }

// SSEWatched is SSE, unless the watch breaks it off.
func (n *Network) SSEWatched(d *dataset.Dataset, watch *budget.Watch) float64 {
	return n.measure(d, loss.Objective{}, watch).SSE()
}

// TrainingError is SSE / Σω, the paper's objective.
func (n *Network) TrainingError(d *dataset.Dataset) float64 {
	return n.SSE(d) / totalWeight(d)
}

// R2 is 1 − SSE / Σ ω_i (y_i − ȳ)², with ȳ the weighted mean label: the share of
// the labels' variation that f explains. It is NaN when all labels are equal.
func (n *Network) R2(d *dataset.Dataset) float64 { return R2Of(n.SSE(d), Variation(d)) }

// R2Of is [Network.R2] where the SSE and the labels' variation are known.
func R2Of(sse, variation float64) float64 {
	if variation == 0 {
		return math.NaN()
	}
	return 1 - sse/variation
}

func totalWeight(d *dataset.Dataset) float64 {
	var s sum
	for i := range d.Y {
		s.add(d.Weight(i))
	}
	return s.value()
}

// Variation is Σ ω_i (y_i − ȳ)². It measures from the first label, so that equal labels give 0
// whatever the rounding of their mean.
func Variation(d *dataset.Dataset) float64 {
	var first float64
	if len(d.Y) > 0 {
		first = d.Y[0]
	}
	var linear, square sum
	for i, y := range d.Y {
		linear.add(float64(d.Weight(i) * (y - first)))
	}
	mean := linear.value() / totalWeight(d)
	for i, y := range d.Y {
		t := (y - first) - mean
		square.add(float64(d.Weight(i) * float64(t*t)))
	}
	return square.value()
}

// Pattern is the activation pattern on d: m×k row-major, entry (i, j) says
// whether ⟨w_j, x_i⟩ + b_j > 0.
func (n *Network) Pattern(d *dataset.Dataset) []bool {
	active := make([]bool, 0, d.Rows()*len(n.Units))
	for i := range d.Y {
		for j := range n.Units {
			active = append(active, n.Units[j].Input(d.Row(i)) > 0)
		}
	}
	return active
}

// size is Predict with every term's absolute value.
func (n *Network) size(x []float64) float64 {
	out := n.output(x)
	total := math.Abs(out.Bias) + absoluteDot(out.Weights, x)
	for j := range n.Units {
		total += math.Abs(n.Units[j].Bias) + absoluteDot(n.Units[j].Weights, x)
	}
	return total
}

func absoluteDot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += math.Abs(float64(v * b[i]))
	}
	return s
}
