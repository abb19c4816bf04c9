package boxes

import (
	"math"

	"relucert/internal/linalg"
	"relucert/proof/certificate"
)

// Of losses that are not squares a record says the multipliers themselves, m = ω·r: most are at an end, where a checker
// could not find them again from a point.

// explicitBound is bound for the r of the point, moved to where Σ ω r z vanishes but for rounding. What is left of it is paid for.
func (s *prover) explicitBound() (proved, computed float64) {
	e := &s.next
	copy(e.r, s.now.r)
	s.sumExplicit()
	for round := 0; round < 2 && s.p.P > 0; round++ {
		s.balance(e)
		s.sumExplicit()
	}
	return s.boundOf(e) - s.freeTerm(e), e.dual - s.payments(e, nil)
}

// sumExplicit computes next from its r.
func (s *loss) sumExplicit() { s.sum(&s.next, s.x, nil, (*loss).explicitListed) }

// explicitListed is the pass of sumExplicit.
func (s *loss) explicitListed(hand, from, to int, sums []float64) {
	h := &s.hands[hand]
	for at := from; at < to; at++ {
		r := s.next.r[at]
		wr := s.omega[at] * r
		h.pulled[at-from] = wr
		sums[2] -= wr * (2*s.labels[at] + s.p.Loss.Curve*r)
	}
	s.accumulate(sums[3:], h, from, to)
}

// balance takes off r what makes Σ ω r z differ from 0, the more where r is further from its ends.
func (s *prover) balance(e *evaluation) {
	p := s.p
	gram := make([]float64, p.P*p.P)
	for at, i := range s.list {
		s.watch.Look(p.P * p.P)
		linalg.SymRank1(gram, p.P, p.Weights[i]*s.room(e.r[at]), p.OutputRow(int(i)))
	}
	linalg.CholeskyFactorShifted(gram, p.P, leastDamping*leastDamping*s.rounding.SumWeights)
	copy(s.shift, e.gradient[:p.P])
	linalg.CholeskySolve(gram, p.P, s.shift)
	for at, i := range s.list {
		s.watch.Look(p.P)
		r := &e.r[at]
		*r = p.Loss.Within(*r - s.room(*r)*linalg.Dot(s.shift, p.OutputRow(int(i))))
	}
}

// imbalance is what the dual value gains, or about, by a Σ ω r z that is not 0. That of squares is repaired at no cost.
func (s *prover) imbalance() float64 {
	sum := 0.0
	for d, h := range s.now.gradient[:s.p.P] {
		if !s.p.Loss.Squared() {
			sum += 2 * math.Abs(h) * (1 + math.Abs(s.x[d]))
		}
	}
	return sum
}

// room is how far r is from its ends, at most 1.
func (s *prover) room(r float64) float64 {
	return max(0, min(1, r+s.p.Loss.Below, s.p.Loss.Above-r))
}

// freeTerm is what Σ ω r z ≠ 0 may cost: 2‖Σ ω r z‖ times the largest ‖c‖ that pays (FORMAT.md, Losses).
func (s *prover) freeTerm(e *evaluation) float64 {
	p, q := s.p, &s.rounding
	if p.P == 0 {
		return 0
	}
	h, r := 0.0, s.largestR()
	for _, v := range e.gradient[:p.P] {
		h += v * v
	}
	off := math.Sqrt(float64(p.P)) * (4*q.Unit*math.Sqrt(q.SumWeights) + q.XError) * r
	return 2 * (math.Sqrt(h) + off) * s.largestFree
}

// largestR bounds (Σ ω r²)^½.
func (s *prover) largestR() float64 {
	return math.Sqrt(s.rounding.SumWeights) * max(s.p.Loss.Below, s.p.Loss.Above)
}

// findLargestFree sets the bound of ‖c‖ of networks that are no worse than with c = 0.
func (s *setting) findLargestFree() {
	l, longest := s.p.Loss, 0.0
	for i := range s.p.M {
		longest = max(longest, sumOfMagnitudes(s.p.OutputRow(i)))
	}
	least, most := min(l.Below, l.Above), max(l.Below, l.Above)
	output := s.rounding.LargestOutput(s.p, s.units)
	s.largestFree = 4 * longest * ((most/least+1)*output + l.Curve*least/2) * (1 + 1e-9)
}

// explicitMargins are margins for an r that a record says: only sums are rounded, and the data.
func (s *prover) explicitMargins() (bound, column, fixed float64) {
	q, r := &s.rounding, s.largestR()
	bound = 4*q.Unit*r*(q.Labels+r) + 2*r*q.YError
	return bound, r * (q.unitR + 0x1p-50), float64(s.p.N) * q.XError * r
}

// explicitRecord is the snapshot as a dual record of node n.
func (s *prover) explicitRecord(n *Node, firstRows []int) *certificate.Dual {
	q := &s.proved
	d := &certificate.Dual{Node: n.Name(), Hint: q.bound}
	for at, i := range s.list {
		r := q.r[at]
		if r == 0 {
			continue
		}
		d.Samples = append(d.Samples, certificate.Multiplier{Row: firstRows[i], Value: s.p.Weights[i] * r})
		for j := range s.units {
			if r*float64(s.signs[j]) > 0 {
				s.recordSlope(d, j, at, firstRows[i])
			}
		}
	}
	d.Walls, d.Slacks = s.recordWalls(), s.recordSlacks()
	return d
}

// recordSlope says θ of a pair where it is not what a checker takes for it: 1 if l + u > 0, else 0.
func (s *prover) recordSlope(d *certificate.Dual, j, at, row int) {
	k, r := s.pair(j, at), s.regions[j]
	theta := s.proved.theta[k]
	x := s.p.Row(int(s.list[at]))
	if r.side(x) != 0 {
		return
	}
	l, u := r.interval(x)
	if math.Abs(l+u) > nearly*(u-l) && theta == step(l+u) {
		return
	}
	d.Kinks = append(d.Kinks, certificate.Slope{Row: row, Unit: j, Value: theta})
}
