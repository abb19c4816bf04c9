package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/dataset"
	"relucert/internal/crew"
	"relucert/internal/engine/search"
	"relucert/network"
)

// tree is the search for the best chain of at most k kinks: a search.Tree.
type tree struct {
	*table
	levels
	shape
	number   []int32 // a cut's number by its place, −1: it is none
	runless  bool    // there are no runs
	kept     survivors
	proposed bool    // the root's states have multipliers that are not recorded
	cap      float64 // most that a multiplier may be
	margin   float64 // what rounding may hide of a chain's cost
	data     *dataset.Dataset
	given    []int
	units    int
	found    func(*network.Network) // told of each new network, if set
	hands    []*hand
	crew     *crew.Crew
	origin   *node
	log      Log     // nil: no certificate is wanted
	logged   float64 // the last cutoff there
	lowest   float64 // the least cutoff with which a node was processed
}

// Saw implements [search.Witness].
func (t *tree) Saw(s solution) {
	if t.found != nil {
		t.found(s.network)
	}
}

// hand is a worker's memory.
type hand struct {
	scratch
	matcher
	finder
	places []place
	raising
	backing
}

// kept is a state as it is remembered in a node that waits.
type kept struct {
	cut, slot int32
	sign      int8
	gone      []uint64
	at        [2]float32
}

// open is a node that waits.
type open struct {
	groups [][]kept
	turns  [][]turn
	runs   [][]passing
	limits []limit
	from   *division // that made it; nil: it is the root
	part   int
	proof  proof
}

func newTree(ctx context.Context, g *segments, l levels, cutoff float64, c *crew.Crew) *tree {
	stop := cutoff - g.within + g.segmentMargin()
	t := treeOf(ctx, newTable(ctx, g, l.k, stop, c), l, cutoff, c)
	t.origin = t.root(g, stop)
	return t
}

func treeOf(ctx context.Context, lines *table, l levels, cutoff float64, c *crew.Crew) *tree {
	t := &tree{crew: c, table: lines, levels: l, runless: lines.asked != nil, number: make([]int32, lines.size()+1), logged: math.Inf(1), lowest: math.Inf(1)}
	for i := range t.number {
		t.number[i] = -1
	}
	for i, h := range t.cuts {
		t.number[h] = int32(i)
	}
	for range c.Threads() {
		t.hands = append(t.hands, &hand{matcher: newMatcher(ctx, lines.samples, l), finder: newFinder(ctx, lines.samples, l)})
	}
	t.limit(cutoff)
	return t
}

// limit bounds the multipliers, and by them what rounding may hide.
func (t *tree) limit(cutoff float64) {
	values := 0.0
	for i := range t.cuts {
		for j := t.first[i]; j <= t.last[i]; j++ {
			f := &t.fits[t.base[i]+j]
			far := math.Abs(f.left) + math.Abs(f.right) + t.gap[t.cuts[i]] + t.gap[t.cuts[j]]
			values = max(values, math.Abs(f.y)+t.asked.steepest(f.slope)*far)
		}
	}
	k := float64(t.k + 1)
	t.cap = 4 * math.Sqrt(t.prefix[t.size()].w.Hi*max(cutoff, 0)) / k
	t.margin = costError * (max(cutoff, 0) + 4*k*t.cap*values)
	t.margin += 0x1p-80*t.spread*t.spread + t.asked.blur(cutoff)
}

// A node is swept on while a sweep removes that share of its states, or closes that share of
// what its bound lacks.
const (
	mostSweeps = 30
	progress   = 0.9
	worthwhile = 0.05
)

// Expand processes a node.
func (t *tree) Expand(ctx context.Context, worker int, o *open, now search.Moment) (e search.Expansion[*open, solution]) {
	h := t.hands[worker]
	n := t.unpacked(o)
	stop := now.Cutoff - t.within + t.margin
	e.Value = math.Inf(1)
	o.proof.cutoff = now.Cutoff
	t.recordProposed(n, o)
	if !t.lookBack(n, h) {
		return t.interrupted(n, o, e)
	}
	last := math.Inf(-1)
	for i := 0; ; i++ {
		before := n.size()
		if !t.forward(n, stop, h, t.begin(o, false)) {
			return t.interrupted(n, o, e)
		}
		v := t.least(n)
		if v >= stop {
			e.Bound = max(e.Bound, now.Cutoff)
			return e
		}
		e.Bound = max(e.Bound, v-t.margin+t.within)
		if i < 2 {
			t.tryTrace(n, h, o.from == nil, now.Cutoff, &e)
		}
		if i > 0 && float64(n.size()) > progress*float64(before) && v-last < worthwhile*(stop-v) || i == mostSweeps {
			return t.divided(n, o, h, now.Cutoff, e)
		}
		last = v
		if !t.backward(n, stop, h, t.begin(o, true)) {
			return t.interrupted(n, o, e)
		}
	}
}

// tryTrace settles the chain of least cost, at the root also with its kinks moved.
func (t *tree) tryTrace(n *node, h *hand, polish bool, cutoff float64, e *search.Expansion[*open, solution]) {
	c, found := t.trace(n, &h.scratch)
	if !found {
		return
	}
	t.try(c, h, e)
	if cuts := c.cuts(t.size()); polish && cuts != nil {
		_, d := h.finder.value(h.finder.relocate(cuts), 0)
		t.try(d, h, e)
	}
}

// interrupted leaves the node open, with what has been proved so far.
func (t *tree) interrupted(n *node, o *open, e search.Expansion[*open, solution]) search.Expansion[*open, solution] {
	if e.Bound == 0 {
		e.Unfinished = true
		return e
	}
	return t.waiting(n, o, e)
}

// waiting leaves it open as it is now.
func (t *tree) waiting(n *node, o *open, e search.Expansion[*open, solution]) search.Expansion[*open, solution] {
	rest := o
	if o.from != nil {
		rest = t.packed(n, func(*group, *state) bool { return true }, func(int, *turn) bool { return true })
		rest.limits, rest.from, rest.part = o.limits, o.from, o.part
	}
	e.Children = []*open{rest}
	return e
}

// try offers a chain's best function.
func (t *tree) try(c chain, h *hand, e *search.Expansion[*open, solution]) float64 {
	bound, curve, ok := h.matcher.settle(c)
	if !ok {
		return bound
	}
	s := curve.solution(t.samples, t.units, t.given)
	s.sse = h.matcher.sse(s.network, t.data)
	if value := s.sse / t.unit(); value < e.Value {
		e.Found, e.Value, e.Solution, e.Source = true, value, s, "chain"
	}
	return bound
}

// divided ends a node of one chain with the chain's own bound, and divides others.
func (t *tree) divided(n *node, o *open, h *hand, cutoff float64, e search.Expansion[*open, solution]) search.Expansion[*open, solution] {
	d, open := t.divide(n)
	if d.at > 0 {
		return t.dividedBy(n, o, &d, e)
	}
	if t.undecided(n) {
		if open {
			return t.dividedBy(n, o, &d, e)
		}
		if !t.decide(n, o, h, cutoff, &e) {
			return t.twoSided(n, o, cutoff, e)
		}
	}
	c, found := t.trace(n, &h.scratch)
	if !found { // neither side is left
		e.Bound = max(e.Bound, cutoff)
		return e
	}
	bound := t.try(t.known(n, c), h, &e)
	if t.log != nil {
		o.proof.chain = h.matcher.record()
	}
	e.Bound = max(e.Bound, min(bound, cutoff))
	if bound < cutoff && open {
		return t.dividedBy(n, o, &d, e)
	}
	return e
}

func (t *tree) dividedBy(n *node, o *open, d *division, e search.Expansion[*open, solution]) search.Expansion[*open, solution] {
	e.Children = t.parts(n, d)
	o.proof.split = d
	return e
}

// known is a chain of a node of which all places are known, with the signs that are.
func (t *tree) known(n *node, c chain) chain {
	all := t.spots(n)
	for i := range c.signs {
		plus, minus := false, false
		for _, s := range all[i+1] {
			plus, minus = plus || s.sign >= 0, minus || s.sign <= 0
		}
		switch {
		case plus && minus:
			c.signs[i] = 0
		case plus:
			c.signs[i] = 1
		default:
			c.signs[i] = -1
		}
	}
	return c
}

// unpacked is an open node's states, without their costs.
func (t *tree) unpacked(o *open) *node {
	if o.from == nil {
		n := *t.origin
		n.alone = true
		return &n
	}
	n := &node{groups: make([]group, len(t.origin.groups)), turns: o.turns, limits: o.limits}
	words := 0
	for i := range o.groups {
		for _, k := range o.groups[i] {
			words += len(k.gone)
		}
	}
	gone := make([]uint64, 0, words)
	for i, g := range t.origin.groups {
		n.groups[i] = group{from: g.from, to: g.to, states: make([]state, len(o.groups[i]))}
		for j, k := range o.groups[i] {
			s := &n.groups[i].states[j]
			gone = append(gone, k.gone...)
			*s = state{cut: k.cut, slot: k.slot, sign: k.sign, gone: gone[len(gone)-len(k.gone):]}
			if k.sign != 0 {
				t.set(s, g.to, [2]float64{float64(k.at[0]), float64(k.at[1])})
			}
		}
	}
	n.turns = make([][]turn, len(o.turns))
	n.runs = make([][]passing, len(o.runs))
	for level := range o.turns {
		n.turns[level], n.runs[level] = slices.Clone(o.turns[level]), slices.Clone(o.runs[level])
	}
	return n
}
