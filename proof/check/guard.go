package check

// guard remembers that a number left the range: then the record proves nothing in
// fixed point.
type guard struct{ failed bool }

// number converts a number of the record that may be rounded.
func (g *guard) number(v float64) fixed {
	a, _, ok := fixedFrom(v)
	g.failed = g.failed || !ok
	return a
}

// exact converts a number that may not.
func (g *guard) exact(v float64) fixed {
	a, exact, ok := fixedFrom(v)
	g.failed = g.failed || !ok || !exact
	return a
}

// cost is a·b rounded up, for numbers that are not negative.
func (g *guard) cost(a, b fixed) fixed {
	if a.size()+b.size()-2*fraction > 36 {
		g.failed = true
		return fixed{}
	}
	return mulCeil(a, b)
}

// atLeast is a·b rounded down, for numbers that are not negative.
func (g *guard) atLeast(a, b fixed) fixed {
	if a.size()+b.size()-2*fraction > 36 {
		g.failed = true
		return fixed{}
	}
	return mulFloor(a, b)
}

// guardBits bound what plus returns: two such numbers cannot wrap around.
const guardBits = 126

// plus is a + b for numbers of at most guardBits.
func (g *guard) plus(a, b fixed) fixed {
	sum := a.plus(b)
	if sum.size() > guardBits {
		g.failed = true
		return fixed{}
	}
	return sum
}

// addSquare adds v² to a sum of less than 2^40 squares that is to pass sum.
func (g *guard) addSquare(s *wide, v fixed) {
	if v.size() > 101 {
		g.failed = true
		return
	}
	s.add(v, v)
}

// sum is a wide sum, rounded to the nearest. It has at most 121 bits.
func (g *guard) sum(s *wide) fixed {
	if top := int64(s.w3); top < -256 || top > 256 {
		g.failed = true
		return fixed{}
	}
	return s.nearest()
}
