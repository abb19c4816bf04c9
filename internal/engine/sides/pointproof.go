package sides

import (
	"math"
	"slices"

	"relucert/internal/engine/whiten"
)

// pointProof is a point whose slopes are the multipliers, with the θ and η that go with it.
type pointProof struct {
	bound float64
	w     []float64
	multipliers
}

func newPointProof(p *whiten.Problem) pointProof { return pointProof{w: make([]float64, p.N)} }

func (q *pointProof) copy(from *pointProof) {
	q.bound = from.bound
	copy(q.w, from.w)
	q.multipliers.copy(&from.multipliers)
}

// pointProver finds out what points prove.
type pointProver struct {
	*lagrangian
	best    pointProof
	reach   float64   // (Σ ω b²)^½
	widest  float64   // 1 / the least √ω
	scratch []float64 // N
}

func newPointProver(of *lagrangian) pointProver {
	p := of.p
	q := pointProver{lagrangian: of, best: newPointProof(p), scratch: make([]float64, p.N)}
	for i, omega := range p.Weights {
		q.reach += omega * square(of.reach[i])
	}
	q.reach, q.widest = math.Sqrt(q.reach), 1/math.Sqrt(slices.Min(p.Weights))
	return q
}

// prove computes what the current point proves, and keeps the best.
func (q *pointProver) prove() {
	if bound := q.bound(); bound > q.best.bound {
		q.best.bound = bound
		copy(q.best.w, q.w)
		q.best.multipliers.copy(&q.now)
	}
}

// bound is the lower bound of the point's multipliers, as FORMAT.md's rule computes it.
func (q *pointProver) bound() float64 {
	value, size, squares := q.p.Offset, q.p.Offset, 0.0
	for i, omega := range q.p.Weights {
		label, m := q.label[i], q.slope(i, q.t[i])
		if q.relaxed(i) {
			value += tailTerm(m, omega, label, q.interval(i))
		} else {
			value -= 2*m*label + m*m/omega
		}
		squares += m * m / omega
		size += 2*math.Abs(m*label) + m*m/omega
	}
	return value - 2*q.p.Dual(q.linear, q.scratch) - q.margin(size, squares)
}

// margin bounds what rounding and the reading of decimals may change of a bound: in the
// sums, in the multipliers, which the checker derives anew, and in g.
func (q *pointProver) margin(size, squares float64) float64 {
	e, root := &q.rounding, math.Sqrt(squares)
	first := 0.0
	for _, v := range q.w {
		first += math.Abs(v)
	}
	derived := e.YError + first*(e.XError+2*e.Unit*math.Sqrt(e.SumWeights)) + 8*e.Unit*root
	for _, eta := range q.now.eta {
		root += eta * q.widest
	}
	root += math.Abs(q.push.kappa) * q.widest
	linear := 4*e.Unit*root*q.reach + 2*float64(q.p.N)*q.p.WeightLimit*root*e.XError
	return e.Unit*size + 2*derived*(e.Labels+root+q.reach) + linear + q.p.OffsetError
}
