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

// sum is a wide sum, rounded to the nearest.
func (g *guard) sum(s *wide) fixed {
	if top := int64(s.w3); top < -256 || top > 256 {
		g.failed = true
		return fixed{}
	}
	return s.nearest()
}
