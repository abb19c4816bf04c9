package sides

import (
	"math"

	"relucert/internal/engine/node"
	"relucert/internal/linalg"
)

// proof is what multipliers prove: r, θ and η, and the bound.
type proof struct {
	bound   float64
	payment float64   // what the unit conditions cost
	m       []float64 // a sample: ω·r
	theta   []float64 // a pair, of undecided ones with a_j·m > 0
	eta     []float64 // a wall
	slack   []float64 // kN: h, with a norm bound
	force   []float64 // kN: of the box against g
	pull    []float64 // kN: of the balls
	sums
}

// sums are what a bound is made of.
type sums struct {
	value   float64   // Σ ω(-2ry - r²) with the constants of m(t + b)/2
	size    float64   // of its terms' absolute values
	squares float64   // Σ ω r²
	moments []float64 // P: Σ ω r z
	linear  []float64 // kN: g
	terms   []float64 // kN: Σ of the absolute values of g's terms
}

func newProof(l *shape) proof {
	q := proof{m: make([]float64, l.p.M), theta: make([]float64, l.p.M*l.units), force: make([]float64, l.units*l.p.N), pull: make([]float64, l.units*l.p.N)}
	q.moments, q.linear, q.terms = make([]float64, l.p.P), make([]float64, l.units*l.p.N), make([]float64, l.units*l.p.N)
	if l.p.NormBound > 0 {
		q.slack = make([]float64, l.units*l.p.N)
	}
	return q
}

func (q *sums) clear() {
	q.value, q.size, q.squares = 0, 0, 0
	clear(q.moments)
	clear(q.linear)
	clear(q.terms)
}

// prover finds out what multipliers of a program prove.
type prover struct {
	*program
	proof, best proof
	system      *system
	scratch     *vector // a step
	normal      []float64
	rounding    node.Rounding
	firstRows   []int
}

func newProver(of *system, scratch *vector, shared *shared) prover {
	l := of.shape
	return prover{program: of.program, proof: newProof(l), best: newProof(l), system: of, scratch: scratch,
		normal: make([]float64, l.p.N), rounding: shared.rounding, firstRows: shared.firstRows}
}

// restart forgets what was best.
func (q *prover) restart() { q.best.bound, q.best.payment = 0, math.Inf(1) }

// prove computes what the current multipliers prove, and keeps the best.
func (q *prover) prove(at *vector) {
	q.take(at)
	q.evaluate()
	if now, best := &q.proof, &q.best; now.bound > best.bound || now.bound == best.bound && now.payment < best.payment {
		q.keep()
	}
}

func (q *prover) keep() { q.proof, q.best = q.best, q.proof }

// take sets m, θ and η.
func (q *prover) take(at *vector) {
	clear(q.proof.m)
	for _, i := range q.decided {
		q.proof.m[i] = q.p.Weights[i] * q.decidedSum(i, at)
	}
	for d := range q.sides {
		q.takeSide(&q.sides[d])
	}
	q.takeTails()
	q.proof.eta = q.proof.eta[:0]
	for _, w := range q.walls {
		q.proof.eta = append(q.proof.eta, q.all[w.first].lambda)
	}
	q.takeBox(at)
	q.takeBalls(at)
}

func (q *prover) takeSide(d *side) {
	d.lambda = q.all[d.first].lambda
	q.proof.m[d.sample] += d.sign * d.lambda
	for _, k := range d.kinks {
		q.proof.theta[q.at(d.sample, k.unit)] = min(1, q.all[k.first].lambda/d.lambda)
	}
}

// takeTails halves the multipliers of samples whose chords the program has, where a record asks for the slopes of their losses.
func (q *prover) takeTails() {
	if !q.tailed() {
		return
	}
	for i, side := range q.regions[0].side {
		if side == 0 && q.proof.m[i]*float64(q.signs[0]) < 0 {
			q.proof.m[i] /= 2
		}
	}
}

// refinements are the rounds that remove from the conditions what rounding and
// shortened steps left there: with tiny slacks the multipliers are known less well
// than a payment of 2Λ allows.
const refinements = 2

// evaluate refines the proof's multipliers and computes its bound.
func (q *prover) evaluate() {
	q.sum()
	for round := 0; round < refinements && q.system.ready; round++ {
		q.refine()
		q.sum()
	}
	q.conclude()
}

// refine moves the multipliers against the step y whose image under the last
// matrix is what the conditions lack.
func (q *prover) refine() {
	y := q.scratch
	copy(y.v, q.proof.moments)
	copy(y.v[q.p.P:], q.proof.linear)
	linalg.AddScaled(y.v[q.p.P:], 1, q.proof.force)
	linalg.AddScaled(y.v[q.p.P:], 1, q.proof.pull)
	linalg.CholeskySolve(q.system.factor, q.size, y.v)
	q.images(y)
	for _, i := range q.decided {
		q.proof.m[i] -= q.p.Weights[i] * q.decidedSum(i, y)
	}
	for d := range q.sides {
		q.refineSide(&q.sides[d], y)
	}
	for k, w := range q.walls {
		stiff := q.all[w.first].stiff
		q.proof.eta[k] = max(0, q.proof.eta[k]+w.sigma*stiff*y.t[q.at(w.sample, w.unit)])
	}
	q.refineBox(y)
	q.refineBalls(y)
}

func (q *prover) refineSide(d *side, y *vector) {
	moved, before := q.pairs(y, d.sample), d.lambda
	along := q.withKinks(d, y, q.along(d, y, 0))
	d.lambda = max(0, before-along/d.kappa)
	q.proof.m[d.sample] += d.sign * (d.lambda - before)
	for _, k := range d.kinks {
		theta, positive := &q.proof.theta[q.at(d.sample, k.unit)], &q.all[k.first+1]
		above := *theta*before - k.share*along/d.kappa - k.share*positive.stiff*moved[k.unit]
		if *theta = 0; d.lambda > 0 {
			*theta = min(1, max(0, above/d.lambda))
		}
	}
}
