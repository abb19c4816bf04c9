package breakpoints

// Line is a broken line of a class with constraints, in units of the data: through (X, Y) with the first slope.
type Line struct {
	X, Y   float64
	Slopes []float64
	Kinks  []Kink // one less
}

// Kink is a breakpoint, and the inputs on both sides of it.
type Kink struct{ At, Left, Right float64 }

// line is the curve as such.
func (c *curve) line(s *samples) *Line {
	unit := s.unitY / s.unitX
	l := &Line{X: s.asked.raw[0], Y: (c.value + s.y0) * s.unitY}
	for _, v := range c.slopes {
		l.Slopes = append(l.Slopes, v*unit)
	}
	for i, t := range c.knots {
		h := c.cuts[i]
		l.Kinks = append(l.Kinks, Kink{t * s.unitX, s.asked.raw[h-1], s.asked.raw[h]})
	}
	return l
}
