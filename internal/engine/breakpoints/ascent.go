package breakpoints

// scratch is a worker's memory.
type scratch struct {
	left, right sideOf // all chains on both sides of a cut
	near, far   sideOf // those that a state there may be part of
	l, r        []quad
}

// ascent is the multipliers of one state, and the least cost of the chains through it: their parts left
// and right, and the lines that have it.
type ascent struct {
	t           *tree
	n           *node
	s           *state
	m           *scratch
	to          int
	from        int
	stop        float64
	at          [2]float64
	left, right float64
	total       float64
	i, j        int
}

// meet keeps the lines of the cut that may be joined by the state.
func (s *ascent) meet(from int) {
	s.m.near, s.m.far = s.near(from, s.m.near[:0]), s.far(s.m.far[:0])
}

func (s *ascent) near(from int, out sideOf) sideOf {
	for k := range s.m.left {
		if l := &s.m.left[k]; s.n.comes(l, s.s, from) {
			out = append(out, *l)
		}
	}
	return out
}

func (s *ascent) far(out sideOf) sideOf {
	for k := range s.m.right {
		if l := &s.m.right[k]; s.t.leaves(s.n, l, s.s, s.to) {
			out = append(out, *l)
		}
	}
	return out
}

// comes says whether a chain on the left, at a level, may go on with a state.
func (n *node) comes(l *line, s *state, level int) bool {
	switch l.by {
	case byLine:
		return s.follows(n.groups[l.group].states[l.state].slot)
	case byTurn:
		return n.turns[level][l.turn].gone&bit(n.groups[l.group].states[l.state].sign, s.sign) == 0
	}
	return true
}

// leaves says whether a chain on the right of a state, which leads to a level, may follow it.
func (t *tree) leaves(n *node, l *line, s *state, level int) bool {
	switch l.by {
	case byLine:
		return n.groups[l.group].states[l.state].follows(s.slot)
	case byTurn:
		g := &n.groups[l.group]
		return n.turns[g.from][l.turn].gone&bit(s.sign, g.states[l.state].sign) == 0
	}
	return true
}

// evaluate finds the least chains; what multipliers put on the right line is the opposite of what they put on the left.
func (s *ascent) evaluate() {
	s.left, s.i = s.m.near.least(s.at[0], s.at[1])
	s.right, s.j = s.m.far.least(-s.at[0], -s.at[1])
	s.left += s.s.own
	s.total = s.left + s.right
}

// along is the present lines' cost along a direction.
func (s *ascent) along(dn, df float64) quad {
	return s.m.near[s.i].along(s.at[0], s.at[1], dn, df).plus(s.m.far[s.j].along(-s.at[0], -s.at[1], -dn, -df))
}

// raise chooses the multipliers of the states in one cut anew, and with them their costs ahead and back.
func (t *tree) raise(n *node, g *group, states []state, stop float64, m *scratch) {
	e := t.marginsOf(&states[0], g.to)
	m.left = t.gatherLeft(n, g.from, states[0].cut, e, m.left[:0])
	m.right = t.gatherRight(n, g.to, states[0].end, e, m.right[:0])
	up := ascent{t: t, n: n, m: m, from: g.from, to: g.to, stop: stop}
	for k := range states {
		s := &states[k]
		up.s, up.at = s, s.at
		up.meet(g.from)
		if up.evaluate(); up.total < stop {
			up.part()
			up.climb()
			if up.at != s.at {
				t.set(s, g.to, up.at)
				s.moved = true
			}
			up.part()
		}
		s.ahead, s.back = up.left, up.right
	}
}

// part ends for good the chains through the state that cost stop or more.
func (s *ascent) part() {
	if s.t.lasting || s.total >= s.stop {
		return
	}
	spare := s.stop - s.total
	near, i := s.m.near[:0], 0
	for k := range s.m.near {
		l := &s.m.near[k]
		if k == s.i {
			i = len(near)
		} else if l.by != byRun && s.s.own+l.at(s.at[0], s.at[1]) >= s.left+spare {
			s.n.part(l, s.s, s.from)
			continue
		}
		near = append(near, *l)
	}
	far, j := s.m.far[:0], 0
	for k := range s.m.far {
		l := &s.m.far[k]
		if k == s.j {
			j = len(far)
		} else if l.by != byRun && l.at(-s.at[0], -s.at[1]) >= s.right+spare {
			s.t.partFrom(s.n, l, s.s, s.to)
			continue
		}
		far = append(far, *l)
	}
	s.m.near, s.m.far, s.i, s.j = near, far, i, j
}

// climb moves both multipliers together, then one after the other.
func (s *ascent) climb() {
	sign := float64(s.s.sign)
	least := min(-sign*s.at[0], sign*s.at[1])
	s.move(1, -1, -sign, -least)
	s.move(1, 0, -sign, sign*s.at[0])
	s.move(0, 1, sign, -sign*s.at[1])
}

// move goes along a direction, in one sense at will, in the other down to low.
func (s *ascent) move(dn, df, sense, low float64) {
	q := s.along(dn, df)
	if s.total >= s.stop || sense*q.v <= 0 && low >= 0 {
		return
	}
	s.m.l = s.m.near.along(s.at[0], s.at[1], dn, df, s.m.l[:0])
	s.m.r = s.m.far.along(-s.at[0], -s.at[1], -dn, -df, s.m.r[:0])
	lo, hi := low, max(0, s.t.cap+low)
	if sense < 0 {
		lo, hi = -hi, -low
	}
	up := slope{s.m.l, s.m.r}
	by, top := up.climb(q, lo, hi, s.total, s.stop)
	if top-s.total <= noticed*(s.stop-s.total) {
		return
	}
	before := *s
	s.at = s.s.rounded(s.at[0]+by*dn, s.at[1]+by*df)
	if s.evaluate(); s.total < before.total {
		*s = before
	}
}

// noticed is the share of what is lacking that a new multiplier has to bring. Lesser steps wear down what others could do: with them, proofs are five
// times as long and need more nodes.
const noticed = 0.1

// rounded are multipliers as they are remembered, of the right sign.
func (s *state) rounded(near, far float64) [2]float64 {
	sign := float64(s.sign)
	return [2]float64{-sign * max(0, short(-sign*near)), sign * max(0, short(sign*far))}
}

// shortBits is how many bits a multiplier has.
const shortBits = 8

// short is a multiplier as it is remembered.
func short(v float64) float64 {
	const c = 1<<(53-shortBits) + 1 // Dekker's splitting
	return v*c - (v*c - v)
}

// set gives a state that leads to a level its multipliers.
func (t *tree) set(s *state, level int, at [2]float64) {
	e := t.marginsOf(s, level)
	s.at = at
	s.alpha, s.beta = at[0]+at[1], -at[0]-at[1]
	s.left = at[0]*e.leftNear + at[1]*e.leftFar
	s.right = -at[0]*e.rightNear - at[1]*e.rightFar
}
