package breakpoints

import (
	"math"
	"sort"
	"sync/atomic"
)

// state is a kink in a cut, or a chain's start or end (sign 0). Its multipliers, at, stand on l − r at the cut's two
// ends, l and r the lines on its left and right; they put alpha on l's value at its last input and left on
// its slope, beta on r's value at its first input and −right on its slope.
type state struct {
	cut         int32 // by number
	slot        int32 // its number among the states that lead to its level
	sign        int8
	moved       bool // its multipliers are new
	at          [2]float64
	alpha, beta float64
	left, right float64
	ahead, back float64 // the least costs of chains before, itself included, and behind
	gone        []uint64
}

// gone are the states from which no line leads to one any more, by slot: all chains through both cost the cutoff or more. At a
// large node threads share the words, but each its own bits.
func (s *state) follows(slot int32) bool {
	return s.gone == nil || atomic.LoadUint64(&s.gone[slot>>6])>>(slot&63)&1 == 0
}

func (s *state) part(slot int32) { atomic.OrUint64(&s.gone[slot>>6], 1<<(slot&63)) }

// group is the states that lead from one level to another, by cut, then sign, + first.
type group struct {
	from, to int
	states   []state
}

// turn is a run of three inputs with a kink of a sign at the second, from the state before it to that behind. gone
// are the pairs of states that it no longer joins (bit).
type turn struct {
	input int32
	sign  int8
	gone  uint8
	moved bool
	eta   float64
}

// bit is that of two states' signs; a start or an end counts as +.
func bit(left, right int8) uint8 { return 1 << (minus(left)<<1 | minus(right)) }

func minus(sign int8) uint8 {
	if sign < 0 {
		return 1
	}
	return 0
}

// passing is a run of four inputs or more at an input: those before are passed.
type passing struct {
	input       int32
	ahead, back float64
}

// node is a set of chains.
type node struct {
	groups []group     // by to, then from
	turns  [][]turn    // by the level behind the kink; by input, then sign
	runs   [][]passing // by level; by input
	limits []limit     // of kink 1, 2, …
	alone  bool        // no other node is processed meanwhile
}

// limit is where a kink may be, by its place: 2h−1 in cut h, 2g at input g, 2n if there is none; and which sign it must have, 0: any.
type limit struct {
	low, high int32
	sign      int8
}

// shape is which groups lead into and out of each level; it does not depend on the node.
type shape struct {
	into, out [][]int
}

func newShape(groups []group, levels int) shape {
	s := shape{make([][]int, levels+1), make([][]int, levels+1)}
	for i, g := range groups {
		s.into[g.to] = append(s.into[g.to], i)
		if g.from != none {
			s.out[g.from] = append(s.out[g.from], i)
		}
	}
	return s
}

// root is the node of all chains below the cutoff.
func (t *tree) root(g *segments, cutoff float64) *node {
	end, n := t.count(), t.empty()
	for to := range end {
		n.turns[to], n.runs[to] = t.turnsTo(g, to, cutoff), t.runsAt(g, to, cutoff)
		t.groupsTo(n, g, to, cutoff)
	}
	last := int32(len(t.cuts) - 1)
	for from := range end {
		if g.before[t.size()][t.stage(from)] < cutoff && (t.stage(from) == t.k || !t.asked.whole()) {
			n.groups = append(n.groups, group{from: from, to: end, states: []state{{cut: last}}})
		}
	}
	t.shape = newShape(n.groups, end)
	t.enumerate(n)
	return n
}

// empty is a node with nothing but the start.
func (t *tree) empty() *node {
	n := &node{turns: make([][]turn, t.count()), runs: make([][]passing, t.count()), limits: make([]limit, t.k+1)}
	for i := range n.limits {
		n.limits[i] = limit{1, int32(2 * t.size()), 0}
	}
	n.groups = append(n.groups, group{from: none, states: []state{{}}})
	return n
}

// groupsTo enters the kinks that lead to a level.
func (t *tree) groupsTo(n *node, g *segments, to int, cutoff float64) {
	for _, sign := range t.signs() {
		from := t.before(to, sign)
		if from == none {
			continue
		}
		signs := []int8{sign}
		if !t.signed {
			signs = anySign[:]
		}
		if states := t.kinksIn(g, from, to, signs, cutoff); len(states) > 0 {
			n.groups = append(n.groups, group{from: from, to: to, states: states})
		}
	}
}

func (t *tree) kinksIn(g *segments, from, to int, signs []int8, cutoff float64) (states []state) {
	for i, h := range t.cuts {
		if h == 0 || h >= g.size() || g.before[h][t.stage(from)]+g.behind[h][t.k-t.stage(to)] >= cutoff || !t.may(t.stage(to), i) {
			continue
		}
		for _, s := range signs {
			states = append(states, state{cut: int32(i), sign: s})
		}
	}
	return states
}

// may says whether breakpoint j may be in a cut, by number.
func (t *table) may(j, cut int) bool {
	if t.asked == nil {
		return true
	}
	_, ok := t.asked.ends(j, t.cuts[cut], t.side(cut))
	return ok
}

// enumerate gives the states of each level their slots, and room for those before them.
func (t *tree) enumerate(n *node) {
	words := make([]int, t.count()+1)
	for level := range t.into {
		slot := int32(0)
		for _, g := range t.into[level] {
			for i := range n.groups[g].states {
				n.groups[g].states[i].slot = slot
				slot++
			}
		}
		words[level] = int(slot+63) / 64
	}
	for g := range n.groups {
		if from := n.groups[g].from; from != none {
			for i := range n.groups[g].states {
				n.groups[g].states[i].gone = make([]uint64, words[from])
			}
		}
	}
}

// turnsTo are the turns whose kink leads to a level.
func (t *tree) turnsTo(g *segments, level int, cutoff float64) (turns []turn) {
	if t.runless {
		return nil
	}
	behind := t.k - t.stage(level)
	for input := 1; input+1 < t.size(); input++ {
		for _, sign := range anySign {
			from := t.before(level, sign)
			if from != none && g.opened[input-1][t.stage(from)]+g.closed[input+2][behind] < cutoff {
				turns = append(turns, turn{input: int32(input), sign: sign})
			}
		}
	}
	return turns
}

func (t *tree) runsAt(g *segments, level int, cutoff float64) (runs []passing) {
	if t.runless {
		return nil
	}
	c := t.stage(level)
	for h := 2; h+2 <= t.size(); h++ {
		if g.running[h][c]+g.rest(h, t.k-c) < cutoff {
			runs = append(runs, passing{input: int32(h)})
		}
	}
	return runs
}

// size is how many states a node has.
func (n *node) size() (sum int) {
	for i := range n.groups {
		sum += len(n.groups[i].states)
	}
	return sum
}

// at is the states of a group in a cut, and the first one's index.
func (g *group) at(cut int32) (states []state, first int) {
	from := sort.Search(len(g.states), func(i int) bool { return g.states[i].cut >= cut })
	to := from
	for to < len(g.states) && g.states[to].cut == cut {
		to++
	}
	return g.states[from:to], from
}

// turnAt is the turns to a level with the kink at an input, and the first one's index.
func (n *node) turnAt(level int, input int) (turns []turn, first int) {
	all := n.turns[level]
	from := sort.Search(len(all), func(i int) bool { return int(all[i].input) >= input }) // what threads write is not read
	to := from
	for to < len(all) && int(all[to].input) == input {
		to++
	}
	return all[from:to], from
}

// run is the run at a level that has passed the inputs before one; nil: there is none.
func (n *node) run(level, input int) *passing {
	if level == none {
		return nil
	}
	all := n.runs[level]
	i := sort.Search(len(all), func(i int) bool { return int(all[i].input) >= input })
	if i == len(all) || int(all[i].input) != input {
		return nil
	}
	return &all[i]
}

// bends says whether the kink that leads from a level may be at an input, with a sign.
func (t *tree) bends(n *node, level, input int, sign int8) bool {
	j := t.stage(level)
	return j < t.k && n.limits[j+1].allows(2*input) && (!t.signed || sign*n.limits[j+1].sign >= 0) && t.kept.at(t.behind(level, sign), input)
}

func (l limit) allows(place int) bool { return l.low <= int32(place) && int32(place) <= l.high }

// least is the least cost of a chain of the node by what lies before its end.
func (t *tree) least(n *node) float64 {
	best := math.Inf(1)
	for _, i := range t.into[t.count()] {
		for j := range n.groups[i].states {
			best = min(best, n.groups[i].states[j].ahead)
		}
	}
	return best
}
