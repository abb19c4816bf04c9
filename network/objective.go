package network

import (
	"math"

	"relucert/dataset"
	"relucert/loss"
)

// Objective is Σ ω ℓ(f(x) − y) + λ Σ_j ‖w_j‖² of these samples, biases left out of the penalty.
func (n *Network) Objective(d *dataset.Dataset, o loss.Objective) float64 {
	if o.Plain() {
		return n.SSE(d)
	}
	var s sum
	for i, y := range d.Y {
		s.add(float64(d.Weight(i) * o.Value(n.Predict(d.Row(i))-y)))
	}
	return s.value() + n.Penalty(o.Ridge)
}

// Claim sets what the network comes to, its SSE beside its objective, and the objective's proved lower bound.
func (m *Model) Claim(o loss.Objective, sse, value, lower float64) {
	m.SSE, m.SSELower, m.Objective = value, lower, nil
	if !o.Plain() {
		m.SSE, m.SSELower, m.Objective = sse, 0, &ObjectiveText{o.Loss.String(), o.Ridge, value, lower}
	}
}

// Penalty is λ Σ_j ‖w_j‖².
func (n *Network) Penalty(ridge float64) float64 {
	var s sum
	for j := range n.Units {
		for _, w := range n.Units[j].Weights {
			s.add(float64(ridge * float64(w*w)))
		}
	}
	return s.value()
}

// ObjectiveAtMost bounds the objective of exactly these weights on exactly the decimals that d's doubles were read from.
func (n *Network) ObjectiveAtMost(d *dataset.Dataset, o loss.Objective) float64 {
	unit := float64(len(d.Features)+len(n.Units)+8) * 0x1p-52
	var s sum
	for i, y := range d.Y {
		x := d.Row(i)
		e := n.Predict(x) - y
		off := float64(unit * (math.Abs(y) + n.size(x)))
		s.add(float64(d.Weight(i) * max(o.Value(e-off), o.Value(e+off))))
	}
	return (s.value() + n.Penalty(o.Ridge)) * (1 + 1e-13)
}
