package boxes

import (
	"context"
	"math"
	"slices"

	"relucert/internal/engine/node"
	"relucert/internal/linalg"
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

// prover finds what a point proves of the node.
type prover struct {
	*loss
	rounding  rounding
	gramZ     []float64 // factor of Σ ω z zᵀ
	margin    []float64 // a unit: how far its Ψ may be wrong
	recording bool      // keep the point of the best bound in proved
	proved    snapshot
}

func newProver(l *loss, of setting) prover {
	s := prover{loss: l, rounding: of.rounding, gramZ: of.gramZ, margin: make([]float64, of.units)}
	s.rounding.prepare(of.units, of.size())
	return s
}

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
	rounds, hidden := 0, math.Inf(1)
	for range newtonSteps {
		if ctx.Err() != nil {
			best.unfinished = true
			return
		}
		if s.prover.promising(cutoff) {
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

// prove enters what the current point proves.
func (s *prover) prove(best *outcome, mu, cutoff float64) {
	bound, computed := s.bound()
	s.keep(best, bound, mu)
	best.rounded = len(s.list) == 0 && max(computed, s.now.loss) >= cutoff
	if best.rounded && best.bound < cutoff {
		s.keepSharp(best, mu)
	}
}

// keep enters a bound that the point at hand proves.
func (s *prover) keep(best *outcome, bound, mu float64) {
	if s.recording && bound > best.bound {
		s.proved.take(s.loss, bound, mu)
	}
	best.bound = max(best.bound, bound)
}

// keepSharp enters what a sharper look at the point proves, which it leaves as it is.
func (s *prover) keepSharp(best *outcome, mu float64) {
	x, walls := slices.Clone(s.x), slices.Clone(s.walls)
	s.keep(best, s.sharpBound(), mu)
	copy(s.x, x)
	copy(s.walls, walls)
	s.evaluate(s.x, mu)
}

// smoothingLoss is how much F exceeds F_μ here.
func (s *loss) smoothingLoss() float64 { return s.now.exact - s.now.loss }

// converged says that what the point's dual value lacks to the value is small
// beside what smoothing and violated norm bounds hide, or beside the tolerance.
func (s *relaxation) converged(tolerance float64) bool {
	return s.prover.lack() < max((s.smoothingLoss()+math.Abs(s.excess()))/4, tolerance/8)
}

// settled says that the point is good enough for a node that is divided anyway:
// its dual value is near its value, or that is next to nothing beside the
// cutoff, or no sample is undecided and it has converged.
func (s *relaxation) settled(cutoff, tolerance float64) bool {
	if len(s.list) == 0 {
		return s.converged(tolerance)
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

// excess is how much the dual value exceeds the value where multipliers of norm
// bounds and cuts do not yet fit.
func (s *loss) excess() float64 { return s.norms.excess() + s.walls.excess() }

// lack is what the dual value lacks to the value, payments included.
func (s *prover) lack() float64 {
	s.unitMargins(&s.now, s.margin)
	return s.now.loss + s.excess() - s.now.dual + s.payments(&s.now, s.margin)
}

// takeAim sets how far inside the unit conditions the steps aim: a share of
// what the value exceeds the cutoff by, and never less than rounding needs.
func (s *relaxation) takeAim(cutoff, tolerance float64) {
	lambdas := 0.0
	for j := range s.units {
		lambdas += s.lambda(s.x, j)
	}
	spare := min(max(s.now.loss-cutoff, tolerance/4), cutoff/16)
	s.prover.unitMargins(&s.now, s.prover.margin)
	for j := range s.newton.aims {
		a := &s.newton.aims[j]
		a.epsilon = max(spare/(16*(lambdas+1)), 4*s.prover.margin[j])
	}
}

// limitAims ends the rewards well above usual λ.
func (s *newton) limitAims() {
	for j := range s.aims {
		s.aims[j].limit = 32
	}
}

// promising says whether bound may reach the cutoff: the dual value before
// repair, less what violated unit conditions would cost.
func (s *prover) promising(cutoff float64) bool {
	return s.now.dual-s.payments(&s.now, nil) >= cutoff
}

// bound is the lower bound that the current point proves for every network of
// the node: LB(r) for the r of the point made orthogonal to Z, less what the
// unit conditions cost under the weight limit, less a margin for rounding. What
// equal rows differ by is always a bound. Computed is it without the margins.
func (s *prover) bound() (proved, computed float64) {
	e := &s.now
	if s.p.P > 0 {
		copy(s.shift, e.gradient[:s.p.P])
		linalg.CholeskySolve(s.gramZ, s.p.P, s.shift)
		e = &s.next
		s.project()
	}
	return s.boundOf(e), e.dual - s.payments(e, nil)
}

// boundOf is what an evaluation proves whose r is orthogonal to Z.
func (s *prover) boundOf(e *evaluation) float64 {
	margin := s.unitMargins(e, s.margin)
	s.addSlopeMargins(s.margin)
	bound := node.Least(s.p)
	if proved := e.dual - s.payments(e, s.margin) - margin; proved > bound { // not for a NaN
		bound = proved
	}
	return bound
}

// payments are 2Λ times what each unit's condition min_v Ψ(v) ≥ margin lacks
// (no margins: 0).
func (s *prover) payments(e *evaluation, margins []float64) float64 {
	total := 0.0
	for j := range s.units {
		if s.alike(j) {
			continue
		}
		least := slices.Min(s.alphas(e.gradient, j))
		if margins != nil {
			least -= margins[j]
		}
		if least < 0 {
			total -= 2 * s.p.WeightLimit * least
		}
	}
	return total
}
