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
	hood // two concave ones
)

var kindSigns = [...][]int8{relaxed: nil, convex: {1}, concave: {-1}, rise: {1, -1}, fall: {-1, 1}, cup: {1, 1}, hood: {-1, -1}}

// A kind's conditions have a multiplier each. A kink's stand on l − l' at its gap's two ends; those of a join
// of one input on l − v and l' − v at that input and on v less the chord. slots are their signs; 0: there is none.
const mostSlots = 3

var slots = [...][mostSlots]float64{
	convex: {-1, 1}, concave: {1, -1},
	rise: {1, -1}, fall: {-1, 1}, cup: {1, 1, 1}, hood: {-1, -1, -1},
}

// pull is what multipliers put on the values of the left line at the near and the far end of its
// gap, and of the right line at those of its own. What they put on a free value is the rest to 0.
type pull struct{ leftNear, leftFar, rightNear, rightFar float64 }

func (p pull) plus(q pull, times float64) pull {
	return pull{p.leftNear + times*q.leftNear, p.leftFar + times*q.leftFar, p.rightNear + times*q.rightNear, p.rightFar + times*q.rightFar}
}

func (p pull) between() float64 { return -(p.leftNear + p.leftFar + p.rightNear + p.rightFar) }

// directions are the pulls of a state's conditions, from input a to b. The fourth is the first
// two of a join together, L against R.
func (s *samples) directions(a, b int) [mostSlots + 1]pull {
	if a == b {
		return [mostSlots + 1]pull{{leftNear: 1, rightNear: -1}, {leftFar: 1, rightFar: -1}}
	}
	l, r := s.gap[a], s.gap[b]
	return [mostSlots + 1]pull{
		{leftFar: 1}, {rightNear: 1}, {leftNear: -r / (l + r), rightFar: -l / (l + r)},
		{leftFar: 1, rightNear: -1},
	}
}

// set gives a state its multipliers.
func (t *tree) set(s *state, m [mostSlots]float64) {
	a, b := t.cuts[s.a], t.cuts[s.b]
	var p pull
	for i, d := range t.directions(a, b) {
		if i < mostSlots {
			p = p.plus(d, m[i])
		}
	}
	s.multipliers, s.pull = m, p
	s.alpha, s.beta = p.leftNear+p.leftFar, p.rightNear+p.rightFar
	s.left, s.right = p.leftFar*t.gap[a], p.rightNear*t.gap[b]
	s.cost = t.freed(a, b)
	if b > a {
		s.cost += t.free(a).at(p.between())
	}
}

// free is the least cost of a free value at an input, as a function of what multipliers put on it.
func (s *samples) free(input int) quad { return quad{0, s.y[input], 1 / (4 * s.w[input])} }
