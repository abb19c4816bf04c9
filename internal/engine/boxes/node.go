package boxes

import (
	"relucert/internal/engine/node"
)

// Node is one region a unit, and what its parent left for it.
type Node struct {
	node.Node[*region]
	work  *work
	proof func(node.Log) // left by Expand for Record: logs what proves its bound
}

// work is what processing a node leaves to its children: they share it.
type work struct {
	undecided []int32    // samples not decided for every unit, ascending
	decided   *quadratic // the samples decided for every unit
	warm      []float64  // the relaxation's minimiser: c, then ŵ_1 … ŵ_k
	mu        float64    // the smoothing it ended with
	depth     int        // splits of boxes above the children
	balls     []float64  // a unit, with a norm bound: its ball's ν
	seen      []sides    // a unit: what the decided samples of its region are
}

// remaining is the list of a node for its children: the parent's own, if none of its samples was taken out.
func (o *work) remaining(list []int32) []int32 {
	if len(list) == len(o.undecided) {
		return o.undecided
	}
	return append([]int32(nil), list...)
}

// sides says whether some sample may be active, may be inactive, for a unit
// somewhere on its region.
type sides struct{ active, inactive bool }

// touching is how near zero, relative to its other end, an interval's end still
// counts as crossing it: far more than rounding can move it.
const touching = 1e-9

// sidesOf judges one sample by its interval; a zero row is on neither side.
func sidesOf(l, u float64) sides {
	if l == 0 && u == 0 {
		return sides{}
	}
	return sides{active: u > touching*l, inactive: l < touching*u}
}

// state of a sample for a unit on all of its region.
type state int8

const (
	inactive  state = -1
	undecided state = 0
	active    state = 1
)

// decide gives the state of the sample x, and on which sides it may be.
func (r *region) decide(x []float64) (state, sides) {
	if side := r.side(x); side != 0 {
		return state(side), sides{active: side > 0, inactive: side < 0}
	}
	l, u := r.interval(x)
	switch where := sidesOf(l, u); {
	case l >= 0:
		return active, where
	case u <= 0:
		return inactive, where
	default:
		return undecided, where
	}
}

func (s *sides) add(o sides) {
	s.active = s.active || o.active
	s.inactive = s.inactive || o.inactive
}

// absorbed says that the rest of the network can stand in for the unit: it is
// inactive on all samples, or active on all and the output part is affine.
func (s sides) absorbed(affine bool) bool {
	return !s.active || (!s.inactive && affine)
}

// unsplit is the first unit whose region is still the whole space, or -1.
func (n *Node) unsplit() int {
	for j, r := range n.Regions {
		if r.face == whole {
			return j
		}
	}
	return -1
}

// multisets returns a child for every way to give the units of a group one of
// the parts each, up to order.
func (n *Node) multisets(group []int, parts []part, from *node.Origin, left *work) []*Node {
	var children []*Node
	choice := make([]part, len(group))
	var assign func(i, first int)
	assign = func(i, first int) {
		if i == len(group) {
			children = append(children, &Node{Node: n.Child(from, group, choice), work: left})
			return
		}
		for p := first; p < len(parts); p++ {
			choice[i] = parts[p]
			assign(i+1, p)
		}
	}
	assign(0, 0)
	return children
}

type part = node.Part[*region]
