package sides

import "relucert/internal/linalg"

// program is the convex problem of one node. Its variables are v = (c, ŵ_1, …, ŵ_k) and,
// local to a sample, p and z. It minimises ½Σ ω p² over the sides of undecided samples plus
// ½Σ ω (f - y)² over the decided ones, under constraints.
type program struct {
	*layout
	reach   []float64 // a sample: b; nil without a norm bound
	signs   []int
	regions []*region

	decided []int // samples decided for every unit
	sides   []side
	walls   []wall
	balls   []ball
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

// load makes the program that of node n, with slacks for a point.
func (q *program) load(n *Node, x *vector) {
	q.signs, q.regions = n.Signs, n.Regions
	q.decided, q.sides, q.walls, q.all = q.decided[:0], q.sides[:0], q.walls[:0], q.all[:0]
	for i := range q.p.M {
		q.addSample(i, x)
	}
	for j, r := range q.regions {
		for k, i := range r.cuts {
			q.addWall(wall{sample: int(i), unit: j, sigma: float64(r.side[i]), number: r.numbers[k]}, x)
		}
	}
	q.addBalls(x)
}

func (q *program) addSample(i int, x *vector) {
	above, below, open := q.mayLose(i)
	if !open {
		q.decided = append(q.decided, i)
	}
	if above {
		q.addSide(i, 1, x)
	}
	if below {
		q.addSide(i, -1, x)
	}
}

// mayLose says whether some unit is undecided on sample i and, if so, on which sides of the
// label there is a loss: an output that nothing bounds from above makes up for all others.
func (q *program) mayLose(i int) (above, below, open bool) {
	for j, r := range q.regions {
		if r.side[i] != 0 {
			continue
		}
		if !open {
			above, below, open = true, true, true
		}
		if q.reach == nil && q.signs[j] > 0 {
			below = false
		} else if q.reach == nil {
			above = false
		}
	}
	return above, below, open
}

// addSide enters one side of sample i.
func (q *program) addSide(i int, sign float64, x *vector) {
	d := q.newSide()
	d.sample, d.sign, d.omega, d.constant, d.first = i, sign, q.p.Weights[i], 0, q.all.add(1)
	d.kinks = d.kinks[:0]
	for j := range q.regions {
		q.relax(d, j)
	}
	q.startSide(d, x)
}

// newSide reuses the memory of an earlier node's.
func (q *program) newSide() *side {
	if len(q.sides) < cap(q.sides) {
		q.sides = q.sides[:len(q.sides)+1]
	} else {
		q.sides = append(q.sides, side{})
	}
	d := &q.sides[len(q.sides)-1]
	if d.slope == nil {
		d.slope = make([]float64, q.units)
	}
	return d
}

// relax enters what stands for the output of unit j.
func (q *program) relax(d *side, j int) {
	a, decided := d.sign*float64(q.signs[j]), q.regions[j].side[d.sample]
	d.slope[j] = 0
	switch {
	case decided > 0:
		d.slope[j] = a
	case decided < 0:
	case a > 0:
		d.kinks = append(d.kinks, kink{unit: j, first: q.all.add(2)})
	default:
		d.slope[j] = -0.5
		d.constant -= q.reach[d.sample] / 2
	}
}

// startSide sets p and z a little above their bounds.
func (q *program) startSide(d *side, x *vector) {
	sum := q.along(d, x, d.constant)
	for l := range d.kinks {
		k := &d.kinks[l]
		t := x.t[q.at(d.sample, k.unit)]
		k.z = max(t, 0) + 1
		sum += k.z
		above, positive := q.all.kink(k)
		above.s, positive.s = k.z-t, k.z
	}
	d.p = max(sum, 0) + 1
	q.all[d.first].s = d.p - sum
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

func (q *program) addWall(w wall, x *vector) {
	w.first = q.all.add(1)
	q.all[w.first].s = max(w.sigma*x.t[q.at(w.sample, w.unit)], 1)
	q.walls = append(q.walls, w)
}

func (q *program) addBalls(x *vector) {
	if q.reach == nil {
		return
	}
	if q.balls == nil {
		for j := range q.units {
			q.balls = append(q.balls, ball{unit: j, image: make([]float64, q.p.N)})
		}
	}
	for j := range q.balls {
		b := &q.balls[j]
		b.first = q.all.add(1)
		q.all[b.first].s = max(q.ballValue(b, x), square(q.p.NormBound)/8)
	}
}

// ballValue is (B² - ‖w‖²)/2, and sets the image.
func (q *program) ballValue(b *ball, x *vector) float64 {
	w := q.unit(x.v, b.unit)
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
