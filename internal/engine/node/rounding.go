package node

import (
	"math"

	"relucert/internal/engine/whiten"
)

// Rounding bounds what float arithmetic and the reading of decimals may change in a bound.
// Norms are ω-weighted over the samples.
type Rounding struct {
	Unit           float64 // relative error of a sum of m products
	Labels         float64 // ‖y‖
	SumWeights     float64
	XError, YError float64
}

// NewRounding is that of a problem whose sums are plain ones, one product after another.
func NewRounding(p *whiten.Problem) Rounding {
	r := Rounding{XError: p.XError, YError: p.YError, Unit: float64(p.M+p.N+p.P+16) * 0x1p-53}
	squares := 0.0
	for i, w := range p.Weights {
		r.SumWeights += w
		squares += w * p.Y[i] * p.Y[i]
	}
	r.Labels = math.Sqrt(squares)
	return r
}

// LargestOutput bounds ‖c‖ of a best fit of k units.
func (r *Rounding) LargestOutput(p *whiten.Problem, k int) float64 {
	return r.Labels/math.Sqrt(r.SumWeights) + 2*float64(k*p.N)*p.WeightLimit
}
