package export

import (
	"math"

	"relucert/network"
)

// scales are powers of two that make labels and sample weights about 1, since solvers' tolerances are
// absolute. Weights, coefficients and outputs are as the labels.
type scales struct {
	label  float64 // of what is in the file to what is meant
	weight float64
}

// sse is the objective's, of what is in the file to what is meant.
func (s scales) sse() float64 { return s.label * s.label * s.weight }

// rescale divides labels and sample weights; both remain exact.
func (p *Program) rescale() {
	total, sum := 0.0, 0.0
	for i, w := range p.rows.Weights {
		total += w
		sum += w * p.rows.Y[i]
	}
	mean := sum / total
	if p.problem.Output == network.None {
		mean = 0
	}
	square := 0.0
	for i, w := range p.rows.Weights {
		square += w / total * (p.rows.Y[i] - mean) * (p.rows.Y[i] - mean)
	}
	p.scale = scales{label: power(math.Sqrt(square)), weight: power(total / float64(len(p.rows.Y)))}
	for i := range p.rows.Y {
		p.rows.Y[i] /= p.scale.label
		p.rows.Weights[i] /= p.scale.weight
	}
	p.within /= p.scale.sse()
}

// power is the power of two in (v/2, v], or 1 for what is not positive and finite.
func power(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 1
	}
	_, e := math.Frexp(v)
	return math.Ldexp(1, e-1)
}
