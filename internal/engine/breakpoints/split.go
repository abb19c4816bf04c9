package breakpoints

import "slices"

// division is how a node is divided: by the place of a kink, or, where that is known, by its sign.
type division struct {
	kink   int
	at     int // part 0 has lesser places, part 1 the others
	bySign bool
	number int // of the split in the certificate
}

// spot is a place that a kink may have.
type spot struct {
	place int
	sign  int8 // 0: either
}

// spots are those of each kink in the node's chains.
func (t *tree) spots(n *node) [][]spot {
	all := make([][]spot, t.k+1)
	absent := 2 * t.size()
	for i := range n.groups {
		g := &n.groups[i]
		for k := range g.states {
			switch s := &g.states[k]; {
			case g.to == t.count():
				for j := t.stage(g.from) + 1; j <= t.k; j++ {
					all[j] = append(all[j], spot{absent, 1})
				}
			case s.sign != 0:
				all[t.stage(g.to)] = append(all[t.stage(g.to)], spot{2*t.cuts[s.cut] - 1, s.sign})
			}
		}
	}
	for level := range n.turns {
		for _, u := range n.turns[level] {
			all[t.stage(level)] = append(all[t.stage(level)], spot{2 * int(u.input), u.sign})
		}
		for _, r := range n.runs[level] {
			j, h := t.stage(level), int(r.input)
			all[j+1] = append(all[j+1], spot{2 * (h - 1), n.limits[j+1].sign})
			if j+2 <= t.k && n.limits[j+2].allows(2*h) {
				all[j+2] = append(all[j+2], spot{2 * h, n.limits[j+2].sign})
			}
		}
	}
	return all
}

// divide chooses the kink whose places lie farthest apart: what is far apart bounds worst together; the
// one with the most places needs a hundred times as many nodes. Where all places are known it is the first kink in a cut of which
// the sign is not. False: all is known.
func (t *tree) divide(n *node) (d division, open bool) {
	all := t.spots(n)
	width, most := 0, 0
	for j := 1; j <= t.k; j++ {
		at := all[j]
		if len(at) < 2 {
			continue
		}
		slices.SortFunc(at, func(a, b spot) int { return a.place - b.place })
		if w := at[len(at)-1].place - at[0].place; w > width || w == width && w > 0 && len(at) > most {
			width, most = w, len(at)
			d = division{kink: j, at: middle(at)}
		}
	}
	if width > 0 {
		return d, true
	}
	for j := 1; j <= t.k; j++ {
		if t.unsure(all[j]) {
			return division{kink: j, bySign: true}, true
		}
	}
	return d, false
}

// middle is a place that has others before it: the median, if that can be.
func middle(at []spot) int {
	m := at[len(at)/2].place
	if m > at[0].place {
		return m
	}
	for _, s := range at {
		if s.place > m {
			return s.place
		}
	}
	return m
}

// unsure says that a kink's sign matters and is not known: of one in a cut, and if signs are given of any.
func (t *tree) unsure(at []spot) bool {
	plus, minus := false, false
	for _, s := range at {
		plus, minus = plus || s.sign >= 0, minus || s.sign <= 0
	}
	return plus && minus && (t.signed || at[0].place%2 == 1)
}

// parts makes the two.
func (t *tree) parts(n *node, d *division) (parts []*open) {
	for i := range 2 {
		o := t.part(n, d, i)
		o.from, o.part = d, i
		parts = append(parts, o)
	}
	return parts
}

// part is a node with less.
func (t *tree) part(n *node, d *division, part int) *open {
	l := n.limits[d.kink]
	if d.bySign {
		l.sign = anySign[part]
	}
	switch {
	case d.bySign && part == 1:
		l.high = min(l.high, int32(2*t.size()-1))
	case !d.bySign && part == 0:
		l.high = min(l.high, int32(d.at-1))
	case !d.bySign:
		l.low = max(l.low, int32(d.at))
	}
	keeps := func(place int, sign int8) bool {
		if d.bySign {
			return (sign < 0) == (part == 1)
		}
		return l.allows(place)
	}
	o := t.packed(n, func(g *group, s *state) bool {
		switch {
		case g.to == t.count():
			return t.stage(g.from) >= d.kink || l.allows(2*t.size())
		case s.sign == 0 || t.stage(g.to) != d.kink:
			return true
		}
		return keeps(2*t.cuts[s.cut]-1, s.sign)
	}, func(level int, u *turn) bool { return t.stage(level) != d.kink || keeps(2*int(u.input), u.sign) })
	o.limits = slices.Clone(n.limits)
	o.limits[d.kink] = l
	return o
}

// packed is what is kept of a node, copied, to wait.
func (t *tree) packed(n *node, keepState func(*group, *state) bool, keepTurn func(int, *turn) bool) *open {
	o := &open{groups: make([][]kept, len(n.groups)), turns: make([][]turn, len(n.turns)), runs: n.runs}
	for i := range n.groups {
		g := &n.groups[i]
		for k := range g.states {
			if s := &g.states[k]; keepState(g, s) {
				o.groups[i] = append(o.groups[i], kept{s.cut, s.slot, s.sign, slices.Clone(s.gone), [2]float32{float32(s.at[0]), float32(s.at[1])}})
			}
		}
	}
	for level := range n.turns {
		for i := range n.turns[level] {
			if u := &n.turns[level][i]; keepTurn(level, u) {
				o.turns[level] = append(o.turns[level], *u)
			}
		}
	}
	return o
}
