package kinks

import (
	"math"
	"slices"

	"relucert/internal/twofold"
)

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

// apart is the SSE of the best function of the shape on the passive rows and the
// best line on the active ones, joined or not.
func (c *cell) apart() twofold.Number { return c.passive.sse(c.shape).Plus(c.active.sse(line)) }

// bound is a lower bound on the SSE of the networks with a kink in the cell and
// s not 0. They are a cone, convex for each sign of s: its optimum is either that of
// the two sides apart, if they meet in the cell, or has its kink at an end. Better networks
// than there were go to take.
func (c *cell) bound(take func(candidate)) float64 {
	apart := c.apart()
	low := c.below(apart)
	if low >= c.cutoff {
		return low
	}
	from, to := c.gapAt(c.from), c.gapAt(c.to)
	if c.meet(from, to) {
		if t, ok := c.crossing(from, to); ok {
			take(c.joined(apart, t))
		} else { // rounding hides that they meet at an end
			c.knot(c.from, take)
			c.knot(c.to, take)
		}
		return low
	}
	return max(low, min(c.end(apart, c.from, from, take), c.end(apart, c.to, to, take)))
}

// meet says whether the sides' best functions may meet in the cell, with s of an
// allowed sign.
func (c *cell) meet(from, to float64) bool {
	return slices.ContainsFunc(c.signs, func(sign int) bool {
		return float64(sign)*from <= c.tolerance && float64(sign)*to >= -c.tolerance
	})
}

// crossing is where they meet, if they surely do.
func (c *cell) crossing(from, to float64) (t float64, ok bool) {
	ok = slices.ContainsFunc(c.signs, func(sign int) bool {
		return float64(sign)*from <= 0 && float64(sign)*to >= 0 && from != to
	})
	return c.from + (c.to-c.from)*(from/(from-to)), ok
}

// gapAt is by how much the active side's line exceeds the passive function.
func (c *cell) gapAt(x float64) float64 {
	return c.active.at(line, x).Minus(c.passive.at(c.shape, x)).Hi
}

// joined is the network of the two sides apart, which meet at t.
func (c *cell) joined(apart twofold.Number, t float64) candidate {
	b, d := c.passive.slope(c.shape), c.active.slope(line)
	return hinge{t, c.side, c.side * d.Minus(b).Hi, c.passive.at(c.shape, t).Hi, b.Hi}.candidate(apart)
}

// end bounds the SSE with the kink at an end of the cell. To close a gap between the
// sides there costs gap² / (1/stiffness + 1/stiffness): if that is too much, all is said.
func (c *cell) end(apart twofold.Number, t, gap float64, take func(candidate)) float64 {
	sure := max(0, math.Abs(gap)-c.tolerance)
	p, a := c.passive.stiffness(c.shape, t), c.active.stiffness(line, t)
	cost := sure * sure / (1/p + 1/a) * (1 - stiffnessError)
	if low := c.below(apart.Plus(twofold.Number{Hi: cost})); low >= c.cutoff {
		return low
	}
	return c.knot(t, take)
}

// knot bounds the SSE with the kink at t; with s of the wrong sign there is no
// optimum but s = 0, which is none of the cell's.
func (c *cell) knot(t float64, take func(candidate)) float64 {
	p, a := c.passive.through(c.shape, t), c.active.through(line, t)
	var h twofold.Number
	if n := p.n.Plus(a.n); c.shape != zero && n.Hi > 0 {
		h = p.m.Plus(a.m).Over(n)
	}
	sse, b := p.e.Plus(a.e).Minus(p.m.Plus(a.m).Times(h)), p.slope(h)
	s := c.side * a.slope(h).Minus(b).Hi
	may := false
	for _, sign := range c.signs {
		may = may || float64(sign)*s >= -c.slopeTolerance
		if float64(sign)*s > 0 {
			take(hinge{t, c.side, s, h.Hi, b.Hi}.candidate(sse))
		}
	}
	if !may {
		return math.Inf(1)
	}
	return c.below(sse)
}
