package breakpoints

import (
	"context"

	"relucert/internal/crew"
)

// survivors are the cuts that kinks may lie in, by number, after coarse bounds.
type survivors struct {
	levels
	cuts [][]bool // nil: all
}

func survive(l levels, s *sieve) survivors {
	left := survivors{l, make([][]bool, l.k+1)}
	for c := range left.cuts {
		left.cuts[c] = make([]bool, s.size()+1)
	}
	for _, w := range s.narrowed() {
		for c, may := range w.kinks {
			left.cuts[c][w.number+1] = may
		}
	}
	return left
}

// in says whether a kink that leads to a level may be in a cut.
func (s survivors) in(level, cut int) bool { return s.cuts[s.stage(level)][cut] }

// at says whether a kink that leads to a level may be at an input: it is in the cuts on both sides of that.
func (s survivors) at(level, input int) bool {
	return s.cuts == nil || s.in(level, input) && s.in(level, input+1)
}

// newFine is the tree of what is left.
func newFine(ctx context.Context, g *sieve, l levels, cutoff float64, crew *crew.Crew) *tree {
	left := survive(l, g)
	t := treeOf(ctx, tableOf(ctx, g, crew), l, cutoff, crew)
	t.kept = left
	n := t.empty()
	for to := range t.count() {
		n.turns[to], n.runs[to] = t.turnsIn(to), t.runsIn(n, to)
		for _, sign := range t.signs() {
			if from := t.before(to, sign); from != none {
				n.groups = append(n.groups, group{from: from, to: to, states: t.statesIn(to, sign)})
			}
		}
	}
	last := int32(len(t.cuts) - 1)
	for from := range t.count() {
		n.groups = append(n.groups, group{from: from, to: t.count(), states: []state{{cut: last}}})
	}
	t.shape = newShape(n.groups, t.count())
	t.enumerate(n)
	t.origin = n
	return t
}

// tableOf is that of the cuts that are left.
func tableOf(ctx context.Context, g *sieve, crew *crew.Crew) *table {
	t := &table{samples: g.samples}
	end := len(g.spans) + 1
	number := make([]int, end+2) // of a node, or the next that is left
	for i := range end + 1 {
		if number[i] = len(t.cuts); i > 0 && i < end && g.kept(i) == nil {
			continue
		}
		switch i {
		case 0:
			t.cuts = append(t.cuts, 0)
		case end:
			t.cuts = append(t.cuts, g.size())
		default:
			t.cuts = append(t.cuts, g.spans[i-1].number+1)
		}
	}
	number[end+1] = len(t.cuts)
	t.first, t.last = make([]int, len(t.cuts)), make([]int, len(t.cuts))
	for i := range end + 1 {
		n := number[i]
		if number[i+1] == n {
			continue
		}
		t.first[n], t.last[n] = len(t.cuts), -1
		if g.last[i] > 0 {
			t.first[n], t.last[n] = number[g.first[i]], number[g.last[i]+1]-1
		}
		for t.first[n] <= t.last[n] && t.cuts[t.first[n]] < t.cuts[n]+2 {
			t.first[n]++
		}
	}
	t.fill(ctx, crew)
	return t
}

func (t *tree) statesIn(level int, sign int8) (states []state) {
	for i, h := range t.cuts {
		if !t.kept.in(level, h) {
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
	for h := 1; h+1 < t.size(); h++ {
		for _, s := range anySign {
			if t.before(level, s) != none && t.kept.at(level, h) {
				turns = append(turns, turn{input: int32(h), sign: s})
			}
		}
	}
	return turns
}

func (t *tree) runsIn(n *node, level int) (runs []passing) {
	for h := 2; h+2 <= t.size(); h++ {
		for _, s := range t.signs() {
			if t.behind(level, s) != none && t.bends(n, level, h-1, s) {
				runs = append(runs, passing{input: int32(h)})
				break
			}
		}
	}
	return runs
}
