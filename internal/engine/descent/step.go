package descent

import (
	"math"

	"relucert/internal/linalg"
)

// damping is the share of the mean diagonal that is added to the normal
// equations: directions they do not determine then do not move.
const damping = 1e-10

// ballSteps bounds the Newton steps of the balls' multipliers in one step of the
// walk; they are kept from step to step, so few are needed.
const ballSteps = 20

// unbalanced is the relative error of a unit's squared norm that ends them.
const unbalanced = 1e-11

// strictly is the factor that puts a point just inside its norm bound.
const strictly = 1 - 1e-12

// quadratic is the local model of the SSE: half its Hessian and its factor.
type quadratic struct {
	hessian, factor []float64 // D×D lower
	step, rhs       []float64 // D
	nu, excess      []float64 // k, multipliers of the norm bounds, see dual
	nuStep, nuCurve []float64 // k and k×k
	nuBefore        []float64 // k
	scratch, image  []float64 // D; image is hessian·step after plan
	blocked         int       // coordinate at which the box cut the step, -1: none
}

func (q *quadratic) init(d, k int) {
	q.hessian, q.factor = make([]float64, d*d), make([]float64, d*d)
	q.step, q.rhs = make([]float64, d), make([]float64, d)
	q.scratch, q.image = make([]float64, d), make([]float64, d)
	q.nu, q.excess, q.nuBefore = make([]float64, k), make([]float64, k), make([]float64, k)
	q.nuStep, q.nuCurve = make([]float64, k), make([]float64, k*k)
}

// plan sets target to the minimiser of the local model under the constraints
// that are held, shortened to stay within the limits, and returns the decrease
// of the SSE that the model promises.
func (w *walk) plan() float64 {
	w.assemble()
	w.solveTarget()
	for w.shorten() == 0 && w.holdBox() {
		w.solveTarget()
	}
	linalg.SymMulVec(w.image, w.hessian, w.d, w.step)
	return -2*linalg.Dot(w.step, w.gradient) - linalg.Dot(w.step, w.image)
}

func (w *walk) solveTarget() {
	w.solveModel()
	if w.ball > 0 {
		w.solveBalls()
	}
	for d, s := range w.step {
		w.target[d] = w.theta[d] + s
	}
	w.clampBall(w.target)
}

// assemble writes the Hessian from the Gram matrices.
func (w *walk) assemble() {
	for d := range w.p {
		copy(w.hessian[d*w.d:][:d+1], w.gramZ[d*w.p:][:d+1])
	}
	for j := range w.k {
		row := w.p + j*w.n
		for d := range w.n {
			h := w.hessian[(row+d)*w.d:][:row+d+1]
			w.assembleOutput(h[:w.p], j, d)
			for l := range j {
				w.copyRow(h[w.p+l*w.n:][:w.n], w.gram(j, l), d, w.signs[j]*w.signs[l])
			}
			copy(h[row:], w.gram(j, j)[d*w.n:][:d+1])
		}
	}
}

func (w *walk) assembleOutput(h []float64, j, d int) {
	if w.affine {
		w.copyRow(h, w.gram(j, j), d, w.signs[j])
	} else if w.p == 1 {
		h[0] = w.signs[j] * w.sums[j*w.n+d]
	}
}

// copyRow writes row d of the symmetric n×n matrix g, times a.
func (w *walk) copyRow(h, g []float64, d int, a float64) {
	for e := range h {
		h[e] = a * g[max(d, e)*w.n+min(d, e)]
	}
}

// solveModel factors the damped Hessian, plus the balls' curvature, and solves
// for the step.
func (w *walk) solveModel() {
	copy(w.factor, w.hessian)
	mean := 0.0
	for d := range w.d {
		mean += w.hessian[d*w.d+d] / float64(w.d)
	}
	shift := damping*mean + math.SmallestNonzeroFloat64
	for d := range w.d {
		w.factor[d*w.d+d] += shift
		w.rhs[d] = -w.gradient[d]
	}
	for j, nu := range w.nu {
		if nu > 0 {
			w.addBall(j, nu)
		}
	}
	w.stiffen(mean)
	linalg.CholeskyFactorShiftedWatched(w.factor, w.d, mean+math.SmallestNonzeroFloat64, &w.watch)
	w.prepareHeld(w.factor)
	copy(w.step, w.rhs)
	w.solveHeld(w.factor, w.step, w.lambda)
	for j := range w.k {
		w.projectOut(len(w.helds), j, w.unit(w.step, j))
	}
}

func (w *walk) addBall(j int, nu float64) {
	from := w.p + j*w.n
	for d := range w.n {
		linalg.AddScaled(w.factor[(from+d)*w.d+from:][:d+1], nu, w.norm[d*w.n:])
	}
	linalg.SymMulVec(w.scratch[:w.n], w.norm, w.n, w.unit(w.theta, j))
	linalg.AddScaled(w.unit(w.rhs, j), -nu, w.scratch)
}

// solveBalls finds the multipliers ν ≥ 0 under which the model's minimiser has
// every unit in its ball: Newton's method on the dual, which is concave in ν and
// has the gradient excess, shortened until the dual rises.
func (w *walk) solveBalls() {
	value := w.dual()
	for range ballSteps {
		if w.balanced() {
			return
		}
		w.newtonMultipliers()
		copy(w.nuBefore, w.nu)
		raised := false
		for share := 1.0; share > 1e-4 && !raised; share /= 4 {
			for j := range w.nu {
				w.nu[j] = max(0, w.nuBefore[j]+share*w.nuStep[j])
			}
			w.solveModel()
			next := w.dual()
			raised = next >= value
			value = max(value, next)
		}
		if !raised {
			return
		}
	}
}

// dual is the model's least value with the balls' terms, and fills in excess,
// half the amount by which each unit's squared norm exceeds the ball's.
func (w *walk) dual() float64 {
	linalg.SymMulVec(w.image, w.hessian, w.d, w.step)
	value := linalg.Dot(w.step, w.gradient) + linalg.Dot(w.step, w.image)/2
	for j, nu := range w.nu {
		u := w.unit(w.target, j)
		copy(u, w.unit(w.theta, j))
		linalg.AddScaled(u, 1, w.unit(w.step, j))
		w.excess[j] = (linalg.QuadForm(w.norm, w.n, u) - w.ball*w.ball) / 2
		value += nu * w.excess[j]
	}
	return value
}

// balanced says that the multipliers are right but for rounding.
func (w *walk) balanced() bool {
	for j, e := range w.excess {
		if e > unbalanced*w.ball*w.ball || w.nu[j] > 0 && -e > unbalanced*w.ball*w.ball {
			return false
		}
	}
	return true
}

// newtonMultipliers sets nuStep to Newton's step for the units that have a
// multiplier or need one. The dual's curvature is that of the units' squared
// norms; scaling the excess makes the step that of the reciprocal norm, which
// is nearly linear in ν (Moré and Sorensen 1983).
func (w *walk) newtonMultipliers() {
	k := w.k
	for j := range k {
		clear(w.nuCurve[j*k : j*k+j+1])
		w.nuCurve[j*k+j], w.nuStep[j] = 1, 0
		if w.nu[j] == 0 && w.excess[j] <= 0 {
			continue
		}
		clear(w.scratch)
		linalg.SymMulVec(w.unit(w.scratch, j), w.norm, w.n, w.unit(w.target, j))
		w.solveHeld(w.factor, w.scratch, w.unused)
		for l := range j + 1 {
			if w.nu[l] == 0 && w.excess[l] <= 0 {
				continue
			}
			linalg.SymMulVec(w.image[:w.n], w.norm, w.n, w.unit(w.target, l))
			w.nuCurve[j*k+l] = linalg.Dot(w.image[:w.n], w.unit(w.scratch, l))
		}
		q := math.Sqrt(2*w.excess[j] + w.ball*w.ball)
		w.nuStep[j] = w.excess[j] * 2 * q * q / (w.ball * (q + w.ball))
	}
	linalg.CholeskyFactorShifted(w.nuCurve, k, math.SmallestNonzeroFloat64)
	linalg.CholeskySolve(w.nuCurve, k, w.nuStep)
}

// clampBall scales the units of theta that lie outside their ball, as rounding
// and unfinished multipliers leave them.
func (w *walk) clampBall(theta []float64) {
	for j := 0; w.ball > 0 && j < w.k; j++ {
		u := w.unit(theta, j)
		if q := math.Sqrt(linalg.QuadForm(w.norm, w.n, u)); q > w.ball*strictly {
			linalg.AddScaled(u, w.ball*strictly/q-1, u)
		}
	}
}

// clampBox cuts the units of theta to the box.
func (w *walk) clampBox(theta []float64) {
	for d := w.p; d < w.d; d++ {
		theta[d] = min(max(theta[d], -w.box), w.box)
	}
}

// shorten cuts the way to the target where it leaves the box, remembers the
// coordinate that did, and returns the share of the way that is left.
func (w *walk) shorten() float64 {
	w.blocked = -1
	share := 1.0
	for d := w.p; d < w.d; d++ {
		to := w.target[d]
		if math.Abs(to) <= w.box {
			continue
		}
		from := w.theta[d]
		if s := (math.Copysign(w.box, to) - from) / (to - from); s < share {
			share, w.blocked = max(s, 0), d
		}
	}
	for d, from := range w.theta {
		w.step[d] = share * (w.target[d] - from)
		w.target[d] = from + w.step[d]
	}
	w.clampBox(w.target)
	return share
}
