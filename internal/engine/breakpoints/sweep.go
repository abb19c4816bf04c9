package breakpoints

import (
	"math"
	"slices"
)

// forward renews the multipliers of all states, from left to right, with the costs ahead
// of them. Costs back are as they were. It is false if the time is up.
func (t *tree) forward(n *node, stop float64, h *hand, r recorder) bool {
	for level := 0; level <= t.count(); level++ {
		if h.over() {
			return false
		}
		if !t.renew(n, level, stop, h) {
			return false
		}
		r.states(n, level)
		t.clear(n, level, stop)
		if level < t.count() {
			t.passAhead(n, level)
			t.clearRuns(n, level, stop)
			t.raiseTurns(n, level, stop, &h.scratch)
			r.turns(n, level)
			t.clearTurns(n, level)
		}
	}
	return true
}

// backward does so from right to left. Then all costs back are those of the multipliers that there are.
func (t *tree) backward(n *node, stop float64, h *hand, r recorder) bool {
	for level := t.count(); level >= 0; level-- {
		if h.over() {
			return false
		}
		if level < t.count() {
			t.raiseTurns(n, level, stop, &h.scratch)
			r.turns(n, level)
			t.clearTurns(n, level)
			t.passBack(n, level)
			t.clearRuns(n, level, stop)
		}
		if !t.renew(n, level, stop, h) {
			return false
		}
		r.states(n, level)
		t.clear(n, level, stop)
	}
	return true
}

// place is the states of a group in one cut.
type place struct{ group, from, to int }

// shared is how many cuts a level needs for idle threads to be asked to help.
const shared = 100

// visitor is what is done to the states of a group in one cut.
type visitor interface {
	visit(n *node, g *group, states []state, m *scratch)
}

// each visits all cuts with states that lead to a level, side by side where that pays: they do not depend on each other. It is
// false if the time is up, and then not all are visited.
func (t *tree) each(n *node, level int, h *hand, v visitor) bool {
	for _, i := range t.into[level] {
		g := &n.groups[i]
		h.places = h.places[:0]
		for from := 0; from < len(g.states); {
			to := from + 1
			for to < len(g.states) && g.states[to].cut == g.states[from].cut {
				to++
			}
			h.places = append(h.places, place{i, from, to})
			from = to
		}
		if n.alone && len(h.places) > shared {
			t.crew.Each(len(h.places), func(hand, i int) {
				if h.over() {
					return
				}
				v.visit(n, g, g.states[h.places[i].from:h.places[i].to], &t.hands[hand].scratch)
			})
			continue
		}
		for _, p := range h.places {
			if h.over() {
				return false
			}
			v.visit(n, g, g.states[p.from:p.to], &h.scratch)
		}
	}
	return !h.over()
}

// renew raises the states that lead to a level. It is false if the time is up.
func (t *tree) renew(n *node, level int, stop float64, h *hand) bool {
	h.raising = raising{t, stop}
	return t.each(n, level, h, &h.raising)
}

type raising struct {
	t    *tree
	stop float64
}

func (r *raising) visit(n *node, g *group, states []state, m *scratch) {
	switch {
	case g.from == none:
		states[0].back = r.t.back(n, g, states, m)
	case g.to == r.t.count():
		states[0].ahead = r.t.ahead(n, g, states, m)
	default:
		r.t.raise(n, g, states, r.stop, m)
	}
}

// back is the least cost behind the one state in a cut.
func (t *tree) back(n *node, g *group, states []state, m *scratch) float64 {
	s := &states[0]
	m.right = t.gatherRight(n, g.to, s.cut, t.marginsOf(s, g.to), m.right[:0])
	return t.backOf(n, g, s, m)
}

func (t *tree) backOf(n *node, g *group, s *state, m *scratch) float64 {
	up := ascent{t: t, n: n, m: m, s: s, to: g.to}
	m.far = up.far(m.far[:0])
	v, _ := m.far.least(-s.at[0], -s.at[1])
	return v
}

func (t *tree) ahead(n *node, g *group, states []state, m *scratch) float64 {
	s := &states[0]
	m.left = t.gatherLeft(n, g.from, s.cut, t.marginsOf(s, g.to), m.left[:0])
	up := ascent{t: t, n: n, m: m, s: s}
	m.near = up.near(g.from, m.near[:0])
	v, _ := m.near.least(s.at[0], s.at[1])
	return v
}

// lookBack renews the costs back of all states. It is false if the time is up.
func (t *tree) lookBack(n *node, h *hand) bool {
	for level := t.count() - 1; level >= 0; level-- {
		t.passBack(n, level)
		h.backing = backing{t}
		if !t.each(n, level, h, &h.backing) {
			return false
		}
	}
	return true
}

type backing struct{ t *tree }

func (b *backing) visit(n *node, g *group, states []state, m *scratch) {
	m.right = b.t.gatherRight(n, g.to, states[0].cut, b.t.marginsOf(&states[0], g.to), m.right[:0])
	for i := range states {
		states[i].back = b.t.backOf(n, g, &states[i], m)
	}
}

// passAhead renews the costs ahead of the runs at a level.
func (t *tree) passAhead(n *node, level int) {
	for i := range n.runs[level] {
		r := &n.runs[level][i]
		h := int(r.input)
		r.ahead = math.Inf(1)
		if cut := t.number[h-2]; cut >= 0 {
			for _, g := range t.into[level] {
				states, _ := n.groups[g].at(cut)
				for j := range states {
					r.ahead = min(r.ahead, states[j].ahead+t.entering(&states[j]))
				}
			}
		}
		for _, s := range t.signs() {
			from := t.before(level, s)
			if p := n.run(from, h-1); p != nil && t.bends(n, from, h-2, s) {
				r.ahead = min(r.ahead, p.ahead)
			}
		}
	}
}

// passBack renews their costs back.
func (t *tree) passBack(n *node, level int) {
	for i := range n.runs[level] {
		r := &n.runs[level][i]
		h := int(r.input)
		r.back = math.Inf(1)
		for _, s := range t.signs() {
			to := t.behind(level, s)
			if to == none || !t.bends(n, level, h-1, s) {
				continue
			}
			if p := n.run(to, h+1); p != nil {
				r.back = min(r.back, p.back)
			}
			r.back = min(r.back, t.leaving(n, to, h))
		}
	}
}

// leaving is the least cost behind a run that has passed the inputs before h and has its next kink made, to a level.
func (t *tree) leaving(n *node, level, h int) float64 {
	best := math.Inf(1)
	cut := t.number[h+2]
	if cut < 0 {
		return best
	}
	for _, s := range t.signs() {
		to := t.behind(level, s)
		if to == none || !t.bends(n, level, h, s) {
			continue
		}
		for _, g := range t.out[to] {
			states, _ := n.groups[g].at(cut)
			for j := range states {
				on := t.pulledLeft(&states[j])
				best = min(best, states[j].back+t.freeCost(h+1, on.next)+t.freeCost(h, on.second))
			}
		}
	}
	return best
}

// entering is the cost of a run's first two inputs behind a state.
func (t *tree) entering(p *state) float64 {
	h := t.cuts[p.cut]
	on := t.pulledRight(p)
	return t.freeCost(h, on.next) + t.freeCost(h+1, on.second)
}

// raiseTurns chooses the multipliers of the turns to a level anew.
func (t *tree) raiseTurns(n *node, level int, stop float64, m *scratch) {
	for i := range n.turns[level] {
		t.raiseTurn(n, level, &n.turns[level][i], stop, m)
	}
}

func (t *tree) raiseTurn(n *node, level int, u *turn, stop float64, m *scratch) {
	m.l = m.l[:0]
	t.pairs(n, level, u, func(p, q *state) {
		if !math.IsInf(p.ahead+q.back, 1) {
			m.l = append(m.l, t.quadOf(u, p, q))
		}
	})
	if len(m.l) == 0 {
		return
	}
	m.r = append(m.r[:0], quad{})
	up := slope{m.l, m.r}
	v, q := up.at(0)
	if v >= stop || q.v <= 0 && u.eta == 0 {
		return
	}
	by, top := up.climb(q, -u.eta, max(0, t.cap-u.eta), v, stop)
	if top-v <= noticed*(stop-v) {
		return
	}
	eta := max(0, short(u.eta+by))
	u.moved, u.eta = eta != u.eta, eta
}

// pairs visits the states that a turn joins.
func (t *tree) pairs(n *node, level int, u *turn, visit func(p, q *state)) {
	before := t.before(level, u.sign)
	from, to := t.number[u.input-1], t.number[u.input+2]
	if from < 0 || to < 0 {
		return
	}
	for _, g := range t.into[before] {
		left, _ := n.groups[g].at(from)
		for _, k := range t.out[level] {
			right, _ := n.groups[k].at(to)
			for i := range left {
				for j := range right {
					if u.gone&bit(left[i].sign, right[j].sign) == 0 {
						visit(&left[i], &right[j])
					}
				}
			}
		}
	}
}

// quadOf is the least cost of chains through a turn as a function of its multiplier, from what it is.
func (t *tree) quadOf(u *turn, p, q *state) quad {
	i := int(u.input)
	l, m, r := t.bent(u)
	v := turn{input: u.input, sign: u.sign, eta: 1}
	dl, dm, dr := t.bent(&v)
	on, off := t.pulledRight(p), t.pulledLeft(q)
	return quad{c: p.ahead + q.back}.
		plus(t.freeAlong(i-1, on.next+l, dl)).
		plus(t.freeAlong(i, on.second+m+off.second, dm)).
		plus(t.freeAlong(i+1, off.next+r, dr))
}

// freeAlong is the least cost of a free value under a load g that grows by d.
func (s *samples) freeAlong(input int, g, d float64) quad {
	return quad{s.freeCost(input, g), d * (s.y[input] - 0.5*g/s.w[input]), 0.25 * d * d / s.w[input]}
}

// clear removes the states and runs at a level of which all chains cost stop or more.
func (t *tree) clear(n *node, level int, stop float64) {
	for _, i := range t.into[level] {
		g := &n.groups[i]
		g.states = slices.DeleteFunc(g.states, func(s state) bool { return !(s.ahead+s.back < stop) })
	}
}

func (t *tree) clearRuns(n *node, level int, stop float64) {
	n.runs[level] = slices.DeleteFunc(n.runs[level], func(r passing) bool { return !(r.ahead+r.back < stop) })
}

// clearTurns removes the turns that join nothing any more.
func (t *tree) clearTurns(n *node, level int) {
	n.turns[level] = slices.DeleteFunc(n.turns[level], func(u turn) bool {
		none := true
		t.pairs(n, level, &u, func(p, q *state) { none = false })
		return none
	})
}

// part ends that a chain on the left goes on with a state.
func (n *node) part(l *line, s *state, level int) {
	switch l.by {
	case byLine:
		s.part(n.groups[l.group].states[l.state].slot)
	case byTurn:
		n.turns[level][l.turn].gone |= bit(n.groups[l.group].states[l.state].sign, s.sign)
	}
}

// partFrom ends that a state, which leads to a level, goes on with a chain on the right.
func (t *tree) partFrom(n *node, l *line, s *state, level int) {
	g := &n.groups[l.group]
	if q := &g.states[l.state]; l.by == byLine {
		q.part(s.slot)
	} else {
		n.turns[g.from][l.turn].gone |= bit(s.sign, q.sign)
	}
}
