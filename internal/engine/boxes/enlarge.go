package boxes

import "slices"

// enlarge scales a point that has more dual value than the cutoff asks for, but violates unit conditions, by so much that
// they may hold, and says that the point is now promising. A point that is not is left as it was.
func (s *relaxation) enlarge(cutoff, mu float64) bool {
	share := s.prover.shortage(cutoff)
	if share == 0 || s.vain == vainScales {
		return false
	}
	copy(s.before, s.x)
	for q := range s.x {
		s.x[q] *= 1 + share
	}
	s.evaluate(s.x, mu)
	if s.prover.promising(cutoff) {
		return true
	}
	s.vain++
	copy(s.x, s.before)
	s.evaluate(s.x, mu)
	return false
}

// vainScales is how often a node's points are scaled in vain.
const vainScales = 2

// enlarging is how much more than what seems needed a point is scaled by.
const enlarging = 1.5

// shortage is the share by which to scale x, or 0 if that is no use. Let q be the network's outputs at x. In a narrow
// region those of the vertices are nearly in proportion to q. So scaling by 1 + s adds about s·‖q‖²/Σλ to each Ψ(v), and takes 2s·‖q‖² off
// the dual value; at the minimiser ‖q‖² = Σ ω y² − dual. With an output part it is no use: beside it, the outputs of vertices are not alike.
func (s *prover) shortage(cutoff float64) (share float64) {
	if !s.squares || s.p.P > 0 || s.now.dual <= cutoff {
		return 0
	}
	s.unitMargins(&s.now, s.margin)
	violation, lambdas := 0.0, 0.0
	for j := range s.units {
		if !s.alike(j) {
			violation = max(violation, 4*s.margin[j]-slices.Min(s.alphas(s.now.gradient, j)))
			lambdas += s.lambda(s.x, j)
		}
	}
	need, size := violation*lambdas, s.rounding.Labels*s.rounding.Labels-s.now.dual
	if size <= 0 || s.now.dual-4*need < cutoff {
		return 0
	}
	return enlarging * need / size
}
