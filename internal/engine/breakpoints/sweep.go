package breakpoints

import (
	"math"
	"slices"
)

// forward renews the multipliers of all states, from left to right, with the costs ahead
// of them, and removes those whose chains all cost stop or more. Costs back are as they were.
// It is false if the time is up.
func (t *tree) forward(n *node, stop float64, h *hand) bool {
	for level := 0; level <= t.count(); level++ {
		if h.over() {
			return false
		}
		t.renew(n, level, stop, h)
	}
	return true
}

// backward does so from right to left.
func (t *tree) backward(n *node, stop float64, h *hand) bool {
	for level := t.count(); level >= 0; level-- {
		if h.over() {
			return false
		}
		t.renew(n, level, stop, h)
	}
	return true
}

// place is the states of a group between the same inputs.
type place struct{ group, from, to int }

// shared is how many states a level needs for idle threads to be asked to help.
const shared = 100

// renew raises the states that lead to a level: they do not depend on each other.
func (t *tree) renew(n *node, level int, stop float64, h *hand) {
	h.places = h.places[:0]
	for _, i := range t.into[level] {
		states := n.groups[i].states
		for from := 0; from < len(states); {
			to := from + len(together(states, from))
			h.places = append(h.places, place{i, from, to})
			from = to
		}
	}
	if n.alone && len(h.places) > shared {
		t.crew.Each(len(h.places), func(hand, i int) { t.renewPlace(n, h.places[i], stop, &t.hands[hand].scratch) })
	} else {
		for _, p := range h.places {
			t.renewPlace(n, p, stop, &h.scratch)
		}
	}
	for _, i := range t.into[level] {
		g := &n.groups[i]
		g.states = slices.DeleteFunc(g.states, func(s state) bool { return s.ahead+s.back >= stop })
	}
}

func (t *tree) renewPlace(n *node, p place, stop float64, m *scratch) {
	g := &n.groups[p.group]
	if states := g.states[p.from:p.to]; states[0].kind != relaxed {
		t.raise(n, g, states, stop, m)
	} else {
		t.renewJoin(n, g, &states[0], stop, m)
	}
}

// together is the states at one place.
func together(states []state, i int) []state {
	j := i + 1
	for j < len(states) && states[j].a == states[i].a && states[j].two == states[i].two && states[i].kind != relaxed {
		j++
	}
	return states[i:j]
}

// renewJoin renews the costs of a state without multipliers.
func (t *tree) renewJoin(n *node, g *group, s *state, stop float64, m *scratch) {
	m.left, m.right = m.left[:0], m.right[:0]
	if g.from != start {
		m.left = t.gatherLeft(n, g.from, s.a, s.two, 0, m.left)
	}
	if g.to != t.count() {
		m.right = t.gatherRight(n, g.to, s.b, s.two, 0, m.right)
	}
	up := ascent{t: t, n: n, s: s, m: m, stop: stop}
	up.meet()
	up.left, up.i = m.near.least(0, 0)
	up.right, up.j = m.far.least(0, 0)
	if g.from == start {
		up.left = 0
	}
	if g.to == t.count() {
		up.right = 0
	}
	s.ahead, s.back = up.left+s.cost, up.right
	if up.total = s.ahead + s.back; up.total < stop {
		up.prune()
	}
}

func (t *tree) costBack(n *node, g *group, s *state, m *scratch) float64 {
	m.right = t.gatherRight(n, g.to, s.b, s.two, t.gap[t.cuts[s.b]], m.right[:0])
	m.left = m.left[:0]
	up := ascent{n: n, s: s, m: m}
	up.meet()
	v, _ := m.far.least(s.rightNear, s.rightFar)
	return v
}

// lookBack renews the costs back of all states.
func (t *tree) lookBack(n *node, m *scratch) {
	for level := t.count(); level >= 0; level-- {
		for _, i := range t.into[level] {
			g := &n.groups[i]
			for k := range g.states {
				s := &g.states[k]
				if s.back = 0; level != t.count() {
					s.back = t.costBack(n, g, s, m)
				}
			}
		}
	}
}

// cost is that of the piece between two states with their multipliers.
func (t *tree) cost(p, q *state) float64 {
	if int(q.a) < t.first[p.b] || int(q.a) > t.last[p.b] || (p.two == rightTwo || q.two == leftTwo) && t.cuts[q.a]-t.cuts[p.b] != 2 {
		return math.Inf(1)
	}
	f := &t.fits[t.base[p.b]+int(q.a)]
	g := q.alpha + p.beta
	h := q.alpha*f.right + q.left - p.beta*f.left - p.right
	return f.r + g*f.y + h*f.slope - 0.25*(g*g*f.perW+h*h*f.perA)
}

// trace is the chain of least cost, given the costs ahead.
func (t *tree) trace(n *node) (c chain) {
	best, g := (*state)(nil), (*group)(nil)
	for _, i := range t.into[t.count()] {
		for k := range n.groups[i].states {
			if s := &n.groups[i].states[k]; best == nil || s.ahead < best.ahead {
				best, g = s, &n.groups[i]
			}
		}
	}
	for best != nil {
		c = append(c, t.link(best, g))
		if g.from == start {
			break
		}
		best, g = t.before(n, best, g.from)
	}
	slices.Reverse(c)
	return c
}

// link is a state as a chain's.
func (t *tree) link(s *state, g *group) link {
	l := link{a: t.cuts[s.a], b: t.cuts[s.b], plus: -1}
	if g.to == t.count() {
		l.b = t.size()
	} else {
		l.plus, _ = t.counts(g.from, g.to)
	}
	l.signs = kindSigns[s.kind]
	return l
}

// before is the best state before another one that leaves a level.
func (t *tree) before(n *node, s *state, level int) (best *state, from *group) {
	least := math.Inf(1)
	for _, i := range t.into[level] {
		g := &n.groups[i]
		for k := range g.states {
			p := &g.states[k]
			if v := p.ahead + t.cost(p, s); v < least && s.follows(p.slot) {
				best, least, from = p, v, g
			}
		}
	}
	return best, from
}
