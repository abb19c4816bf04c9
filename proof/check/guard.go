package check

import "relucert/internal/wide"

// guard remembers that a number left the range: then the record proves nothing in
// fixed point.
type guard struct{ failed bool }

// number converts a number of the record that may be rounded.
func (g *guard) number(v float64) wide.Fixed {
	a, _, ok := wide.FromFloat(v)
	g.failed = g.failed || !ok
	return a
}

// exact converts a number that may not.
func (g *guard) exact(v float64) wide.Fixed {
	a, exact, ok := wide.FromFloat(v)
	g.failed = g.failed || !ok || !exact
	return a
}

// cost is a·b rounded up, for numbers that are not negative.
func (g *guard) cost(a, b wide.Fixed) wide.Fixed {
	if a.Size()+b.Size()-2*wide.Fraction > 36 {
		g.failed = true
		return wide.Fixed{}
	}
	return wide.MulCeil(a, b)
}

// atLeast is a·b rounded down, for numbers that are not negative.
func (g *guard) atLeast(a, b wide.Fixed) wide.Fixed {
	if a.Size()+b.Size()-2*wide.Fraction > 36 {
		g.failed = true
		return wide.Fixed{}
	}
	return wide.MulFloor(a, b)
}

// guardBits bound what plus returns: two such numbers cannot wrap around.
const guardBits = 126

// plus is a + b for numbers of at most guardBits.
func (g *guard) plus(a, b wide.Fixed) wide.Fixed {
	sum := a.Plus(b)
	if sum.Size() > guardBits {
		g.failed = true
		return wide.Fixed{}
	}
	return sum
}

// addSquare adds v² to a sum of less than 2^40 squares that is to pass sum.
func (g *guard) addSquare(s *wide.Sum, v wide.Fixed) {
	if v.Size() > 101 {
		g.failed = true
		return
	}
	s.Add(v, v)
}

// sum is s as a number, rounded to the nearest. It has at most 121 bits.
func (g *guard) sum(s *wide.Sum) wide.Fixed {
	if !s.Within200() {
		g.failed = true
		return wide.Fixed{}
	}
	return s.Nearest()
}
