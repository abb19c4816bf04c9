package boxes

import (
	"slices"

	"relucert/internal/engine/node"
	"relucert/internal/linalg"
)

// prover finds what a point proves of the node.
type prover struct {
	*loss
	rounding rounding
	gramZ    []float64 // factor of Σ ω z zᵀ
	// largestFree bounds ‖c‖ of the networks that matter; not of squares.
	largestFree float64
	margin      []float64 // a unit: how far its Ψ may be wrong
	recording   bool      // keep the point of the best bound in proved
	proved      snapshot
}

func newProver(l *loss, of setting) prover {
	s := prover{loss: l, rounding: of.rounding, gramZ: of.gramZ, largestFree: of.largestFree, margin: make([]float64, of.units)}
	s.rounding.prepare(of.units, of.size())
	return s
}

// prove enters what the current point proves.
func (s *prover) prove(best *outcome, mu, cutoff float64) {
	bound, computed := s.bound()
	s.keep(best, bound, mu)
	best.rounded = s.p.Loss.Squared() && len(s.list) == 0 && max(computed, s.now.loss) >= cutoff
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

// lack is what the dual value lacks to the value, payments included.
func (s *prover) lack() float64 {
	s.unitMargins(&s.now, s.margin)
	return s.now.loss + s.excess() - s.now.dual + s.payments(&s.now, s.margin) + s.imbalance()
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
	if !s.p.Loss.Squared() {
		return s.explicitBound()
	}
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
