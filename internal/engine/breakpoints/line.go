package breakpoints

// Line is a broken line of a class with constraints or jumps, in units of the data: through (X, Y) with the first slope.
type Line struct {
	X, Y   float64
	Slopes []float64
	Kinks  []Kink // one less
}

// Kink is a breakpoint, the inputs on both sides of it, and the sign that the class gives it; 0: either.
type Kink struct {
	At, Left, Right float64
	Sign            int
	Value           float64 // of a jump: that behind it, at Right
}

// line is the curve as such.
func (c *curve) line(s *samples, signed bool) *Line {
	unit := s.unitY / s.unitX
	l := &Line{X: s.asked.raw[0], Y: (c.value + s.y0) * s.unitY}
	for _, v := range c.slopes {
		l.Slopes = append(l.Slopes, v*unit)
	}
	for i, t := range c.knots {
		h, sign := c.cuts[i], 0
		if signed {
			sign = int(c.signs[i])
		}
		l.Kinks = append(l.Kinks, Kink{t * s.unitX, s.asked.raw[h-1], s.asked.raw[h], sign, 0})
	}
	return l
}
