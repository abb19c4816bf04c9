package kernel

import (
	"fmt"
	"math"

	"relucert/dataset"
	"relucert/internal/linalg"
)

// Largest bounds |f(x)| for ‖x‖ ≤ R; d are the training data. The objective's least is
// at most that of the zero function, Z, or Z + ε if Reliable, so λ‖f‖² ≤ Z but for rounding; and
// |f(x)| ≤ ‖f‖·(Σ_{d≤D} (‖x‖/R)²ᵈ)^½ (Cauchy–Schwarz).
func (m *Model) Largest(d *dataset.Dataset) float64 {
	most := meanSquare(d) + roundingShare*m.Epsilon
	if m.Reliable {
		most += m.Epsilon
	}
	norm := math.Sqrt(most / m.Ridge)
	return norm * math.Sqrt(float64(m.Degree+1))
}

// Domain is where the training rows lie: in the ball of radius R, each feature between
// its least and its largest value.
type Domain struct {
	model     *Model
	low, high []float64
}

// Domain is that of the samples.
func (m *Model) Domain() *Domain {
	n := len(m.Features)
	d := &Domain{m, make([]float64, n), make([]float64, n)}
	for c := range n {
		d.low[c], d.high[c] = math.Inf(1), math.Inf(-1)
		for _, x := range m.Samples {
			d.low[c], d.high[c] = min(d.low[c], x[c]), max(d.high[c], x[c])
		}
	}
	return d
}

// Outside says why x does not lie there; "" if it does.
func (d *Domain) Outside(x []float64) string {
	for c, v := range x {
		if v < d.low[c] || v > d.high[c] {
			return fmt.Sprintf("%s = %g is not in [%g, %g]", d.model.Features[c], v, d.low[c], d.high[c])
		}
	}
	if norm := d.model.norm(x); norm > d.model.Radius {
		return fmt.Sprintf("its norm %.6g is above %.6g", norm, d.model.Radius)
	}
	return ""
}

// norm is that of a row, with the bias's 1.
func (m *Model) norm(x []float64) float64 {
	square := linalg.Dot(x, x)
	if m.Bias {
		square++
	}
	return math.Sqrt(square)
}
