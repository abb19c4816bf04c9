package breakpoints

import "math"

// quad is a chain's least cost on one side of a kink as a function of the kink's multiplier α:
// c + αv − α²k.
type quad struct{ c, v, k float64 }

// scaled is q as a function of another multiplier, of which α is u times.
func (q quad) scaled(u float64) quad { return quad{q.c, u * q.v, u * u * q.k} }

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
type scratch struct {
	left, right side
	best        [cap_ + 1]height // by kind
}

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
			h := -p.beta * (f.left + p.right)
			y, slope := f.y-0.5*p.beta*f.perW, f.slope-0.5*h*f.perA
			c := p.ahead + f.r + 0.5*(h*(f.slope+slope)+p.beta*(f.y+y))
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
			out.near = append(out.near, quad{c, y - slope*d, 0.25 * (f.perW + d*d*f.perA)})
			out.far = append(out.far, quad{c, y - slope*f.left, 0.25 * (f.perW + f.left*f.left*f.perA)})
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

// height is the least cost of the chains through a state, left and right and between, at a multiplier.
type height struct {
	family      family
	alpha       float64
	left, right float64
	total       float64
}

// slope is along which a family's multiplier moves the costs on both sides and between.
type slope struct {
	l, r []quad
	u, w float64
	own  quad
}

// at is the cost at a multiplier, and the quad that it has there.
func (s *slope) at(alpha float64) (height, quad) {
	left, i := leastAt(s.l, s.u*alpha)
	right, j := leastAt(s.r, s.w*alpha)
	h := height{alpha: alpha, left: left, right: right, total: left + right + s.own.at(alpha)}
	return h, s.l[i].scaled(s.u).plus(s.r[j].scaled(s.w)).plus(s.own)
}

// mostSteps limits how long a multiplier is looked for: three mostly do.
const mostSteps = 10

// climb looks for the multiplier that makes the least cost largest, or at least stop. The cost is
// the least of sums of quads, hence concave; the two that were least on either side of the
// peak bound it from above.
func (s *slope) climb(alpha, most, stop float64) (best height) {
	best.total = math.Inf(-1)
	low, high := math.Inf(-1), math.Inf(1)
	var rising, falling quad
	for range mostSteps {
		alpha = float64(float32(max(-most, min(alpha, most))))
		h, q := s.at(alpha)
		if h.total > best.total {
			best = h
		}
		if q.slope(alpha) > 0 {
			low, rising = alpha, q
		} else {
			high, falling = alpha, q
		}
		next, bound := summit(rising, falling, low, high)
		if best.total >= stop || bound-best.total <= enough*(stop-best.total) || float64(float32(next)) == alpha {
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

// raise chooses the multipliers of the states at one place, one of each kind at most, anew,
// and with them their costs ahead and back. All chains through it are counted.
func (t *tree) raise(n *node, g *group, states []state, stop float64, m *scratch) {
	s := &states[0]
	a, b := t.cuts[s.a], t.cuts[s.b]
	t.gatherLeft(n, g.from, s.a, t.gap[a], &m.left)
	t.gatherRight(n, g.to, s.b, t.gap[b], &m.right)
	left, i := leastAt(m.left.near, 0)
	back, j := leastAt(m.right.near, 0)
	freed := t.freed(a, b)
	zero := height{left: left, right: back, total: left + back + freed}
	best := &m.best
	for k := range best {
		best[k] = zero
	}
	if i >= 0 && j >= 0 && zero.total < stop {
		first, last := near, far
		if a != b {
			first, last = step, chord
		}
		for f := first; f <= last; f++ {
			t.climbAlong(states, f, i, j, stop, m)
		}
	}
	for k := range states {
		s, h := &states[k], best[states[k].kind]
		t.setAlpha(s, h.family, h.alpha)
		s.ahead, s.back = h.left+s.cost, h.right
	}
}

// climbAlong chooses a family's multiplier. By its sign it serves some kinds of states only.
func (t *tree) climbAlong(states []state, f family, i, j int, stop float64, m *scratch) {
	e := &families[f]
	along := slope{l: m.left.near, r: m.right.near}
	if e.leftFar {
		along.l = m.left.far
	}
	if e.rightFar {
		along.r = m.right.far
	}
	a, b := t.cuts[states[0].a], t.cuts[states[0].b]
	along.u, along.w = t.weights(f, a, b)
	if a != b {
		along.own = t.between(a, along.u+along.w)
		along.own.c = t.freed(a, b)
	}
	q := along.l[i].scaled(along.u).plus(along.r[j].scaled(along.w)).plus(along.own)
	kinds := e.above
	if q.v < 0 {
		kinds = e.below
	}
	alpha, wanted := q.peak(), false
	for k := range states {
		s := &states[k]
		if serves(kinds, s.kind) {
			wanted = true
			if s.family == f && s.multiplier*q.v > 0 {
				alpha = s.multiplier
			}
		}
	}
	if !wanted {
		return
	}
	h := along.climb(alpha, t.cap, stop)
	h.family = f
	for _, k := range kinds {
		if h.total > m.best[k].total && h.alpha*q.v > 0 {
			m.best[k] = h
		}
	}
}

func serves(kinds []kind, k kind) bool {
	for _, v := range kinds {
		if v == k {
			return true
		}
	}
	return false
}
