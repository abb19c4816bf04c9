package breakpoints

import (
	"context"
	"slices"

	"relucert/internal/crew"
)

// survivors are the cuts that kinks may lie in, by number, after coarse bounds.
type survivors struct {
	levels
	places []places // nil: all
}

// places are cuts, from one on, in which a kink may lie or not.
type places struct {
	first int
	may   []bool
}

func survive(l levels, s *sieve) survivors {
	left := survivors{l, make([]places, l.k+1)}
	for _, w := range s.spans {
		for c, may := range w.kinks {
			if may {
				left.places[c].enter(w.number + 1)
			}
		}
	}
	return left
}

// enter is for cuts that ascend.
func (p *places) enter(cut int) {
	if p.may == nil {
		p.first = cut
	}
	p.may = append(p.may, make([]bool, cut-p.first+1-len(p.may))...)
	p.may[cut-p.first] = true
}

func (p *places) has(cut int) bool {
	at := cut - p.first
	return at >= 0 && at < len(p.may) && p.may[at]
}

// at says whether a kink that leads to a level may be at an input: it is in the cuts on both sides of that.
func (s survivors) at(level, input int) bool {
	if s.places == nil {
		return true
	}
	p := &s.places[s.stage(level)]
	return p.has(input) && p.has(input+1)
}

// newFine is the tree of what is left.
func newFine(ctx context.Context, g *sieve, l levels, cutoff float64, crew *crew.Crew) *tree {
	left := survive(l, g)
	t := treeOf(ctx, tableOf(ctx, g, crew), l, cutoff, crew)
	t.kept = left
	n := t.empty()
	for to := range t.count() {
		if !t.runless {
			n.turns[to], n.runs[to] = t.turnsIn(to), t.runsIn(n, to)
		}
		for _, sign := range t.signs() {
			if from := t.before(to, sign); from != none {
				n.groups = append(n.groups, group{from: from, to: to, states: t.statesIn(to, sign)})
			}
		}
	}
	last := int32(len(t.cuts) - 1)
	for from := range t.count() {
		if t.stage(from) == t.k || !t.asked.whole() {
			n.groups = append(n.groups, group{from: from, to: t.count(), states: []state{{cut: last}}})
		}
	}
	t.shape = newShape(n.groups, t.count())
	t.enumerate(n)
	t.propose(n, g)
	t.origin = n
	return t
}

// propose gives states the multipliers of hinges.
func (t *tree) propose(n *node, g *sieve) {
	for i := range n.groups {
		for k := range n.groups[i].states {
			s := &n.groups[i].states[k]
			if h := g.hinges[t.cuts[s.cut]-1][kindOf(s.sign)]; s.sign != 0 && h != nil {
				near, far := h.ends(float64(s.sign))
				t.set(s, n.groups[i].to, s.rounded(near, far))
				s.moved, t.proposed = true, true
			}
		}
	}
}

// tableOf is that of the cuts that are left.
func tableOf(ctx context.Context, g *sieve, crew *crew.Crew) *table {
	t := &table{samples: g.samples}
	at := t.enter(g) // of the sieve's nodes
	t.first, t.last = make([]int, len(t.cuts)), make([]int, len(t.cuts))
	for node := range len(at) - 1 {
		for i := at[node]; i < at[node+1]; i++ {
			t.first[i], t.last[i] = len(t.cuts), -1
			if g.last[node] > 0 {
				t.first[i], t.last[i] = at[g.first[node]], at[g.last[node]+1]-1
			}
			for t.first[i] <= t.last[i] && t.cuts[t.first[i]] < t.cuts[i]+2 {
				t.first[i]++
			}
		}
	}
	t.fill(ctx, crew)
	return t
}

// enter enters a sieve's nodes as cuts, one for each side of the point, and says which are whose.
func (t *table) enter(g *sieve) (at []int) {
	enter := func(cut int) {
		at = append(at, len(t.cuts))
		for range t.asked.sides(cut) {
			t.cuts = append(t.cuts, cut)
		}
	}
	enter(0)
	for _, w := range g.spans {
		enter(w.number + 1)
	}
	enter(g.size())
	return append(at, len(t.cuts))
}

func (t *tree) statesIn(level int, sign int8) (states []state) {
	p := &t.kept.places[t.stage(level)]
	from, _ := slices.BinarySearch(t.cuts, p.first)
	for i := from; i < len(t.cuts) && t.cuts[i] < p.first+len(p.may); i++ {
		if !p.has(t.cuts[i]) || !t.may(t.stage(level), i) {
			continue
		}
		for _, s := range anySign {
			if !t.signed || s == sign {
				states = append(states, state{cut: int32(i), sign: s})
			}
		}
	}
	return states
}

// turnsIn are the turns to a level of which the kink is left in both cuts beside its input.
func (t *tree) turnsIn(level int) (turns []turn) {
	p := &t.kept.places[t.stage(level)]
	for h := max(1, p.first); h+1 < min(t.size(), p.first+len(p.may)); h++ {
		for _, s := range anySign {
			if t.before(level, s) != none && t.kept.at(level, h) {
				turns = append(turns, turn{input: int32(h), sign: s})
			}
		}
	}
	return turns
}

// runsIn are those that have their next kink left.
func (t *tree) runsIn(n *node, level int) (runs []passing) {
	if t.stage(level) == t.k {
		return nil
	}
	p := &t.kept.places[t.stage(level)+1]
	for h := max(2, p.first+1); h < min(t.size()-1, p.first+len(p.may)); h++ {
		for _, s := range t.signs() {
			if t.behind(level, s) != none && t.bends(n, level, h-1, s) {
				runs = append(runs, passing{input: int32(h)})
				break
			}
		}
	}
	return runs
}
