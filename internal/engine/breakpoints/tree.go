package breakpoints

import (
	"context"
	"math"

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
	number map[int]int // a cut's number by its place
	cap    float64     // most that a multiplier may be
	margin float64     // what rounding may hide of a chain's cost
	data   *dataset.Dataset
	signs  []int
	units  int
	hands  []*hand
	crew   *crew.Crew
	origin *node
}

// hand is a worker's memory.
type hand struct {
	scratch
	matcher
	finder
	places []place
}

// open is a node that waits: its states, group by group.
type open struct {
	states [][]kept
	root   bool
}

func newTree(ctx context.Context, g *segments, l levels, cutoff float64, c *crew.Crew) *tree {
	stop := cutoff + g.segmentMargin()
	t := &tree{crew: c, table: newTable(ctx, g, l.k, stop, c), levels: l, number: map[int]int{}}
	for i, h := range t.cuts {
		t.number[h] = i
	}
	for range c.Threads() {
		t.hands = append(t.hands, &hand{matcher: matcher{samples: g.samples, levels: l}, finder: finder{ctx: ctx, samples: g.samples, levels: l}})
	}
	t.limit(cutoff)
	t.origin = t.root(g, stop)
	return t
}

// limit bounds the multipliers, and by them what rounding may hide.
func (t *tree) limit(cutoff float64) {
	values := 0.0
	for i := range t.cuts {
		for j := t.first[i]; j <= t.last[i]; j++ {
			f := &t.fits[t.base[i]+j]
			far := f.left + f.right + t.gap[t.cuts[i]] + t.gap[t.cuts[j]]
			values = max(values, math.Abs(f.y)+math.Abs(f.slope)*far)
		}
	}
	k := float64(t.k + 1)
	t.cap = 4 * math.Sqrt(t.prefix[t.size()].w.Hi*max(cutoff, 0)) / k
	t.margin = costError * (max(cutoff, 0) + 4*k*t.cap*values)
	t.margin += 0x1p-80 * t.spread * t.spread
}

// A node is swept on while a sweep removes that share of its states, or closes that share of
// what its bound lacks.
const (
	leastSweeps = 1
	mostSweeps  = 30
	progress    = 0.9
	worthwhile  = 0.05
)

// Expand processes a node.
func (t *tree) Expand(ctx context.Context, worker int, o open, now search.Moment) (e search.Expansion[open, *network.Network]) {
	h := t.hands[worker]
	n := t.unpacked(o)
	n.alone = o.root
	stop := now.Cutoff + t.margin
	e.Value = math.Inf(1)
	t.lookBack(n, &h.scratch)
	last := math.Inf(-1)
	for i := 0; ; i++ {
		before := n.size()
		if !t.forward(n, stop, h) {
			return t.interrupted(n, e)
		}
		v := t.least(n)
		if v >= stop {
			e.Bound = max(e.Bound, now.Cutoff)
			return e
		}
		e.Bound = max(e.Bound, v-t.margin)
		if c := t.trace(n); i < 2 && c.patterns(t.signed) <= mostPatterns {
			t.try(c, h, now.Cutoff, &e)
			if o.root {
				t.polish(c, h, now.Cutoff, &e)
			}
		}
		if o.root && i == 1 {
			t.unfold(n)
		} else if i >= leastSweeps && float64(n.size()) > progress*float64(before) && v-last < worthwhile*(stop-v) || i == mostSweeps {
			return t.divided(n, h, now.Cutoff, e)
		}
		last = v
		if !t.backward(n, stop, h) {
			return t.interrupted(n, e)
		}
	}
}

// interrupted leaves the node open, with what has been proved so far.
func (t *tree) interrupted(n *node, e search.Expansion[open, *network.Network]) search.Expansion[open, *network.Network] {
	if e.Bound == 0 {
		e.Unfinished = true
		return e
	}
	rest := t.opened(n)
	for i := range n.groups {
		rest.states[i] = packed(n.groups[i].states)
	}
	e.Children = []open{rest}
	return e
}

// try settles a chain.
func (t *tree) try(c chain, h *hand, cutoff float64, e *search.Expansion[open, *network.Network]) verdict {
	v := h.matcher.exact(c, cutoff)
	if v.curve != nil {
		if sse, net := v.curve.sse(t.samples, t.data, t.units, t.signs); sse < e.Value {
			e.Found, e.Value, e.Solution, e.Source = true, sse, net, "chain"
		}
	}
	return v
}

// polish moves the kinks of a chain.
func (t *tree) polish(c chain, h *hand, cutoff float64, e *search.Expansion[open, *network.Network]) {
	cuts := c.spread(t.size())
	if cuts == nil {
		return
	}
	_, d := h.finder.value(h.finder.relocate(cuts))
	t.try(d, h, cutoff, e)
}

// divided ends a node of one chain with the chain's own bound, and divides others.
func (t *tree) divided(n *node, h *hand, cutoff float64, e search.Expansion[open, *network.Network]) search.Expansion[open, *network.Network] {
	stage, most := t.widest(n)
	if most <= 1 {
		e.Bound = max(e.Bound, t.try(t.trace(n), h, cutoff, &e).bound)
		return e
	}
	e.Children = t.split(n, stage)
	return e
}

// size is how many states a node has.
func (n *node) size() (sum int) {
	for i := range n.groups {
		sum += len(n.groups[i].states)
	}
	return sum
}

// unpacked is an open node's states, without their costs.
func (t *tree) unpacked(o open) *node {
	n := &node{groups: make([]group, len(t.origin.groups))}
	words := 0
	for i := range o.states {
		for _, k := range o.states[i] {
			words += len(k.gone)
		}
	}
	gone := make([]uint64, 0, words)
	for i, g := range t.origin.groups {
		n.groups[i] = group{from: g.from, to: g.to}
		if o.root {
			n.groups[i].states = append([]state(nil), g.states...)
			continue
		}
		states := make([]state, len(o.states[i]))
		for j, k := range o.states[i] {
			s := &states[j]
			gone = append(gone, k.gone...)
			*s = state{a: k.a, b: k.b, kind: k.kind, two: k.two, slot: k.slot, gone: gone[len(gone)-len(k.gone):]}
			if k.kind != relaxed {
				t.set(s, [mostSlots]float64{float64(k.multipliers[0]), float64(k.multipliers[1]), float64(k.multipliers[2])})
			} else {
				s.cost = t.joined(s, g.to)
			}
		}
		n.groups[i].states = states
	}
	return n
}

// joined is the cost of the inputs that a state frees.
func (t *tree) joined(s *state, to int) float64 {
	if to == t.count() {
		return t.freed(t.cuts[s.a], t.size())
	}
	return t.freed(t.cuts[s.a], t.cuts[s.b])
}

func packed(states []state) []kept {
	out := make([]kept, len(states))
	for i, s := range states {
		out[i] = kept{s.a, s.b, s.kind, s.two, s.slot, s.gone, [mostSlots]float32{float32(s.multipliers[0]), float32(s.multipliers[1]), float32(s.multipliers[2])}}
	}
	return out
}
