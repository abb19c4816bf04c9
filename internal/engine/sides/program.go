package sides

import "relucert/internal/linalg"

// program is the convex problem of one node. Its variables are v = (c, ŵ_1, …, ŵ_k) and,
// local to a sample, p and z. It minimises ½Σ ω p² over the sides of undecided samples plus
// ½Σ ω (f - y)² over the decided ones, under constraints.
type program struct {
	*shape
	reach   []float64 // a sample: b, the most that |t| can be; nil: too large to matter
	signs   []int
	regions []*region

	decided []int // samples decided for every unit
	sides   []side
	walls   []wall
	balls   []ball
	box     box
	all     constraints
}

// side is one half of an undecided sample's loss, ½ω p² under p ≥ a + Σ z with
// a = sign·(⟨c, z⟩ - y) + Σ_j slope_j t_j + constant. Sign is +1 for a prediction
// above the label, -1 below.
type side struct {
	sample     int
	sign       float64
	omega      float64
	slope      []float64 // a unit
	constant   float64
	kinks      []kink
	first      int // the constraint p - a - Σ z ≥ 0
	p, step    float64
	kappa      float64
	beta, bend float64
	lambda     float64 // its multiplier in the proof
}

// kink is z ≥ t, z ≥ 0 for one unit: constraints first and first+1.
type kink struct {
	unit    int
	first   int
	z, step float64
	stiff   float64 // e
	share   float64 // ρ
	push    float64
}

// wall is a decided pair: σ·t ≥ 0.
type wall struct {
	sample int
	unit   int
	sigma  float64
	number int // of its cut in the certificate
	first  int
}

// ball is (B² - ‖w‖²)/2 ≥ 0.
type ball struct {
	unit  int
	first int
	image []float64 // Norm·ŵ
}

// along is a at a point, given its constant, or the change of a along a step, given 0.
func (q *program) along(d *side, x *vector, constant float64) float64 {
	a, t := d.sign*x.base[d.sample]+constant, q.pairs(x, d.sample)
	for j, b := range d.slope {
		a += b * t[j]
	}
	return a
}

// withKinks adds the kinks' shares of a step to how it shifts a.
func (q *program) withKinks(d *side, step *vector, shift float64) float64 {
	moved := q.pairs(step, d.sample)
	for l := range d.kinks {
		shift += d.kinks[l].share * moved[d.kinks[l].unit]
	}
	return shift
}

// ballValue is (B² - ‖w‖²)/2, and sets the image.
func (q *program) ballValue(b *ball, x *vector) float64 {
	w := q.weights(x.v, b.unit)
	linalg.SymMulVec(b.image, q.p.Norm, q.p.N, w)
	return (square(q.p.NormBound) - linalg.Dot(w, b.image)) / 2
}

// measure brings the constraints' residuals up to date.
func (q *program) measure(x *vector) {
	for d := range q.sides {
		q.measureSide(&q.sides[d], x)
	}
	for _, w := range q.walls {
		c := &q.all[w.first]
		c.residual = w.sigma*x.t[q.at(w.sample, w.unit)] - c.s
	}
	for j := range q.balls {
		b := &q.balls[j]
		c := &q.all[b.first]
		c.residual = q.ballValue(b, x) - c.s
	}
	q.measureBox(x)
}

func (q *program) measureSide(d *side, x *vector) {
	rest := d.p - q.along(d, x, d.constant)
	for l := range d.kinks {
		k := &d.kinks[l]
		rest -= k.z
		above, positive := q.all.kink(k)
		above.residual = k.z - x.t[q.at(d.sample, k.unit)] - above.s
		positive.residual = k.z - positive.s
	}
	q.all[d.first].residual = rest - q.all[d.first].s
}

// decidedSum is f - y of a decided sample at a point, the change of f along a step.
func (q *program) decidedSum(i int, x *vector) float64 {
	f := x.base[i]
	for j, r := range q.regions {
		if r.side[i] > 0 {
			f += float64(q.signs[j]) * x.t[q.at(i, j)]
		}
	}
	return f
}

// relaxedLoss is what the program minimises, twice, at a point and its p.
func (q *program) relaxedLoss(x *vector) float64 {
	loss := q.p.Offset
	for _, i := range q.decided {
		loss += q.p.Weights[i] * square(q.decidedSum(i, x))
	}
	for d := range q.sides {
		loss += q.sides[d].omega * square(q.sides[d].p)
	}
	return loss
}

// advance moves p and z, slacks and multipliers.
func (q *program) advance(t float64) {
	for d := range q.sides {
		n := &q.sides[d]
		n.p += t * n.step
		for l := range n.kinks {
			n.kinks[l].z += t * n.kinks[l].step
		}
	}
	q.all.advance(t)
}
