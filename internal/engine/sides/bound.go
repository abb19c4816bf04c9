package sides

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// proof is what the multipliers prove: r, θ and η, and the bound.
type proof struct {
	bound   float64
	payment float64   // what the unit conditions cost
	squares float64   // Σ ω r²
	m       []float64 // a sample: ω·r
	theta   []float64 // a sample and unit, of undecided pairs with a_j·m > 0
	eta     []float64 // a wall
	moments []float64 // P: Σ ω r z
	linear  []float64 // kN: g
	terms   []float64 // kN: Σ of the absolute values of g's terms
	slack   []float64 // kN: h, with a norm bound
}

func newProof(l *layout) proof {
	p, units := l.p, l.units
	q := proof{m: make([]float64, p.M), theta: make([]float64, p.M*units), moments: make([]float64, p.P),
		linear: make([]float64, units*p.N), terms: make([]float64, units*p.N)}
	if p.NormBound > 0 {
		q.slack = make([]float64, units*p.N)
	}
	return q
}

// prove computes what the current multipliers prove, and keeps the best.
func (s *relaxation) prove() {
	s.takeMultipliers()
	s.evaluate()
	if q := &s.proof; q.bound > s.best.bound || q.bound == s.best.bound && q.payment < s.best.payment {
		s.proof, s.best = s.best, s.proof
	}
}

// evaluate refines the proof's multipliers and computes its bound.
func (s *relaxation) evaluate() {
	value, size := s.dual()
	for round := 0; round < refinements && s.system.ready && s.mustBalance(); round++ {
		s.refine()
		value, size = s.dual()
	}
	q := &s.proof
	slack, price, rounding := s.conditions()
	q.payment = price + rounding + s.freeTerm()
	margin := s.rounding.Unit*size + 2*math.Sqrt(q.squares)*s.rounding.YError + s.p.OffsetError
	q.bound = max(0, s.p.Offset-s.p.OffsetError, s.p.Offset+value-slack-q.payment-margin)
}

// refinements are the rounds that remove from the conditions what rounding and
// shortened steps left there: with tiny slacks the multipliers are known less well
// than a payment of 2Λ allows.
const refinements = 2

// mustBalance: norm bounds pay for any g, but nothing cheap for Σ ω r z, or for g
// without them.
func (s *relaxation) mustBalance() bool { return s.reach == nil || s.p.P > 0 }

// refine moves the multipliers against the step y whose image under the last
// matrix is what the conditions lack.
func (s *relaxation) refine() {
	q := &s.proof
	y := s.change.v
	copy(y, q.moments)
	copy(y[s.p.P:], q.linear)
	if s.reach != nil {
		clear(y[s.p.P:])
	}
	linalg.CholeskySolve(s.system.factor, s.size, y)
	s.images(&s.change)
	for _, i := range s.decided {
		q.m[i] -= s.p.Weights[i] * s.decidedSum(i, &s.change)
	}
	for d := range s.sides {
		s.refineSide(&s.sides[d])
	}
	for k, w := range s.walls {
		c := &s.all[w.first]
		q.eta[k] = max(0, q.eta[k]+w.sigma*c.stiff*s.change.t[s.at(w.sample, w.unit)])
	}
}

func (s *relaxation) refineSide(d *side) {
	q, moved := &s.proof, s.pairs(&s.change, d.sample)
	_, along := s.along(d)
	before := d.lambda
	d.lambda = max(0, before-along/d.kappa)
	q.m[d.sample] += d.sign * (d.lambda - before)
	for _, n := range d.kinks {
		two := &s.all[n.first+1]
		theta := &q.theta[s.at(d.sample, n.unit)]
		one := *theta*before - n.share*along/d.kappa - n.share*two.stiff*moved[n.unit]
		if *theta = 0; d.lambda > 0 {
			*theta = min(1, max(0, one/d.lambda))
		}
	}
}

// takeMultipliers sets m, θ and η.
func (s *relaxation) takeMultipliers() {
	q := &s.proof
	clear(q.m)
	for _, i := range s.decided {
		q.m[i] = s.p.Weights[i] * s.decidedSum(i, &s.point)
	}
	for d := range s.sides {
		n := &s.sides[d]
		n.lambda = s.all[n.first].lambda
		q.m[n.sample] += n.sign * n.lambda
		for _, k := range n.kinks {
			q.theta[s.at(n.sample, k.unit)] = min(1, s.all[k.first].lambda/n.lambda)
		}
	}
	q.eta = q.eta[:0]
	for _, w := range s.walls {
		q.eta = append(q.eta, s.all[w.first].lambda)
	}
}

// dual is Σ ω(-2ry - r²) with the constants of m(t + b)/2, and the sum of its
// terms' sizes. It fills the moments, g and Σ ω r² as it goes.
func (s *relaxation) dual() (value, size float64) {
	q, p := &s.proof, s.p
	q.squares = 0
	clear(q.moments)
	clear(q.linear)
	clear(q.terms)
	for i, m := range q.m {
		if i%budget.Stride == 0 {
			s.watch.Look(budget.Stride * s.size)
		}
		if m == 0 {
			continue
		}
		square := m * m / p.Weights[i]
		q.squares += square
		value -= 2*m*p.Y[i] + square
		size += 2*math.Abs(m*p.Y[i]) + square
		linalg.AddScaled(q.moments, m, p.Z[i*p.P:])
		for j, r := range s.regions {
			constant := s.addPair(i, j, r.side[i], m*float64(s.signs[j]))
			if at, ok := r.implied[int32(i)]; ok && m*float64(s.signs[j]) < 0 {
				constant -= 2 * math.Abs(m) * s.p.WeightLimit * at.rest
			}
			value += constant
			size -= constant
		}
	}
	for k, w := range s.walls {
		s.addLinear(w.sample, w.unit, -w.sigma*q.eta[k])
	}
	return value, size
}

// addPair adds to g what bounds m·max(0, t) from below and returns twice its
// constant, which is not positive.
func (s *relaxation) addPair(i, j int, side int8, m float64) (constant float64) {
	switch {
	case side < 0:
	case side > 0:
		s.addLinear(i, j, m)
	case m > 0:
		s.addLinear(i, j, m*s.proof.theta[s.at(i, j)])
	default:
		s.addLinear(i, j, m/2)
		return m * s.reachOf(i)
	}
	return 0
}

// reachOf is b, the largest |t| of sample i.
func (s *relaxation) reachOf(i int) float64 {
	if s.reach != nil {
		return s.reach[i]
	}
	sum := 0.0
	for _, x := range s.row(i) {
		sum += math.Abs(x)
	}
	return sum * s.p.WeightLimit * (1 + 1e-9)
}

func (s *relaxation) addLinear(i, j int, m float64) {
	n := s.p.N
	g, terms := s.proof.linear[j*n:][:n], s.proof.terms[j*n:][:n]
	for d, x := range s.row(i) {
		g[d] += m * x
		terms[d] += math.Abs(m * x)
	}
}

// conditions is what norm bounds and what g ≠ 0 cost, and what rounding may add.
func (s *relaxation) conditions() (slack, price, rounding float64) {
	n := s.p.N
	for j := range s.units {
		g, terms := s.proof.linear[j*n:][:n], s.proof.terms[j*n:][:n]
		error := s.dataError(j)
		if s.reach != nil {
			slack += s.slackPrice(j, g, terms)
			clear(g)
		}
		for d := range g {
			price += 2 * s.p.WeightLimit * math.Abs(g[d])
			rounding += 2 * s.p.WeightLimit * (s.rounding.Unit*terms[d] + error)
		}
	}
	return slack, price, rounding
}

// dataError bounds how far an entry of g may be off because x̂ is rounded.
func (s *relaxation) dataError(j int) float64 {
	sum := math.Sqrt(s.proof.squares)
	for k, w := range s.walls {
		if w.unit == j {
			sum += s.proof.eta[k] / math.Sqrt(s.p.Weights[w.sample])
		}
	}
	return sum * s.rounding.XError
}

// slackPrice chooses h with Th = -g and returns 2B times its norm; terms grow by Th's.
func (s *relaxation) slackPrice(j int, g, terms []float64) float64 {
	n, p := s.p.N, s.p
	h := s.proof.slack[j*n:][:n]
	for d := range g {
		s.normal[d] = -g[d]
	}
	most := p.Dual(s.normal, h)
	for d := range h {
		for e, t := range p.Transform[d*n:][:d+1] {
			terms[d] += math.Abs(t * h[e])
		}
	}
	return 2 * most
}

// freeTerm is what Σ ω r z ≠ 0 costs: 2‖H‖ times the largest ‖c‖ of a best fit.
func (s *relaxation) freeTerm() float64 {
	if s.p.P == 0 {
		return 0
	}
	square := 0.0
	for _, h := range s.proof.moments {
		square += h * h
	}
	e := &s.rounding
	squares := s.proof.squares
	h := math.Sqrt(square) + e.Unit*math.Sqrt(squares*e.SumWeights)*4 + math.Sqrt(squares)*e.XError*float64(s.p.P)
	return 2 * h * (2 * e.LargestOutput(s.p, s.units))
}
