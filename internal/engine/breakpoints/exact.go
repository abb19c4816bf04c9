package breakpoints

import (
	"context"
	"math"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/network"
)

// matcher settles chains.
type matcher struct {
	samples *samples
	levels
	program
}

func newMatcher(ctx context.Context, s *samples, l levels) matcher {
	m := matcher{samples: s, levels: l}
	m.watch = budget.On(ctx)
	return m
}

// sse is a network's, infinite if the time is up.
func (m *matcher) sse(n *network.Network, data *dataset.Dataset) (sse float64) {
	defer budget.Catch(func() { sse = math.Inf(1) })
	return n.SSEWatched(data, &m.watch)
}

// settle bounds a chain's cost, and gives its best function if there is time and it has one: if the signs of its kinks in cuts are known, and the
// class has those of the others that the function has.
func (m *matcher) settle(c chain) (bound float64, best curve, ok bool) {
	m.load(m.samples, c, 0, m.samples.size(), 0)
	v := m.solve()
	bound = v - m.error + m.samples.within
	if m.broken {
		return bound, best, false
	}
	for i, s := range c.signs {
		if s == 0 && c.places[i]%2 == 1 {
			return bound, best, false
		}
	}
	best = m.curve(c)
	return bound, best, !m.signed || m.has(best.signs)
}

// has says whether the class has so many kinks of each sign.
func (l levels) has(signs []int8) bool {
	plus, minus := 0, 0
	for _, s := range signs {
		if s > 0 {
			plus++
		} else {
			minus++
		}
	}
	return plus <= l.plus && minus <= l.minus
}

// curve is the function that the program's solution stands for.
func (p *program) curve(c chain) curve {
	out := curve{value: p.start(&p.pieces[0]), slopes: []float64{p.slopeFrom(0)}}
	for i := range p.joints {
		j := &p.joints[i]
		sign := c.signs[i]
		if j.at < 0 {
			out.knots = append(out.knots, p.s.x[p.pieces[j.middle].first])
			out.cuts = append(out.cuts, 0)
			out.slopes = append(out.slopes, p.chord(j.middle))
		} else {
			out.knots = append(out.knots, p.meeting(i))
			out.cuts = append(out.cuts, j.at)
			out.slopes = append(out.slopes, p.slopeFrom(j.right))
		}
		if sign == 0 {
			sign = 1
			if out.slopes[i+1] < out.slopes[i] {
				sign = -1
			}
		}
		out.signs = append(out.signs, sign)
	}
	if !p.pinned() {
		p.straighten(out.slopes)
	}
	return out
}

// straighten makes the slopes on both sides of joints that are none the same: the limit, if one holds either.
func (p *program) straighten(slopes []float64) {
	for i := range p.joints {
		if _, held := p.held(p.joints[i].right); p.straight(i) && !held {
			slopes[i+1] = slopes[i]
		}
	}
	for i := len(p.joints) - 1; i >= 0; i-- {
		if p.straight(i) {
			slopes[i] = slopes[i+1]
		}
	}
}

// pinned says that the curve goes through a point, whose conditions are not told from limits and joints: slopes are as they come out.
func (p *program) pinned() bool { return p.s.asked != nil && p.s.asked.Through != nil }

// chord is the slope from a run's value to the next.
func (p *program) chord(k int) float64 {
	return (p.pieces[k+1].value - p.pieces[k].value) / p.s.gap[p.pieces[k].first+1]
}

// slopeFrom is a piece's slope: where a limit holds it, that limit, without what rounding adds.
func (p *program) slopeFrom(k int) float64 {
	if p.pieces[k].single {
		return p.chord(k)
	}
	if limit, held := p.held(k); held {
		return limit
	}
	return p.pieces[k].tilt
}

// held is the limit that holds a piece's slope, if one does.
func (p *program) held(k int) (limit float64, ok bool) {
	low, high := p.s.asked.slope(p.number + k)
	if p.holds(p.pieces[k].low) {
		return low, true
	}
	return high, low == high && !p.pinned() || p.holds(p.pieces[k].high)
}

// holds says that a condition, counted from 1, has a multiplier.
func (p *program) holds(row int) bool { return row > 0 && p.lambda[row-1] > 0 }

// straight says that conditions hold joint i so that it is none: the lines on both sides meet at both of its ends, or a bend is 0.
func (p *program) straight(i int) bool {
	j := &p.joints[i]
	if j.row < 0 || p.lambda[j.row] == 0 {
		return false
	}
	if j.at < 0 {
		return true
	}
	e := p.ends(i)
	return e.leftNear < e.leftFar && p.lambda[j.row+1] > 0
}

// start is a piece's value at its first input.
func (p *program) start(k *piece) float64 { return k.value - k.tilt*k.left }

// meeting is where the pieces on both sides of a cut meet, in it.
func (p *program) meeting(i int) float64 {
	j := &p.joints[i]
	e := p.ends(i)
	l, r, gap := &p.pieces[j.left], &p.pieces[j.right], p.s.gap[j.at]
	a, b := l.value+l.tilt*l.right, p.start(r)
	down := l.tilt
	if l.single {
		down = p.chord(j.left - 1)
	}
	from := b - gap*p.slopeFrom(j.right) - a
	to := b - (a + gap*down)
	share := from / (from - to)
	if !(share >= 0) {
		share = 0
	}
	return p.s.x[j.at-1] + min(e.leftFar, max(e.leftNear, share*gap))
}
