package sides

import (
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// curvature is the matrix of a Newton step. It changes with the few samples whose
// curves change.
type curvature struct {
	p      *whiten.Problem
	sum    []float64 // N×N, lower triangle: Σ curve·x̂x̂ᵀ
	curve  []float64 // that are summed
	factor []float64
}

func newCurvature(p *whiten.Problem) curvature {
	return curvature{p, make([]float64, p.N*p.N), make([]float64, p.M), make([]float64, p.N*p.N)}
}

func (c *curvature) clear() {
	clear(c.sum)
	clear(c.curve)
}

func (c *curvature) copy(from *curvature) {
	copy(c.sum, from.sum)
	copy(c.curve, from.curve)
	copy(c.factor, from.factor)
}

// updateCost is what a sample's change takes beside its entries, in multiplications, as measured.
const updateCost = 70

func (c *curvature) update(curve []float64, watch *budget.Watch) {
	n := c.p.N
	for i, v := range curve {
		if v != c.curve[i] {
			watch.Look(updateCost + n*n/2)
			linalg.SymRank1(c.sum, n, v-c.curve[i], c.p.X[i*n:])
			c.curve[i] = v
		}
	}
	copy(c.factor, c.sum)
}

// flatness is xᵀM⁻¹x of a sample, with scratch of length N.
func (c *curvature) flatness(i int, scratch []float64) float64 {
	copy(scratch, c.p.X[i*c.p.N:])
	linalg.SolveLower(c.factor, c.p.N, scratch)
	return linalg.Dot(scratch, scratch)
}
