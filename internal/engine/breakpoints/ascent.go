package breakpoints

import "math"

// line is a chain on one side of a gap, as a function of what multipliers put on its last line's
// values at the near and the far end: c + n·near + f·far − (n²·nn + 2nf·nf + f²·ff)/4.
type line struct {
	c, near, far, nn, nf, ff float64

	group, state int32 // the chain's nearest
}

// side is the chains on one side of a gap.
type side []line

// least is the least cost of a chain, and which it is.
func (s side) least(n, f float64) (value float64, at int) {
	value, at = math.Inf(1), -1
	for i := range s {
		l := &s[i]
		if v := l.c + n*(l.near-0.25*n*l.nn) + f*(l.far-0.25*f*l.ff-0.5*n*l.nf); v < value {
			value, at = v, i
		}
	}
	return value, at
}

// along is the lines' costs as functions of one multiplier alone, which puts dn and df on the
// values, beside n and f.
func (s side) along(n, f, dn, df float64, out []quad) []quad {
	for i := range s {
		out = append(out, s[i].along(n, f, dn, df))
	}
	return out
}

func (l *line) along(n, f, dn, df float64) quad {
	return quad{
		c: l.c + n*(l.near-0.25*n*l.nn) + f*(l.far-0.25*f*l.ff-0.5*n*l.nf),
		v: dn*(l.near-0.5*(n*l.nn+f*l.nf)) + df*(l.far-0.5*(n*l.nf+f*l.ff)),
		k: 0.25 * (dn*(dn*l.nn+2*df*l.nf) + df*df*l.ff),
	}
}

// scratch is a worker's memory.
type scratch struct {
	left, right side // all chains on both sides of a place
	near, far   side // those that a state there may be part of
	l, r        []quad
}

// gatherLeft collects the best chains that end before cut a at a level, by their last state.
func (t *tree) gatherLeft(n *node, level int, a int32, short two, gap float64, out side) side {
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
			if (short == leftTwo || p.two == rightTwo) && t.cuts[a]-t.cuts[p.b] != 2 {
				continue
			}
			f := &t.fits[t.base[p.b]+int(a)]
			h := -p.beta*f.left - p.right
			y, slope := f.y-0.5*p.beta*f.perW, f.slope-0.5*h*f.perA
			c := p.ahead + f.r + 0.5*(h*(f.slope+slope)+p.beta*(f.y+y))
			d := f.right + gap
			out = append(out, line{c, y + slope*f.right, y + slope*d,
				f.perW + f.right*f.right*f.perA, f.perW + f.right*d*f.perA, f.perW + d*d*f.perA, int32(g), int32(i)})
		}
	}
	return out
}

// gatherRight collects the best chains from cut b on at a level, by their first state.
func (t *tree) gatherRight(n *node, level int, b int32, short two, gap float64, out side) side {
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
			if (short == rightTwo || q.two == leftTwo) && t.cuts[q.a]-t.cuts[b] != 2 {
				continue
			}
			f := &t.fits[base+int(q.a)]
			h := q.alpha*f.right + q.left
			y, slope := f.y-0.5*q.alpha*f.perW, f.slope-0.5*h*f.perA
			c := q.back + q.cost + f.r + 0.5*(h*(f.slope+slope)+q.alpha*(f.y+y))
			d := f.left + gap
			out = append(out, line{c, y - slope*d, y - slope*f.left,
				f.perW + d*d*f.perA, f.perW + d*f.left*f.perA, f.perW + f.left*f.left*f.perA, int32(g), int32(i)})
		}
	}
	return out
}

// ascent is the multipliers of one state, and the least cost of the chains through it: their parts left,
// right and between, and the lines that have it.
type ascent struct {
	t           *tree
	n           *node
	s           *state
	m           *scratch
	stop        float64
	a, b        int
	dirs        [mostSlots + 1]pull
	at          [mostSlots]float64
	pull        pull
	left, right float64
	total       float64
	i, j        int
}

// meet keeps the lines of the place that may be joined by the state.
func (s *ascent) meet() {
	near, far := s.m.near[:0], s.m.far[:0]
	for k := range s.m.left {
		l := &s.m.left[k]
		if s.s.follows(s.n.groups[l.group].states[l.state].slot) {
			near = append(near, *l)
		}
	}
	for k := range s.m.right {
		l := &s.m.right[k]
		if s.n.groups[l.group].states[l.state].follows(s.s.slot) {
			far = append(far, *l)
		}
	}
	s.m.near, s.m.far = near, far
}

func (s *ascent) evaluate() {
	s.left, s.i = s.m.near.least(s.pull.leftNear, s.pull.leftFar)
	s.right, s.j = s.m.far.least(s.pull.rightNear, s.pull.rightFar)
	s.total = s.left + s.right + s.own(pull{}).c
}

// prune parts the state from those with which all its chains cost stop or more, for good.
func (s *ascent) prune() {
	spare := s.stop - s.total
	near, far := s.m.near[:0], s.m.far[:0]
	for k := range s.m.near {
		l := &s.m.near[k]
		if l.at(s.pull.leftNear, s.pull.leftFar) >= s.left+spare {
			s.s.part(s.n.groups[l.group].states[l.state].slot)
			continue
		}
		if k == s.i {
			s.i = len(near)
		}
		near = append(near, *l)
	}
	for k := range s.m.far {
		l := &s.m.far[k]
		if l.at(s.pull.rightNear, s.pull.rightFar) >= s.right+spare {
			s.n.groups[l.group].states[l.state].part(s.s.slot)
			continue
		}
		if k == s.j {
			s.j = len(far)
		}
		far = append(far, *l)
	}
	s.m.near, s.m.far = near, far
}

func (l *line) at(n, f float64) float64 {
	return l.c + n*(l.near-0.25*n*l.nn) + f*(l.far-0.25*f*l.ff-0.5*n*l.nf)
}

// own is the cost of the input between, if there is one, along a pull.
func (s *ascent) own(d pull) quad {
	freed := s.t.freed(s.a, s.b)
	if s.a == s.b {
		return quad{c: freed}
	}
	f, g, dg := s.t.free(s.a), s.pull.between(), d.between()
	return quad{freed + f.at(g), dg * f.slope(g), dg * dg * f.k}
}

// slope is the present lines' cost along a pull.
func (s *ascent) along(d pull) quad {
	l := s.m.near[s.i].along(s.pull.leftNear, s.pull.leftFar, d.leftNear, d.leftFar)
	r := s.m.far[s.j].along(s.pull.rightNear, s.pull.rightFar, d.rightNear, d.rightFar)
	return l.plus(r).plus(s.own(d))
}

// raise chooses the multipliers of the states at one place, one of each kind at most, anew,
// and with them their costs ahead and back. All chains through it are counted.
func (t *tree) raise(n *node, g *group, states []state, stop float64, m *scratch) {
	s := &states[0]
	a, b := t.cuts[s.a], t.cuts[s.b]
	m.left = t.gatherLeft(n, g.from, s.a, s.two, t.gap[a], m.left[:0])
	m.right = t.gatherRight(n, g.to, s.b, s.two, t.gap[b], m.right[:0])
	up := ascent{t: t, n: n, m: m, stop: stop, a: a, b: b, dirs: t.directions(a, b)}
	for k := range states {
		s := &states[k]
		up.s, up.at, up.pull = s, s.multipliers, s.pull
		up.meet()
		if up.evaluate(); up.total < stop {
			up.prune()
			up.climb(s.kind, stop)
		}
		t.set(s, up.at)
		s.ahead, s.back = up.left+s.cost, up.right
	}
}

// climb moves one multiplier after the other.
func (s *ascent) climb(k kind, stop float64) {
	signs := slots[k]
	if k == rise || k == fall {
		least := min(signs[0]*s.at[0], signs[1]*s.at[1])
		s.move(mostSlots, 0, signs[0], -least, stop)
	}
	for i, sign := range signs {
		if sign != 0 {
			s.move(i, s.at[i], sign, 0, stop)
		}
	}
}

// move chooses how much of a direction there is to be, now from, at least low in its sign.
func (s *ascent) move(i int, from, sign, low, stop float64) {
	d := s.dirs[i]
	q := s.along(d)
	if s.total >= stop || sign*q.v <= 0 && sign*from <= low {
		return
	}
	l, r, own := s.m.l[:0], s.m.r[:0], s.own(d)
	l = s.m.near.along(s.pull.leftNear, s.pull.leftFar, d.leftNear, d.leftFar, l)
	r = s.m.far.along(s.pull.rightNear, s.pull.rightFar, d.rightNear, d.rightFar, r)
	s.m.l, s.m.r = l, r
	lo, hi := low-sign*from, s.t.cap-sign*from
	if sign < 0 {
		lo, hi = -hi, -lo
	}
	up := slope{l, r, own}
	by := up.climb(q, lo, hi, s.total, stop)
	if by == 0 {
		return
	}
	before := *s
	if i < mostSlots {
		s.at[i] = short(from + by)
	} else {
		by = short(s.at[0]+by) - s.at[0]
		s.at[0], s.at[1] = s.at[0]+by, short(s.at[1]-by)
	}
	s.pull = pull{}
	for j, v := range s.at {
		s.pull = s.pull.plus(s.dirs[j], v)
	}
	if s.evaluate(); s.total < before.total {
		*s = before
	} else if s.total < stop {
		s.prune()
	}
}

// short is a multiplier as it is remembered.
func short(v float64) float64 { return float64(float32(v)) }
