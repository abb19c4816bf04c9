package breakpoints

import "math"

// quad is a chain's least cost on one side of a kink as a function of the kink's multiplier α:
// c + αv − α²k.
type quad struct{ c, v, k float64 }

func (q quad) plus(r quad) quad { return quad{q.c + r.c, q.v + r.v, q.k + r.k} }

func (q quad) at(alpha float64) float64 { return q.c + alpha*(q.v-alpha*q.k) }

func (q quad) slope(alpha float64) float64 { return q.v - 2*alpha*q.k }

// peak is where it is largest.
func (q quad) peak() float64 { return q.v / (2 * q.k) }

// side is the chains on one side of a gap, one quad each for the multiplier at the near end of
// the gap (its left one) and at the far end.
type side struct{ near, far []quad }

func (s *side) clear() { s.near, s.far = s.near[:0], s.far[:0] }

// scratch is a worker's memory.
type scratch struct{ left, right side }

// gatherLeft collects the best chains that end before cut a at a level, by their last state.
func (t *tree) gatherLeft(n *node, level int, a int32, gap float64, out *side) {
	out.clear()
	from := int32(t.from[a])
	for _, g := range t.into[level] {
		states := n.groups[g].states
		for i := range states {
			p := &states[i]
			if p.b >= a {
				break
			}
			if p.b < from || int(a) < t.first[p.b] || int(a) > t.last[p.b] {
				continue
			}
			f := &t.fits[t.base[p.b]+int(a)]
			h := p.alpha * (f.left + p.right)
			y, slope := f.y+0.5*p.alpha*f.perW, f.slope-0.5*h*f.perA
			c := p.ahead + f.r + 0.5*(h*(f.slope+slope)-p.alpha*(f.y+y))
			d := f.right + gap
			out.near = append(out.near, quad{c, y + slope*f.right, 0.25 * (f.perW + f.right*f.right*f.perA)})
			out.far = append(out.far, quad{c, y + slope*d, 0.25 * (f.perW + d*d*f.perA)})
		}
	}
}

// gatherRight collects the best chains from cut b on at a level, by their first state.
func (t *tree) gatherRight(n *node, level int, b int32, gap float64, out *side) {
	out.clear()
	first, last, base := int32(t.first[b]), int32(t.last[b]), t.base[b]
	for _, g := range t.out[level] {
		states := n.groups[g].states
		for i := range states {
			q := &states[i]
			if q.a < first {
				continue
			}
			if q.a > last {
				break
			}
			f := &t.fits[base+int(q.a)]
			h := q.alpha * (f.right + q.left)
			y, slope := f.y-0.5*q.alpha*f.perW, f.slope-0.5*h*f.perA
			c := q.back + q.cost + f.r + 0.5*(h*(f.slope+slope)+q.alpha*(f.y+y))
			d := f.left + gap
			out.near = append(out.near, quad{c, slope*d - y, 0.25 * (f.perW + d*d*f.perA)})
			out.far = append(out.far, quad{c, slope*f.left - y, 0.25 * (f.perW + f.left*f.left*f.perA)})
		}
	}
}

// leastAt is the least quad at a multiplier.
func leastAt(quads []quad, alpha float64) (value float64, at int) {
	value, at = math.Inf(1), -1
	for i := range quads {
		q := &quads[i]
		if v := q.c + alpha*(q.v-alpha*q.k); v < value {
			value, at = v, i
		}
	}
	return value, at
}

// height is the least cost of the chains through a state, left and right, at a multiplier.
type height struct {
	alpha, left, right float64
	far                bool
}

func (h height) total() float64 { return h.left + h.right }

// mostSteps limits how long a multiplier is looked for: three mostly do.
const mostSteps = 10

// climb looks for the multiplier that makes the least cost largest, or at least stop. The cost is
// the least of sums of two quads, hence concave; the two quads that were least on either side of the
// peak bound it from above.
func climb(l, r []quad, alpha, cap, stop float64) (best height) {
	best = height{left: math.Inf(-1)}
	low, high := math.Inf(-1), math.Inf(1)
	var rising, falling quad
	for range mostSteps {
		alpha = float64(float32(max(-cap, min(alpha, cap))))
		left, i := leastAt(l, alpha)
		right, j := leastAt(r, alpha)
		if left+right > best.total() {
			best = height{alpha: alpha, left: left, right: right}
		}
		q := l[i].plus(r[j])
		if q.slope(alpha) > 0 {
			low, rising = alpha, q
		} else {
			high, falling = alpha, q
		}
		next, most := summit(rising, falling, low, high)
		if best.total() >= stop || most-best.total() <= enough*(stop-best.total()) || float64(float32(next)) == alpha {
			return best
		}
		alpha = next
	}
	return best
}

// enough is the share of what is lacking that is not worth another step.
const enough = 0x1p-8

// summit is where the lesser of two quads is largest, and that value: rising has a positive slope at
// low, falling a negative one at high; one may be missing.
func summit(rising, falling quad, low, high float64) (alpha, value float64) {
	if math.IsInf(high, 1) {
		return rising.peak(), rising.at(rising.peak())
	}
	if math.IsInf(low, -1) {
		return falling.peak(), falling.at(falling.peak())
	}
	if p := rising.peak(); p <= high && rising.at(p) <= falling.at(p) {
		return p, rising.at(p)
	}
	if p := falling.peak(); p >= low && falling.at(p) <= rising.at(p) {
		return p, falling.at(p)
	}
	alpha = crossing(rising, falling, low, high)
	return alpha, max(rising.at(alpha), falling.at(alpha))
}

// crossing is where two quads are equal, between low and high.
func crossing(a, b quad, low, high float64) float64 {
	c, v, k := a.c-b.c, a.v-b.v, a.k-b.k // c + αv − α²k = 0
	root := math.Sqrt(max(0, v*v+4*c*k))
	s := v + math.Copysign(root, v) // roots are s/2k and −2c/s
	for _, x := range []float64{-2 * c / s, s / (2 * k)} {
		if x > low && x < high {
			return x
		}
	}
	return low + (high-low)/2
}

// raise chooses the multipliers of the states at a gap, one of each sign at most, anew,
// and with them their costs ahead and back. All chains through it are counted.
func (t *tree) raise(n *node, g *group, pair []state, stop float64, m *scratch) {
	s := &pair[0]
	gap := t.gap[t.cuts[s.a]]
	t.gatherLeft(n, g.from, s.a, gap, &m.left)
	t.gatherRight(n, g.to, s.b, gap, &m.right)
	level, i := leastAt(m.left.near, 0)
	back, j := leastAt(m.right.near, 0)
	zero := height{left: level, right: back}
	if i < 0 || j < 0 || zero.total() >= stop {
		for k := range pair {
			pair[k].take(zero, gap)
		}
		return
	}
	best := [2]height{zero, zero}
	t.climbEnd(pair, m.left.near, m.right.near, i, j, false, stop, &best)
	t.climbEnd(pair, m.left.far, m.right.far, i, j, true, stop, &best)
	for k := range pair {
		pair[k].take(best[indexOf(pair[k].sign)], gap)
	}
}

func indexOf(sign int8) int {
	if sign > 0 {
		return 0
	}
	return 1
}

func (s *state) take(h height, gap float64) {
	s.setAlpha(h.alpha, gap, h.far)
	s.ahead, s.back = h.left, h.right
}

// climbEnd chooses the multiplier at one end of the gap. By its sign it serves convex or concave kinks:
// l' ≤ l at the near end, l' ≥ l at the far one, is what a convex kink asks for.
func (t *tree) climbEnd(pair []state, l, r []quad, i, j int, far bool, stop float64, best *[2]height) {
	q := l[i].plus(r[j])
	sign := int8(1)
	if (q.v > 0) != far {
		sign = -1
	}
	for k := range pair {
		s := &pair[k]
		if s.sign != sign {
			continue
		}
		alpha := q.peak()
		if s.alpha != 0 && (s.left > 0) == far {
			alpha = s.alpha
		}
		h := climb(l, r, alpha, t.cap, stop)
		h.far = far
		if at := indexOf(sign); h.total() > best[at].total() && h.alpha*q.v > 0 {
			best[at] = h
		}
	}
}
