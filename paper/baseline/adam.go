package baseline

import "math"

// adam is Kingma and Ba's method (ICLR 2015) with PyTorch's defaults.
type adam struct {
	mean, square      []float64
	meanLeft, varLeft float64 // β₁^t, β₂^t
}

const (
	adamRate    = 1e-3
	adamMean    = 0.9   // β₁
	adamSquare  = 0.999 // β₂
	adamEpsilon = 1e-8
)

func newAdam(size int) stepper {
	return &adam{make([]float64, size), make([]float64, size), 1, 1}
}

func (a *adam) step(theta, gradient []float64) {
	a.meanLeft *= adamMean
	a.varLeft *= adamSquare
	for d, g := range gradient {
		a.mean[d] = adamMean*a.mean[d] + (1-adamMean)*g
		a.square[d] = adamSquare*a.square[d] + (1-adamSquare)*g*g
		mean, square := a.mean[d]/(1-a.meanLeft), a.square[d]/(1-a.varLeft)
		theta[d] -= adamRate * mean / (math.Sqrt(square) + adamEpsilon)
	}
}
