package boxes

import (
	"context"
	"math"
)

// Smoothing goes from muStart down to muEnd, in units of the labels' RMS.
const (
	muStart  = 0.1
	muEasy   = 1e-3
	muEnd    = 1e-7
	muFactor = 0.3

	proximalRounds = 25
)

// newtonSteps bounds the work on one node. Nodes that stop there are divided.
const newtonSteps = 200

// outcome is what solving a node's relaxation gave.
type outcome struct {
	bound      float64 // proved
	mu         float64
	unfinished bool
	// rounded: nothing but the margin for rounding keeps bound below the cutoff.
	rounded bool
}

// solve minimises the relaxation until its repaired bound reaches cutoff, or
// its value falls below it (then no bound can reach it), or nothing improves.
// Where only rounding is in the way it starts again from 0: of points that differ
// along flat directions, the smallest lose least to rounding.
func (s *relaxation) solve(ctx context.Context, cutoff, tolerance, mu float64) outcome {
	s.prover.proved.bound = 0
	s.newton.limitAims()
	best := outcome{mu: mu}
	if s.minimise(ctx, &best, cutoff, tolerance); best.rounded && best.bound < cutoff {
		clear(s.x)
		s.minimise(ctx, &best, cutoff, tolerance)
	}
	return best
}

// minimise is solve from the point at hand.
func (s *relaxation) minimise(ctx context.Context, best *outcome, cutoff, tolerance float64) {
	mu := best.mu
	s.evaluate(s.x, mu)
	s.vain = 0
	rounds, hidden := 0, math.Inf(1)
	for range newtonSteps {
		if ctx.Err() != nil {
			best.unfinished = true
			return
		}
		if s.prover.promising(cutoff) || s.enlarge(cutoff, mu) {
			if s.prover.prove(best, mu, cutoff); best.bound >= cutoff {
				return
			}
		}
		if s.now.exact < cutoff && s.norms.hold() && s.walls.hold(s.x) && s.settled(cutoff, tolerance) {
			break
		}
		s.takeAim(cutoff, tolerance)
		if moved := s.step(mu); !moved || s.converged(tolerance) {
			if rounds++; rounds > proximalRounds {
				break
			}
			copy(s.center, s.now.theta)
			copy(s.resting, s.now.r)
			s.norms.update()
			s.walls.update()
			if mu > muEasy || s.smoothingLoss() > hidden/2 {
				mu = max(mu*muFactor, muEnd)
			}
			hidden = s.smoothingLoss()
			s.evaluate(s.x, mu)
		}
		best.mu = mu
	}
	s.prover.prove(best, mu, cutoff)
}

// step moves x by a Newton step for ½F_μ - Σ_j reward_j(λ_j) under α ≥ 0 and
// returns whether it moved.
func (s *relaxation) step(mu float64) (moved bool) {
	for damping := leastDamping; ; damping *= dampingFactor {
		s.newton.chooseFree()
		s.newton.assemble()
		s.newton.modelGradient()
		if !(s.newton.minimiseModel(damping) < 0) {
			return false
		}
		reach := s.newton.reach()
		if reach < 1 && damping < mostDamping {
			continue
		}
		if t := s.newton.search(reach); t > 0 {
			s.newton.move(t)
			s.evaluate(s.x, mu)
			return true
		}
		return s.tryBlind(reach, mu)
	}
}

// tryBlind takes the step where rounding hides the slope, and takes it back
// unless the bound gains by it.
func (s *relaxation) tryBlind(reach, mu float64) bool {
	before := s.prover.lack()
	copy(s.before, s.x)
	s.newton.move(reach)
	s.evaluate(s.x, mu)
	if s.prover.lack() < before {
		return true
	}
	copy(s.x, s.before)
	s.evaluate(s.x, mu)
	return false
}

// converged says that what the point's dual value lacks to the value is small
// beside what smoothing and violated norm bounds hide, or beside the tolerance.
func (s *relaxation) converged(tolerance float64) bool {
	return s.prover.lack() < max((s.smoothingLoss()+math.Abs(s.excess()))/4, tolerance/8)
}

// settled says that the point is good enough for a node that is divided anyway:
// its dual value is near its value, or that is next to nothing beside the
// cutoff, or no sample is undecided and it has converged, smoothing or not.
func (s *relaxation) settled(cutoff, tolerance float64) bool {
	if s.open == 0 {
		return s.prover.lack() < max(math.Abs(s.excess())/4, tolerance/8)
	}
	return s.early || s.now.loss <= nothing*cutoff || s.prover.lack() <= enough*s.now.loss
}

// hasty says that a node is divided before it is settled, which is when its bound lacks
// at most the share enough of its value, or its value is the share nothing of the cutoff.
// What no bound can close is seen sooner, and a search that ends needs no other bounds; one that is stopped
// does: after its first nodes it settles those of every fourth generation.
func hasty(nodes int64, depth int) bool {
	return nodes < early && depth < shallow || depth%generations != 0
}

const (
	early       = 4000
	shallow     = 14
	generations = 4
	enough      = 0.2
	nothing     = 0.02
)

// takeAim sets how far inside the unit conditions the steps aim: a share of
// what the value exceeds the cutoff by, the smaller one of the tolerance where that is
// little, and never less than rounding needs.
func (s *relaxation) takeAim(cutoff, tolerance float64) {
	lambdas := 0.0
	for j := range s.units {
		lambdas += s.lambda(s.x, j)
	}
	spare := max(min(s.now.loss-cutoff, cutoff/16)/4, tolerance/64)
	s.prover.unitMargins(&s.now, s.prover.margin)
	for j := range s.newton.aims {
		a := &s.newton.aims[j]
		a.epsilon = max(spare/(lambdas+1), 4*s.prover.margin[j])
	}
}
