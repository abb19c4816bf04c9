package descent

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// tightly is how far, relative to its range, a multiplier must leave the range
// of a minimiser before its constraint is dropped.
const tightly = 1e-9

// dead is the length, relative to all of θ, below which a unit whose kinks
// leave it no direction is zero but for rounding.
const dead = 1e-8

// held is an equality the walk keeps: t_ij = 0 for a sample on a unit's kink, or
// a weight at the limit of its box.
type held struct {
	unit int
	row  int // sample i, or -1
	d    int // else the coordinate of θ
}

// constraints are the equalities B·step = 0 held now, with the rows of L⁻¹Bᵀ
// and the factor of B·H⁻¹·Bᵀ.
type constraints struct {
	helds          []held
	normals        []float64 // q×n, orthonormal among those of a unit, 0 if dependent
	rows           []float64 // q×D
	schur          []float64 // q×q
	lambda, unused []float64 // q
}

func (c *constraints) init(d int) {
	c.helds = make([]held, 0, d)
	c.normals = make([]float64, d*d)
	c.rows, c.schur = make([]float64, d*d), make([]float64, d*d)
	c.lambda, c.unused = make([]float64, d), make([]float64, d)
}

func (w *walk) normal(h held, row []float64) {
	clear(row)
	if h.row < 0 {
		row[h.d] = 1
	} else {
		copy(w.unit(row, h.unit), w.x[h.row*w.n:])
	}
}

// independent is the share of a constraint's normal that must be left after
// projecting out the others of its unit for it to say something new.
const independent = 1e-10

// stiffen orthonormalises the held constraints' normals and adds stiffness
// along them to the factor-to-be. It changes no solution under the constraints,
// but a Hessian that is singular only along normals becomes regular.
func (w *walk) stiffen(stiffness float64) {
	for a, h := range w.helds {
		w.watch.Look(w.n * w.n)
		w.normal(h, w.scratch)
		e := w.normals[a*w.n:][:w.n]
		copy(e, w.unit(w.scratch, h.unit))
		before := linalg.Dot(e, e)
		w.projectOut(a, h.unit, e)
		if linalg.Dot(e, e) <= independent*independent*before {
			clear(e)
		}
		normalise(e)
		from := w.p + h.unit*w.n
		for d, v := range e {
			linalg.AddScaled(w.factor[(from+d)*w.d+from:][:d+1], stiffness*v, e)
		}
	}
}

// projectOut removes from v, a vector of unit j, its parts along the first q
// normals.
func (w *walk) projectOut(q, j int, v []float64) {
	for a, h := range w.helds[:q] {
		if e := w.normals[a*w.n:][:w.n]; h.unit == j {
			linalg.AddScaled(v, -linalg.Dot(e, v), e)
		}
	}
}

// prepareHeld factors the Schur complement of the held constraints. Dependent
// ones get a large shift, so that their multipliers stay near zero.
func (w *walk) prepareHeld(factor []float64) {
	q, largest := len(w.helds), math.SmallestNonzeroFloat64
	for a, h := range w.helds {
		w.watch.Look(w.d * (w.d/2 + a))
		ra := w.rows[a*w.d:][:w.d]
		w.normal(h, ra)
		linalg.SolveLower(factor, w.d, ra)
		for b := range a + 1 {
			w.schur[a*q+b] = linalg.Dot(ra, w.rows[b*w.d:])
		}
		largest = max(largest, w.schur[a*q+a])
	}
	linalg.CholeskyFactorShiftedWatched(w.schur, q, 1e3*largest, &w.watch)
}

// solveHeld overwrites b by the minimiser of ½vᵀHv − bᵀv under the held
// constraints, and lambda by their multipliers.
func (w *walk) solveHeld(factor, b, lambda []float64) {
	linalg.SolveLower(factor, w.d, b)
	q := len(w.helds)
	for a := range q {
		lambda[a] = linalg.Dot(b, w.rows[a*w.d:])
	}
	linalg.CholeskySolve(w.schur, q, lambda)
	for a := range q {
		linalg.AddScaled(b, -lambda[a], w.rows[a*w.d:])
	}
	linalg.SolveLowerTransposed(factor, w.d, b)
}

// holdKink keeps t_ij at 0 from now on, the unit off. It returns false when the
// unit has no freedom left to take.
func (w *walk) holdKink(i, j int) bool {
	kinks := 1
	for _, h := range w.helds {
		if h.row >= 0 && h.unit == j {
			kinks++
		}
	}
	if kinks >= w.n {
		return w.kill(j)
	}
	if len(w.helds) == w.d {
		return false
	}
	if w.active[i]>>j&1 == 1 {
		w.flip(i, j)
	}
	w.helds = append(w.helds, held{unit: j, row: i})
	return true
}

// kill sets a unit whose kinks leave it no direction to zero, where it stays:
// off on all samples it has no gradient. It refuses a unit that is not near
// zero, as happens when samples on its kink depend on each other.
func (w *walk) kill(j int) bool {
	u := w.unit(w.theta, j)
	if linalg.Dot(u, u) > dead*dead*(1+linalg.Dot(w.theta, w.theta)) {
		return false
	}
	clear(u)
	for i, bits := range w.active {
		if bits>>j&1 == 1 {
			w.watch.Look(w.switching)
			w.flip(i, j)
		}
	}
	w.clearRounding(j)
	w.helds = slices.DeleteFunc(w.helds, func(h held) bool { return h.unit == j })
	return true
}

// clearRounding empties the sums of a unit that is off everywhere: a rounding
// error divided by the damping would move it again.
func (w *walk) clearRounding(j int) {
	clear(w.unit(w.gradient, j))
	clear(w.sums[j*w.n:][:w.n])
	for l := range w.k {
		clear(w.gram(max(j, l), min(j, l)))
	}
}

func (w *walk) holdsKink(i, j int) bool {
	for _, h := range w.helds {
		if h.row == i && h.unit == j {
			return true
		}
	}
	return false
}

// holdBox keeps the coordinate at which the box cut the last step.
func (w *walk) holdBox() bool {
	if w.blocked < 0 || len(w.helds) == w.d {
		return false
	}
	w.helds = append(w.helds, held{row: -1, d: w.blocked, unit: (w.blocked - w.p) / w.n})
	return true
}

// dropWorst gives up the held constraint whose multiplier is furthest outside
// the range of a minimiser, and reports whether there was one.
func (w *walk) dropWorst() bool {
	worst, at := 0.0, -1
	for a, h := range w.helds {
		outside, scale := w.violation(h, w.lambda[a])
		if outside > worst && outside > tightly*scale {
			worst, at = outside, a
		}
	}
	if at < 0 {
		return false
	}
	w.drop(at)
	return true
}

// violation is how far a multiplier is outside its range and the size of that
// range: a kink carries θ·ω·r·a with θ in [0, 1], a limit pushes outward only.
func (w *walk) violation(h held, lambda float64) (outside, scale float64) {
	if h.row < 0 {
		return -lambda * math.Copysign(1, w.theta[h.d]), 0
	}
	full := w.fullMultiplier(h)
	return max(-lambda, lambda-full), math.Abs(full)
}

// fullMultiplier is ω·r·a, the multiplier at which the sample turns on.
func (w *walk) fullMultiplier(h held) float64 {
	return w.weight[h.row] * w.residual(h.row, w.theta) * w.signs[h.unit]
}

// drop forgets constraint number at; its sample goes to the side on which the
// SSE falls faster.
func (w *walk) drop(at int) {
	h, lambda := w.helds[at], w.lambda[at]
	w.helds = append(w.helds[:at], w.helds[at+1:]...)
	if h.row >= 0 && lambda-w.fullMultiplier(h) > -lambda {
		w.flip(h.row, h.unit)
	}
}

// dropAll forgets every constraint, as a new start does.
func (w *walk) dropAll() {
	w.helds = w.helds[:0]
	clear(w.nu)
}
