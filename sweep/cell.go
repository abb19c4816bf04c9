package sweep

import "math"

// cell is the kinks between two neighbouring inputs: the unit is 0 on the
// passive rows and positive on the active ones, up to the kink's own.
type cell struct {
	*task
	passive, active group
	shape           shape   // of the passive side; the active one is a line
	from, to        float64 // the last passive and the first active input
	size                    // what bounds rounding
}

// newCell is the cell with these groups on the sides of its kink. The passive
// one is left of it if side is 1, right of it if side is −1.
func (k *task) newCell(left, right group, a, b row) cell {
	c := cell{task: k, passive: left, active: right, shape: k.passive, from: a.x, to: b.x}
	if k.side < 0 {
		c.passive, c.active, c.from, c.to = right, left, b.x, a.x
	}
	c.size = k.sizeOf(&c)
	return c
}

// relaxed bounds the SSE of a function of the shape on the passive rows and any
// line on the active ones, joined or not.
func (c *cell) relaxed() float64 { return c.below(c.passive.sse(c.shape).plus(c.active.sse(line))) }

// bound is a lower bound on the SSE of the networks with a kink in the cell and
// s not 0. They are a cone, convex for each sign of s: its optimum is either that of
// the two sides apart, if they meet in the cell, or has its kink at an end.
func (c *cell) bound(at func(candidate)) float64 {
	low := c.relaxed()
	if low >= c.cutoff || c.meets(at) {
		return low
	}
	return max(low, min(c.knot(c.from, at), c.knot(c.to, at)))
}

// meets says whether the sides' best functions may meet in the cell, with s of
// the right sign, and reports where.
func (c *cell) meets(at func(candidate)) bool {
	from, to := c.gapAt(c.from), c.gapAt(c.to)
	may := false
	for _, sign := range c.signs {
		a, b := float64(sign)*from, float64(sign)*to
		may = may || a <= c.tolerance && b >= -c.tolerance
		if a <= 0 && b >= 0 && b > a {
			c.report(at, c.from+(c.to-c.from)*(a/(a-b)))
		}
	}
	return may
}

// gapAt is by how much the active side's line exceeds the passive function.
func (c *cell) gapAt(x float64) float64 {
	return c.active.at(line, x).minus(c.passive.at(c.shape, x)).hi
}

// report gives the candidate of the two sides apart, which meet at t.
func (c *cell) report(at func(candidate), t float64) {
	b, d := c.passive.slope(c.shape), c.active.slope(line)
	sse := c.passive.sse(c.shape).plus(c.active.sse(line))
	at(hinge{t, c.side, c.side * d.minus(b).hi, c.passive.at(c.shape, t).hi, b.hi}.candidate(sse))
}

// knot bounds the SSE with the kink at t; with s of the wrong sign there is no
// optimum but s = 0, which is none of the cell's.
func (c *cell) knot(t float64, at func(candidate)) float64 {
	p, a := c.passive.through(c.shape, t), c.active.through(line, t)
	var h dd
	if n := p.n.plus(a.n); c.shape != zero && n.hi > 0 {
		h = p.m.plus(a.m).over(n)
	}
	sse, b := p.e.plus(a.e).minus(p.m.plus(a.m).times(h)), p.slope(h)
	s := c.side * a.slope(h).minus(b).hi
	may := false
	for _, sign := range c.signs {
		may = may || float64(sign)*s >= -c.slopeTolerance
		if float64(sign)*s > 0 {
			at(hinge{t, c.side, s, h.hi, b.hi}.candidate(sse))
		}
	}
	if !may {
		return math.Inf(1)
	}
	return c.below(sse)
}
