package breakpoints

import (
	"math"
	"slices"
	"sync/atomic"
)

// state is a join between two pieces: the left one ends before cut a, the right one starts
// at cut b, and the inputs between have a piece each. Its multipliers put alpha on the left line's
// value at its last input and left on its slope, beta on the right line's value at its first input and −right on its slope.
type state struct {
	a, b        int32
	kind        kind
	two         two
	alpha, beta float64
	left, right float64
	cost        float64 // of the inputs between
	ahead, back float64 // F and B: the least costs of the chain before and behind
	slot        int32   // its number among the states that lead to its level
	gone        []uint64
	multipliers [mostSlots]float64
	pull
}

// gone are the states that may not come before one, by slot: all chains through both cost the cutoff or more. At a
// large node threads share the words, but each its own bits.
func (s *state) follows(slot int32) bool {
	return atomic.LoadUint64(&s.gone[slot>>6])>>(slot&63)&1 == 0
}

func (s *state) part(slot int32) { atomic.OrUint64(&s.gone[slot>>6], 1<<(slot&63)) }

// group is the states that lead from one level to another, by a.
type group struct {
	from, to int
	states   []state
}

// node is a set of chains: all that use its states only.
type node struct {
	groups []group // by to, then from
	alone  bool    // no other node is processed meanwhile
}

// kept is a state as it is remembered in an open node.
type kept struct {
	a, b        int32
	kind        kind
	two         two
	slot        int32
	gone        []uint64
	multipliers [mostSlots]float32
}

// shape is which groups lead into and out of each level; it does not depend on the node.
type shape struct {
	into, out [][]int
}

func newShape(groups []group, levels int) shape {
	s := shape{make([][]int, levels+1), make([][]int, levels+1)}
	for i, g := range groups {
		s.into[g.to] = append(s.into[g.to], i)
		if g.from >= 0 {
			s.out[g.from] = append(s.out[g.from], i)
		}
	}
	return s
}

// root is the node of all chains below the cutoff.
func (t *tree) root(g *segments, cutoff float64) *node {
	n := &node{}
	end := t.count()
	for to := 0; to <= end; to++ {
		for from := start; from < to; from++ {
			if states := t.states(g, from, to, cutoff); len(states) > 0 {
				n.groups = append(n.groups, group{from, to, states})
			}
		}
	}
	t.shape = newShape(n.groups, end)
	t.number_(n)
	return n
}

// number_ gives the states of each level their slots, and room for those before them.
func (t *tree) number_(n *node) {
	words := make([]int, t.count()+1)
	for level := range t.into {
		slot := int32(0)
		for _, g := range t.into[level] {
			for i := range n.groups[g].states {
				s := &n.groups[g].states[i]
				s.slot = slot
				if slot++; s.kind == relaxed {
					slot += folded - 1
				}
			}
		}
		words[level] = int(slot+63) / 64
	}
	for g := range n.groups {
		if from := n.groups[g].from; from != start {
			for i := range n.groups[g].states {
				n.groups[g].states[i].gone = make([]uint64, words[from])
			}
		}
	}
}

// states are those from one level to another that the segments leave.
func (t *tree) states(g *segments, from, to int, cutoff float64) []state {
	switch end := t.count(); {
	case from == start && to == end:
		return nil
	case from == start:
		return t.freedStart(g, to, cutoff)
	case to == end:
		return t.freedEnds(g, from, cutoff)
	case !t.leads(from, to):
		return nil
	case t.stage(to) == t.stage(from)+1:
		return t.kinks(g, from, to, cutoff)
	}
	return t.joins(g, from, to, cutoff)
}

func (t *tree) freedStart(g *segments, to int, cutoff float64) []state {
	e := t.stage(to)
	b, ok := t.number[e]
	cost := g.freed(0, e)
	if !ok || cost+g.behind[e][t.k-e] >= cutoff {
		return nil
	}
	return []state{{a: 0, b: int32(b), cost: cost}}
}

func (t *tree) freedEnds(g *segments, from int, cutoff float64) (states []state) {
	used := t.stage(from)
	for e := min(t.k-used, g.size()); e >= 0; e-- {
		h := g.size() - e
		a, ok := t.number[h]
		cost := g.freed(h, g.size())
		if ok && g.before[h][used]+cost < cutoff {
			states = append(states, state{a: int32(a), b: int32(len(t.cuts) - 1), cost: cost})
		}
	}
	return states
}

func (t *tree) kinks(g *segments, from, to int, cutoff float64) (states []state) {
	for i, h := range t.cuts {
		if h == 0 || h >= g.size() || g.before[h][t.stage(from)]+g.behind[h][t.k-t.stage(to)] >= cutoff {
			continue
		}
		for _, k := range []kind{convex, concave} {
			if t.allows(from, to, k) {
				states = append(states, state{a: int32(i), b: int32(i), kind: k})
			}
		}
	}
	return states
}

func (t *tree) joins(g *segments, from, to int, cutoff float64) (states []state) {
	r := t.stage(to) - t.stage(from) - 1
	for i, h := range t.cuts {
		if h+r > g.size() {
			break
		}
		if j, ok := t.number[h+r]; ok && h > 0 {
			s := state{a: int32(i), b: int32(j), cost: g.freed(h, h+r)}
			for _, s.two = range twosOf(r) {
				if g.around(h, h+r, t.stage(from), t.k-t.stage(to), s.two)+s.cost < cutoff {
					states = append(states, s)
				}
			}
		}
	}
	return states
}

// two says that the piece on one side of a join of one input holds exactly two inputs.
//
// Others are not needed. Let l, v, l' be joined by kinks of signs s and s' in the gaps on either side of v, with
// chord slopes c and c'. If c' is beyond c in the sense of s, s·c ≤ s·c', let a piece of slope c' hold v and the first
// input of l', where it meets l' in the second kink: slope l, c, c' are in the order that the first kink
// asks for, c' and slope l' in that of the second. l' keeps its line if it has another two inputs. Else, if s' = −s, s'·c ≤ s'·c' turns to
// that case seen from the right: a piece of slope c holds v and the last input of l. If s' = s, s·c ≤ s·c' is one of the conditions.
type two int8

const (
	anyLength two = iota
	leftTwo
	rightTwo
)

func twosOf(r int) []two {
	if r == 1 {
		return []two{leftTwo, rightTwo}
	}
	return []two{anyLength}
}

// around is the least cost of the pieces before a and behind b, of so many kinks each.
func (g *segments) around(a, b, before, behind int, t two) float64 {
	switch {
	case t == leftTwo && a >= 2:
		return g.opened[a-2][before] + g.freed(a-2, a) + g.behind[b][behind]
	case t == rightTwo && b+2 <= g.size():
		return g.before[a][before] + g.freed(b, b+2) + g.closed[b+2][behind]
	case t == anyLength:
		return g.before[a][before] + g.behind[b][behind]
	}
	return math.Inf(1)
}

// unfold makes the kinds of each join of one input: until now one stood for all, without conditions.
func (t *tree) unfold(n *node) {
	for i := range n.groups {
		g := &n.groups[i]
		if g.from == start || g.to == t.count() || t.stage(g.to) != t.stage(g.from)+2 {
			continue
		}
		folded := g.states
		g.states = nil
		for _, s := range folded {
			g.states = append(g.states, t.kindsOf(n, g, s)...)
		}
	}
}

func (t *tree) kindsOf(n *node, g *group, s state) (states []state) {
	for _, k := range []kind{rise, fall, cup, hood} {
		if !t.allows(g.from, g.to, k) {
			continue
		}
		one := s
		one.kind, one.slot, one.gone = k, s.slot+int32(len(states)), slices.Clone(s.gone)
		states = append(states, one)
		for _, i := range t.out[g.to] {
			for j := range n.groups[i].states {
				if q := &n.groups[i].states[j]; !q.follows(s.slot) {
					q.part(one.slot)
				}
			}
		}
	}
	return states
}

// folded is how many states a join of one input stands for, at most.
const folded = 4

// least is the least cost of a chain of the node by what lies before its end.
func (t *tree) least(n *node) float64 {
	best := math.Inf(1)
	for _, i := range t.into[t.count()] {
		for _, s := range n.groups[i].states {
			best = min(best, s.ahead)
		}
	}
	return best
}
