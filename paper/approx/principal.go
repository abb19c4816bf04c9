package approx

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"relucert/internal/linalg"
)

// planPrincipal projects to principal axes, those of Σ ω x xᵀ/Σω with the largest λ. Px being what is
// left of x, |[⟨w, x⟩]_+ − [⟨w, Px⟩]_+| ≤ B‖x − Px‖, whose mean square over the samples is Σ λ of the other axes. So
// the best network with its weights projected, ‖Pw‖ ≤ ‖w‖, has outputs that are off by
//
//	Δ = kB·√(Σ_{l>d} λ_l)
//
// in the mean of squares, and its training error is at most (√L* + Δ)², surely. No other
// d axes make Δ smaller (Eckart and Young 1936).
func (p *Problem) planPrincipal(plan *Plan, allowed float64) {
	plan.Delta = 0
	scale, left := float64(p.K())*p.NormBound, 0.0
	var vectors mat.Dense
	var eigen mat.EigenSym
	if !eigen.Factorize(p.moments(), true) {
		plan.Dimensions = plan.Inputs
		return
	}
	values := eigen.Values(nil) // ascending
	eigen.VectorsTo(&vectors)
	others := 0 // axes that are left out
	for ; others < len(values)-1; others++ {
		more := left + math.Max(0, values[others])
		if plan.Dimensions == 0 && scale*math.Sqrt(more) > allowed || plan.Dimensions > 0 && len(values)-others <= plan.Dimensions {
			break
		}
		left = more
	}
	for at := others; at < len(values); at++ {
		plan.axes = append(plan.axes, mat.Col(nil, at, &vectors))
	}
	plan.Dimensions, plan.Moved = len(plan.axes), scale*math.Sqrt(p.offAxes(plan.axes))
}

// offAxes is the mean of ‖x − Px‖², which has less rounding than the sum of the λ.
func (p *Problem) offAxes(axes [][]float64) float64 {
	sum := 0.0
	for i := range p.Data.Y {
		rest := append([]float64(nil), p.input(i)...)
		for _, axis := range axes {
			linalg.AddScaled(rest, -linalg.Dot(rest, axis), axis)
		}
		sum += p.Data.Weight(i) * linalg.Dot(rest, rest)
	}
	return sum / p.Data.SumOfWeights()
}

// moments is Σ ω x xᵀ/Σω.
func (p *Problem) moments() *mat.SymDense {
	n, total := p.inputs(), p.Data.SumOfWeights()
	sum := mat.NewSymDense(n, nil)
	for i := range p.Data.Y {
		sum.SymRankOne(sum, p.Data.Weight(i)/total, mat.NewVecDense(n, append([]float64(nil), p.input(i)...)))
	}
	return sum
}
