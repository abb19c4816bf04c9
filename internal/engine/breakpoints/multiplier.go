package breakpoints

// kind is which kinks a state has.
type kind int8

// Joins of one input between two pieces have two kinks; of those of more inputs nothing is
// asked: they are relaxed, as are freed ends, which need not be.
const (
	relaxed kind = iota
	convex
	concave
	rise // convex, then concave: L ≤ v ≤ R, the lines' values and the free one at the input between
	fall // concave, then convex: L ≥ v ≥ R
	cup  // two convex ones: L ≤ v, R ≤ v, and v below the chord between the lines' ends
	cap_ // two concave ones
)

var kindSigns = [...][]int8{relaxed: nil, convex: {1}, concave: {-1}, rise: {1, -1}, fall: {-1, 1}, cup: {1, 1}, cap_: {-1, -1}}

// family is a condition between two pieces, on the left line at an end of its gap, on the right one at an
// end of its own, and on the free value between them, if there is one: α·(u·l + w·l' − (u+w)·v).
type family int8

const (
	none  family = iota
	near         // the lines of a kink, at its gap's left end
	far          // at its right end
	step         // L and R
	left_        // L and v
	right        // R and v
	chord        // the lines' ends and v
)

// condition says where a family's terms stand, and which kinds of kinks may have it with α > 0 and with α < 0.
type ends struct {
	leftFar, rightFar bool // the gap's right end
	above, below      []kind
}

var families = [...]ends{
	near:  {false, false, []kind{concave}, []kind{convex}},
	far:   {true, true, []kind{convex}, []kind{concave}},
	step:  {true, false, []kind{rise}, []kind{fall}},
	left_: {true, false, []kind{rise, cup}, []kind{fall, cap_}},
	right: {true, false, []kind{fall, cup}, []kind{rise, cap_}},
	chord: {false, true, []kind{cup}, []kind{cap_}},
}

// weights are u and w of a family in a state that frees the inputs from a to b.
func (s *samples) weights(f family, a, b int) (u, w float64) {
	switch f {
	case near, far, step:
		return 1, -1
	case left_:
		return 1, 0
	case right:
		return 0, 1
	case chord:
		return -s.gap[b] / (s.gap[a] + s.gap[b]), -s.gap[a] / (s.gap[a] + s.gap[b])
	}
	return 0, 0
}

// setAlpha gives a state its multiplier.
func (t *tree) setAlpha(s *state, f family, alpha float64) {
	a, b := t.cuts[s.a], t.cuts[s.b]
	u, w := t.weights(f, a, b)
	s.family, s.multiplier = f, alpha
	s.alpha, s.beta = u*alpha, w*alpha
	s.left, s.right = 0, 0
	if families[f].leftFar {
		s.left = t.gap[a]
	}
	if f != none && !families[f].rightFar {
		s.right = t.gap[b]
	}
	s.cost = t.freed(a, b)
	if b > a && f != none {
		s.cost += t.between(a, u+w).at(alpha)
	}
}

// between is the least cost of the free value at an input, as a function of α.
func (s *samples) between(input int, sum float64) quad {
	return quad{0, -sum * s.y[input], sum * sum / (4 * s.w[input])}
}
