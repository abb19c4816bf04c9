package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/internal/crew"
	"relucert/proof/certificate"
)

// survivors are the cuts that kinks may lie in, by level, after coarse bounds; nil: all.
type survivors []map[int]*block

// at says whether a kink that leads to a level may be at an input: it is in the cuts on both sides of that.
func (s survivors) at(level, input int) bool {
	return s == nil || s[level][input] != nil && s[level][input+1] != nil
}

// coarsen finds which kinks there may be in broken lines below the cutoff, by blocks of cuts that are halved until
// each is one cut. The bound is on all of them. It is false if the time is up.
func (r *run) coarsen(ctx context.Context, l levels, cutoff float64, records Log) (left survivors, bound float64, ok bool) {
	size := firstSize(r.samples.size())
	blocks := l.everywhere(r.samples.size(), size)
	if records != nil {
		records.Coarse(size)
		records.Cutoff(r.below(cutoff))
	}
	for ; ; size /= 2 {
		c := newCoarse(ctx, r.samples, l, blocks, size, cutoff, r.crew)
		v := c.tighten(cutoff, records)
		if ctx.Err() != nil {
			return nil, bound, false // what is half done proves nothing
		}
		bound = max(bound, min(v, cutoff))
		stop := cutoff - r.within + c.margin
		if blocks = c.left(stop); size == 1 {
			return collect(l, blocks), bound, true
		}
		if blocks = halved(blocks, size, r.samples.size()); records != nil {
			records.Halve()
		}
	}
}

func collect(l levels, blocks []block) survivors {
	left := make(survivors, l.count())
	for i := range left {
		left[i] = map[int]*block{}
	}
	for i := range blocks {
		b := &blocks[i]
		left[b.level][b.number+1] = b
	}
	return left
}

// mostRounds is how often multipliers are raised for one size of blocks.
const mostRounds = 4

// tighten raises the multipliers while that removes blocks; it leaves the costs ahead and back for them, and the bound.
func (c *coarse) tighten(cutoff float64, records Log) (bound float64) {
	h := c.hands[0]
	stop := cutoff - c.within + c.margin
	alive := math.MaxInt
	for i := 0; ; i++ {
		c.sweepBack(h, stop, i > 0)
		c.sweepAhead(h, stop, false)
		c.record(records)
		now := len(c.left(stop))
		if v := c.least(c.node); v >= stop || i == mostRounds || i > 0 && float64(now) > progress*float64(alive) || h.over() {
			return max(0, v-c.margin+c.within)
		}
		alive = now
		c.sweepAhead(h, stop, true)
	}
}

// record enters the present multipliers.
func (c *coarse) record(records Log) {
	if records == nil {
		return
	}
	m := &certificate.Multipliers{Coarse: true}
	for i := range c.node.groups {
		g := &c.node.groups[i]
		for k := range g.states {
			if s := &g.states[k]; s.sign != 0 && s.at != [2]float64{} {
				p := c.penalty(g.to, s.sign, (c.cuts[s.cut]-1)/c.size)
				p.Alpha, p.Beta = math.Abs(s.at[0]), math.Abs(s.at[1])
				m.All = append(m.All, p)
			}
		}
	}
	records.Multipliers(m)
}

// newFine is the tree of what is left.
func newFine(ctx context.Context, s *samples, l levels, left survivors, cutoff float64, crew *crew.Crew) *tree {
	t := treeOf(ctx, tableOf(ctx, s, left, cutoff-s.within+s.segmentMargin(), crew), l, cutoff, crew)
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
		n.groups = append(n.groups, group{from: from, to: t.count(), states: []state{{cut: last, end: last}}})
	}
	t.shape = newShape(n.groups, t.count())
	t.enumerate(n)
	t.origin = n
	return t
}

// tableOf is that of the cuts that are left.
func tableOf(ctx context.Context, s *samples, left survivors, cutoff float64, crew *crew.Crew) *table {
	t := &table{samples: s, cuts: []int{0, s.size()}}
	for _, cuts := range left {
		for h := range cuts {
			t.cuts = append(t.cuts, h)
		}
	}
	slices.Sort(t.cuts)
	t.cuts = slices.Compact(t.cuts)
	t.first, t.last = make([]int, len(t.cuts)), make([]int, len(t.cuts))
	crew.Each(len(t.cuts), func(_, i int) {
		t.first[i], t.last[i] = len(t.cuts), -1
		for j := i + 1; j < len(t.cuts); j++ {
			if t.cuts[j] < t.cuts[i]+2 {
				continue
			}
			if t.first[i] = min(t.first[i], j); ctx.Err() != nil || s.fit(t.cuts[i], t.cuts[j]).r >= cutoff {
				break
			}
			t.last[i] = j
		}
	})
	t.fill(ctx, crew)
	return t
}

func (t *tree) statesIn(level int, sign int8) (states []state) {
	for i, h := range t.cuts {
		b := t.kept[level][h]
		if b == nil {
			continue
		}
		for _, s := range anySign {
			at := b.plus
			if s < 0 {
				at = b.minus
			}
			if t.signed && s != sign || at == nil && !b.cluster {
				continue
			}
			k := state{cut: int32(i), end: int32(i), sign: s}
			if at != nil {
				t.set(&k, level, *at)
			}
			states = append(states, k)
		}
	}
	return states
}

// turnsIn are the turns to a level of which the kink is left in both cuts beside its input.
func (t *tree) turnsIn(level int) (turns []turn) {
	for h, b := range t.kept[level] {
		c := t.kept[level][h+1]
		if c == nil || h+1 >= t.size() {
			continue
		}
		for _, s := range anySign {
			if t.before(level, s) != none && b.has(s) && c.has(s) {
				turns = append(turns, turn{input: int32(h), sign: s})
			}
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return int(a.input - b.input) })
	return turns
}

func (b *block) has(sign int8) bool {
	return b.cluster || sign > 0 && b.plus != nil || sign < 0 && b.minus != nil
}

func (t *tree) runsIn(n *node, level int) (runs []passing) {
	at := map[int]bool{}
	for _, s := range t.signs() {
		if to := t.behind(level, s); to != none {
			for g := range t.kept[to] {
				if h := g + 1; h >= 2 && h+2 <= t.size() && t.bends(n, level, g, s) {
					at[h] = true
				}
			}
		}
	}
	for h := range at {
		runs = append(runs, passing{input: int32(h)})
	}
	slices.SortFunc(runs, func(a, b passing) int { return int(a.input - b.input) })
	return runs
}
