package breakpoints

import (
	"math"
	"slices"
)

// chain is a way to part the inputs into blocks: the places of its kinks, 2h−1 in cut h, 2g at input g of a run, and
// their signs, 0 where they are not chosen and no condition is put on the kink.
type chain struct {
	places []int
	signs  []int8
	side   side // of the point
}

func (c *chain) add(place int, sign int8) {
	c.places, c.signs = append(c.places, place), append(c.signs, sign)
}

// cutChain is a chain of lines that start and end at cuts; the first and the last are the data's ends.
func cutChain(cuts []int) (c chain) {
	for _, h := range cuts[1 : len(cuts)-1] {
		c.add(2*h-1, 0)
	}
	return c
}

// trace is the chain of least cost, given the costs ahead; false if there is none.
func (t *tree) trace(n *node, m *scratch) (c chain, found bool) {
	best, g := (*state)(nil), (*group)(nil)
	for _, i := range t.into[t.count()] {
		for k := range n.groups[i].states {
			if s := &n.groups[i].states[k]; best == nil || s.ahead < best.ahead {
				best, g = s, &n.groups[i]
			}
		}
	}
	if best == nil || math.IsInf(best.ahead, 1) {
		return c, false
	}
	return c, t.traceBack(n, m, &c, best, g)
}

// traceBack enters the kinks of the chain of least cost before a state.
func (t *tree) traceBack(n *node, m *scratch, c *chain, best *state, g *group) bool {
	for g.from != none {
		m.left = t.gatherLeft(n, g.from, best.cut, t.marginsOf(best, g.to), m.left[:0])
		up := ascent{t: t, n: n, m: m, s: best}
		m.near = up.near(g.from, m.near[:0])
		_, i := m.near.least(best.at[0], best.at[1])
		if i < 0 {
			return false
		}
		if best, g = t.trail(n, c, &m.near[i], best, g.from); best == nil {
			return false
		}
		t.enter(c, best)
	}
	slices.Reverse(c.places)
	slices.Reverse(c.signs)
	return true
}

// enter adds a state's kink.
func (t *tree) enter(c *chain, s *state) {
	if s.sign != 0 {
		c.add(2*t.cuts[s.cut]-1, s.sign)
		c.side = max(c.side, t.side(int(s.cut)))
	}
}

// through is the chain of least cost through a state, of a class without runs.
func (t *tree) through(n *node, m *scratch, s *state, g *group) (c chain, found bool) {
	if !t.traceBack(n, m, &c, s, g) {
		return c, false
	}
	for s.sign != 0 {
		t.enter(&c, s)
		m.right = t.gatherRight(n, g.to, s.end, t.marginsOf(s, g.to), m.right[:0])
		up := ascent{t: t, n: n, m: m, s: s, to: g.to}
		m.far = up.far(m.far[:0])
		_, i := m.far.least(-s.at[0], -s.at[1])
		if i < 0 {
			return c, false
		}
		g = &n.groups[m.far[i].group]
		s = &g.states[m.far[i].state]
	}
	return c, true
}

// trail is the state before one, and enters the kinks between.
func (t *tree) trail(n *node, c *chain, l *line, q *state, level int) (*state, *group) {
	switch l.by {
	case byTurn:
		u := &n.turns[level][l.turn]
		c.add(2*int(u.input), u.sign)
	case byRun:
		cut := t.cuts[q.cut]
		c.add(2*(cut-2), 0)
		c.add(2*(cut-3), 0)
		return t.trailRun(n, c, int(l.group), cut-2)
	}
	g := &n.groups[l.group]
	return &g.states[l.state], g
}

// trailRun goes back through a run that has passed the inputs before h.
func (t *tree) trailRun(n *node, c *chain, level, h int) (*state, *group) {
	for r := n.run(level, h); r != nil; r = n.run(level, h) {
		if cut := t.number[h-2]; cut >= 0 {
			for _, i := range t.into[level] {
				states, first := n.groups[i].at(cut)
				for j := range states {
					if states[j].ahead+t.entering(&states[j]) <= r.ahead {
						return &n.groups[i].states[first+j], &n.groups[i]
					}
				}
			}
		}
		level, h = t.passed(n, level, h, r.ahead), h-1
		c.add(2*(h-1), 0)
	}
	return nil, nil
}

// passed is the level from which a run came to an input.
func (t *tree) passed(n *node, level, h int, ahead float64) int {
	for _, s := range t.signs() {
		from := t.before(level, s)
		if p := n.run(from, h-1); p != nil && t.bends(n, from, h-2, s) && p.ahead <= ahead {
			return from
		}
	}
	return none
}
