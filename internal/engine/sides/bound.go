package sides

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// conclude computes the bound from the sums.
func (q *prover) conclude() {
	w, e := &q.proof, &q.rounding
	slack, price, rounding := q.conditions()
	w.payment = price + rounding + q.freeTerm()
	moved := math.Sqrt(w.squares)
	if q.tailed() {
		moved += e.Labels
	}
	margin := e.Unit*w.size + 2*moved*e.YError + q.p.OffsetError
	w.bound = max(0, q.p.Offset-q.p.OffsetError, q.p.Offset+w.value-slack-w.payment-margin)
}

// sum computes the sums from the multipliers.
func (q *prover) sum() {
	q.proof.sums.clear()
	for i, m := range q.proof.m {
		if i%budget.Stride == 0 {
			q.watch.Rows(q.rowCost())
		}
		if m != 0 {
			q.sumSample(i, m)
		}
	}
	for k, w := range q.walls {
		q.addLinear(w.sample, w.unit, -w.sigma*q.proof.eta[k])
	}
}

func (q *prover) sumSample(i int, m float64) {
	w, p := &q.proof, q.p
	square := m * m / p.Weights[i]
	w.squares += square
	w.value -= 2*m*p.Y[i] + square
	w.size += 2*math.Abs(m*p.Y[i]) + square
	linalg.AddScaled(w.moments, m, p.Z[i*p.P:])
	for j, r := range q.regions {
		constant := q.addPair(i, j, r.side[i], m*float64(q.signs[j]))
		if how, ok := r.implied[int32(i)]; ok && m*float64(q.signs[j]) < 0 {
			constant -= 2 * math.Abs(m) * p.WeightLimit * how.rest
		}
		w.value += constant
		w.size -= constant
	}
}

// addPair adds to g what bounds m·max(0, t) from below and returns twice its
// constant, which is not positive.
func (q *prover) addPair(i, j int, side int8, m float64) (constant float64) {
	switch {
	case side < 0:
	case side > 0:
		q.addLinear(i, j, m)
	case m > 0:
		q.addLinear(i, j, m*q.proof.theta[q.at(i, j)])
	case q.tailed():
		q.addLinear(i, j, m)
		return q.tail(i, j, m)
	default:
		q.addLinear(i, j, m/2)
		return m * q.reachOf(i)
	}
	return 0
}

// tailed says that a record's multipliers m < 0 of undecided samples are slopes of their own losses, not of chords above max(0, t):
// FORMAT.md's rule for one unit with a norm bound and without output part, whether the ball is within the box or not.
func (l *shape) tailed() bool { return l.units == 1 && l.p.P == 0 && l.p.NormBound > 0 }

// tail is what that rule takes from -2my - m²/ω.
func (q *prover) tail(i, j int, m float64) float64 {
	omega, label, reach := q.p.Weights[i], float64(q.signs[j])*q.p.Y[i], q.reachOf(i)
	q.proof.size += 2 * omega * label * label
	return tailTerm(m, omega, label, interval{-reach, reach}) + 2*m*label + m*m/omega
}

// reachOf is b, the largest |t| of sample i.
func (q *prover) reachOf(i int) float64 {
	if q.reach != nil {
		return q.reach[i]
	}
	return reachInBox(q.p, i)
}

func (q *prover) addLinear(i, j int, m float64) {
	g, terms := q.block(q.proof.linear, j), q.block(q.proof.terms, j)
	for d, x := range q.row(i) {
		g[d] += m * x
		terms[d] += math.Abs(m * x)
	}
}

// conditions is what norm bounds and what g ≠ 0 cost, and what rounding may add.
func (q *prover) conditions() (slack, price, rounding float64) {
	most := 2 * q.p.WeightLimit
	for j := range q.units {
		g, terms, force, off := q.block(q.proof.linear, j), q.block(q.proof.terms, j), q.block(q.proof.force, j), q.dataError(j)
		if q.p.NormBound > 0 {
			slack += q.slackPrice(j, g, terms)
		}
		for d := range g {
			due, extra := q.price(g[d], force[d])
			slack, price = slack+due, price+extra
			rounding += most * (q.rounding.Unit*terms[d] + off)
		}
	}
	return slack, price, rounding
}

// dataError bounds how far an entry of g may be off because x̂ is rounded.
func (q *prover) dataError(j int) float64 {
	sum := math.Sqrt(q.proof.squares)
	for k, w := range q.walls {
		if w.unit == j {
			sum += q.proof.eta[k] / math.Sqrt(q.p.Weights[w.sample])
		}
	}
	return sum * q.rounding.XError
}

// slackPrice chooses h with Th = -g but for the box's forces, which it leaves in g, and returns 2B times its norm; terms
// grow by Th's.
func (q *prover) slackPrice(j int, g, terms []float64) float64 {
	h := q.block(q.proof.slack, j)
	for d, f := range q.block(q.proof.force, j) {
		q.normal[d], g[d] = -g[d]-f, -f
	}
	most := q.p.Dual(q.normal, h)
	for d := range h {
		for e, t := range q.p.Transform[d*q.p.N:][:d+1] {
			terms[d] += math.Abs(t * h[e])
		}
	}
	return 2 * most
}

// freeTerm is what Σ ω r z ≠ 0 costs: 2‖H‖ times the largest ‖c‖ of a best fit.
func (q *prover) freeTerm() float64 {
	if q.p.P == 0 {
		return 0
	}
	lacking := 0.0
	for _, h := range q.proof.moments {
		lacking += h * h
	}
	e, r := &q.rounding, q.proof.squares
	h := math.Sqrt(lacking) + e.Unit*math.Sqrt(r*e.SumWeights)*4 + math.Sqrt(r)*e.XError*float64(q.p.P)
	return 2 * h * (2 * e.LargestOutput(q.p, q.units))
}
