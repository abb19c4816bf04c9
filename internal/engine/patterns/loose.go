package patterns

import "relucert/internal/linalg"

// shiftShare is what pivots that are too small are raised to, in units of Σω: inputs are
// whitened, so that a regular problem's are about 1.
const shiftShare = 1e-7

// loose fits a choice without its cones, leaves the residuals in w.r and returns its SSE, which
// may be too large where the fit is not unique.
func (w *worker) loose(choice, signs []int) float64 {
	d := w.p.P + w.units*w.p.N
	w.features(choice, signs)
	clear(w.gram)
	for i, omega := range w.p.Weights {
		linalg.SymRank1(w.gram, d, omega, w.phi[i*d:][:d])
	}
	linalg.CholeskyFactorShifted(w.gram, d, shiftShare*w.rounding.SumWeights)
	copy(w.r, w.p.Y)
	w.refine(d)
	return w.squares()
}

// features sets row i of phi to what the prediction on sample i is linear in: the output
// columns, and the inputs for each unit that is active.
func (w *worker) features(choice, signs []int) {
	p, at := w.p, 0
	for i := range p.M {
		at += copy(w.phi[at:], p.Z[i*p.P:][:p.P])
		for j, c := range choice {
			a := 0.0
			if w.cells[c].has(i) {
				a = float64(signs[j])
			}
			for _, x := range p.X[i*p.N:][:p.N] {
				w.phi[at] = a * x
				at++
			}
		}
	}
}

// refine takes the least-squares fit of the residuals out of them.
func (w *worker) refine(d int) {
	clear(w.fit)
	for i, omega := range w.p.Weights {
		linalg.AddScaled(w.fit, omega*w.r[i], w.phi[i*d:])
	}
	linalg.CholeskySolve(w.gram, d, w.fit)
	for i := range w.r {
		w.r[i] -= linalg.Dot(w.fit, w.phi[i*d:])
	}
}

// squares is the SSE of the residuals.
func (w *worker) squares() float64 {
	sum := w.p.Offset
	for i, omega := range w.p.Weights {
		sum += omega * w.r[i] * w.r[i]
	}
	return sum
}

// looseBound is the bound of a choice by the residuals that loose left, refined until it
// reaches the cutoff or they are as good as they get.
func (w *worker) looseBound(choice, signs []int, cutoff float64) float64 {
	best := w.bound(choice, signs, w.r, nil)
	for range refinements {
		if best >= cutoff {
			break
		}
		w.refine(w.p.P + w.units*w.p.N)
		best = max(best, w.bound(choice, signs, w.r, nil))
	}
	return best
}

// refinements make residuals orthogonal to rounding, with shifted pivots too.
const refinements = 2
