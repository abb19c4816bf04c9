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
	s.prover.restart()
	least, since := math.Inf(1), 0
	for range mostSteps {
		if ctx.Err() != nil {
			return outcome{bound: s.prover.best.bound, unfinished: true}
		}
		if s.measure(); s.mu < least {
			least, since = s.mu, 0
			copy(s.kept, s.point.v)
		} else if since++; since == patience || math.IsNaN(s.mu) {
			break
		}
		if s.settled(to) {
			break
		}
		s.step(since > 0)
	}
	copy(s.point.v, s.kept)
	s.place(&s.point)
	return outcome{bound: s.prover.best.bound}
}

// measure brings residuals and μ up to date with v.
func (s *relaxation) measure() {
	s.place(&s.point)
	s.program.measure(&s.point)
	s.mu = s.all.meanProduct()
}

// settled says that the bound has reached the cutoff, or that what may still come is small
// beside what it is worth.
func (s *relaxation) settled(to target) bool {
	best := &s.prover.best
	lacking := 2 * s.mu * float64(len(s.all)) // of the multipliers' bound
	if s.relaxedLoss(&s.point) > best.bound+lacking {
		s.prover.prove(&s.point)
		lacking += best.payment
	}
	return best.bound >= to.cutoff || lacking < to.worth(best.bound, len(s.sides) > 0)/16
}

// worth is what a gain of a bound is to be compared with: the tolerance or, where
// there is something to branch on, what the bound lacks.
func (to target) worth(bound float64, branching bool) float64 {
	if !branching {
		return to.tolerance
	}
	return max(to.tolerance, min(2*(to.cutoff-bound), to.cutoff/4))
}

// step moves by one predictor-corrector step, a cautious one after one that has not brought μ down.
func (s *relaxation) step(cautious bool) {
	s.system.assemble()
	s.all.predict()
	s.system.direction(&s.point, &s.change)
	s.all.correct(s.mu, cautious)
	s.system.direction(&s.point, &s.change)
	s.advance(min(1, inside*s.all.longest()))
}

func (s *relaxation) advance(t float64) {
	for d, v := range s.change.v {
		s.point.v[d] += t * v
	}
	s.program.advance(t)
}
