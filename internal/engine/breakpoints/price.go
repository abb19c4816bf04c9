package breakpoints

import "math"

// price is what the inputs between two nodes cost at least, on one line.
type price struct {
	least float64
	more  []float64 // by how many kinks are before it, what constraints add; nil: nothing
}

func (p *price) of(c int) float64 {
	if p.more == nil {
		return p.least
	}
	return p.least + p.more[c]
}

// price is that of a line, whose inputs have these sums and that cost without constraints, behind from to below to kinks.
func (s *sieve) price(t *sums, least float64, i, j, from, to int) price {
	a, b := s.end(i), s.begin(j)
	if s.asked == nil || b-a < 3 || !s.asked.sloped() && !s.asked.holds(a, b) {
		return price{least: least}
	}
	detour := 0.0
	if s.asked.holds(a, b) {
		detour = s.asked.detour(a, t) * (1 - s.asked.lost())
	}
	s.more = s.more[:0]
	for c := from; c < to; c++ {
		s.more = append(s.more, max(detour, s.asked.tilted(t, c)))
	}
	return price{least, s.more}
}

// tilted is what a slope that a piece may have, the first being 0, costs the inputs of some sums more than their own one, at least.
func (c *constraints) tilted(t *sums, piece int) float64 {
	if !c.sloped() {
		return 0
	}
	lost := c.lost()
	slope := t.xy / t.xx
	near := c.nearest(slope, piece)
	off := math.Abs(near-slope) - lost*(math.Abs(near)+math.Abs(slope)+math.Sqrt(t.yy/t.xx))
	if off <= 0 {
		return 0
	}
	return off * t.xx * off * (1 - lost)
}

// lost is the share of sums that rounding may hide (rounding.go).
func (c *constraints) lost() float64 { return segmentError * float64(len(c.s.rows)+8) }

// crossed says that inputs between two nodes are on both sides of a known breakpoint: no line has them, nor longer ones.
func (s *sieve) crossed(i, j int) bool {
	return s.asked != nil && len(s.asked.Known) > 0 && s.begin(j) > s.end(i) && s.asked.crosses(s.end(i), s.begin(j))
}
