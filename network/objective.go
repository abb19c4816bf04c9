package network

import (
	"relucert/dataset"
	"relucert/loss"
)

// Objective is Σ ω ℓ(f(x) − y) + λ Σ_j ‖w_j‖² of these samples, biases left out of the penalty.
func (n *Network) Objective(d *dataset.Dataset, o loss.Objective) float64 {
	return n.Measure(d, o).Value()
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
	if ridge == 0 { // for weights may have squares beyond float64
		return 0
	}
	var s sum
	for j := range n.Units {
		for _, w := range n.Units[j].Weights {
			s.add(float64(ridge * float64(w*w)))
		}
	}
	return s.value()
}
