package sides

import (
	"context"
	"math"
)

// mostSteps bounds the work on one node; about 15 are usual.
const mostSteps = 80

// outcome is what solving a node's relaxation gave.
type outcome struct {
	bound      float64 // proved
	unfinished bool
}

// patience is how many steps in a row need not bring μ down.
const patience = 10

// solve moves towards the minimum of the relaxation by Mehrotra's predictor and
// corrector until the multipliers prove cutoff, or cannot.
func (s *relaxation) solve(ctx context.Context, to target) outcome {
	s.best.bound, s.best.payment = 0, math.Inf(1)
	least, since := math.Inf(1), 0
	for range mostSteps {
		if ctx.Err() != nil {
			return outcome{bound: s.best.bound, unfinished: true}
		}
		if s.measure(); s.center < least {
			least, since = s.center, 0
			copy(s.kept, s.point.v)
		} else if since++; since == patience || math.IsNaN(s.center) {
			break
		}
		lacking := 2 * s.center * float64(len(s.all)) // of the multipliers' bound
		if s.relaxedLoss() > s.best.bound+lacking {
			s.prove()
			lacking += s.best.payment
		}
		if s.best.bound >= to.cutoff || lacking < to.worth(s.best.bound, len(s.sides) > 0)/16 {
			break // reached, or settled below the cutoff: the rest is small beside what it is worth
		}
		s.step()
	}
	copy(s.point.v, s.kept)
	s.place(&s.point)
	return outcome{bound: s.best.bound}
}

// relaxedLoss is that of the present point.
func (s *relaxation) relaxedLoss() float64 {
	loss := s.p.Offset
	for _, i := range s.decided {
		loss += s.p.Weights[i] * square(s.decidedSum(i, &s.point))
	}
	for d := range s.sides {
		loss += s.sides[d].omega * square(s.sides[d].p)
	}
	return loss
}

// worth is what a gain of a bound is to be compared with: the tolerance or, where
// there is something to branch on, what the bound lacks.
func (to target) worth(bound float64, branching bool) float64 {
	if !branching {
		return to.tolerance
	}
	return max(to.tolerance, min(2*(to.cutoff-bound), to.cutoff/4))
}

// measure brings the constraints' residuals and μ up to date with v.
func (s *relaxation) measure() {
	s.place(&s.point)
	for d := range s.sides {
		q := &s.sides[d]
		rest := q.p - s.valueOf(q)
		for _, n := range q.kinks {
			rest -= n.z
			one, two := &s.all[n.first], &s.all[n.first+1]
			one.residual = n.z - s.point.t[s.at(q.sample, n.unit)] - one.s
			two.residual = n.z - two.s
		}
		s.all[q.first].residual = rest - s.all[q.first].s
	}
	for _, w := range s.walls {
		c := &s.all[w.first]
		c.residual = w.sigma*s.point.t[s.at(w.sample, w.unit)] - c.s
	}
	for j := range s.balls {
		b := &s.balls[j]
		c := &s.all[b.first]
		c.residual = s.ballValue(b) - c.s
	}
	s.center = s.meanProduct()
}

func (s *relaxation) meanProduct() float64 {
	sum := 0.0
	for c := range s.all {
		sum += s.all[c].s * s.all[c].lambda
	}
	return sum / float64(max(len(s.all), 1))
}

// step moves by one predictor-corrector step.
func (s *relaxation) step() {
	s.assemble()
	for c := range s.all {
		n := &s.all[c]
		n.target = -n.s * n.lambda
	}
	s.direction()
	t := s.longest()
	ahead := 0.0
	for c := range s.all {
		n := &s.all[c]
		ahead += (n.s + t*n.ds) * (n.lambda + t*n.dlambda)
		n.affine = n.ds * n.dlambda
	}
	ratio := ahead / (float64(max(len(s.all), 1)) * max(s.center, math.SmallestNonzeroFloat64))
	aim := ratio * ratio * ratio * s.center
	for c := range s.all {
		n := &s.all[c]
		n.target = aim - n.s*n.lambda - n.affine
	}
	s.direction()
	s.advance(min(1, inside*s.longest()))
}

// inside is how far a step goes on the way to the first zero.
const inside = 0.995

// longest is how far, at most 1/inside, slacks and multipliers stay positive.
func (s *relaxation) longest() float64 {
	t := 1 / inside
	for c := range s.all {
		n := &s.all[c]
		if n.ds < 0 {
			t = min(t, -n.s/n.ds)
		}
		if n.dlambda < 0 {
			t = min(t, -n.lambda/n.dlambda)
		}
	}
	return t
}

func (s *relaxation) advance(t float64) {
	for d, v := range s.change.v {
		s.point.v[d] += t * v
	}
	for d := range s.sides {
		q := &s.sides[d]
		q.p += t * q.step
		for l := range q.kinks {
			q.kinks[l].z += t * q.kinks[l].step
		}
	}
	for c := range s.all {
		n := &s.all[c]
		n.s += t * n.ds
		n.lambda += t * n.dlambda
	}
}
