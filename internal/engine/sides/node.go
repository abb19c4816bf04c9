package sides

import (
	"maps"
	"slices"

	"relucert/internal/engine/node"
	"relucert/internal/linalg"
	"relucert/proof/certificate"
)

// Node fixes some samples' sides for each unit.
type Node struct {
	node.Node[*region]
	start *start // of the bounded search, from the parent; may be nil

	rounds    int     // of tightening
	waiting   []int   // clusters that may have something new to say
	aim       float64 // of the last Expand
	postponed bool    // by it
	proved    float64 // a bound; 0: only the parent's

	// Left by Expand for Record:
	lemmas  []lemma
	proof   *certificate.Dual
	earlier *certificate.Dual // of an earlier Expand
}

// region is one unit's: immutable.
type region struct {
	side    []int8                // a sample: +1 active, -1 inactive, 0 undecided
	cuts    []int32               // the samples decided by splits, in their order
	numbers []int                 // their numbers in the certificate
	made    int                   // all cuts in the certificate, bounds of t too
	implied map[int32]implication // those decided by the cuts
	points  [][]float64           // some ŵ in it
	low     []float64             // a sample: bounds of t, shared; nil: none
	high    []float64
}

// cut is the region with sample i on the given side.
func (r *region) cut(i int32, side int8, row []float64) *region {
	c := r.clone()
	c.cuts, c.numbers = append(slices.Clip(r.cuts), i), append(slices.Clip(r.numbers), r.made)
	c.made, c.points, c.side[i] = r.made+1, nil, side
	for _, w := range r.points {
		if float64(side)*linalg.Dot(row, w) >= 0 {
			c.points = append(c.points, w)
		}
	}
	return c
}

func (r *region) clone() *region {
	c := *r
	c.side, c.implied, c.points = slices.Clone(r.side), maps.Clone(r.implied), slices.Clip(r.points)
	return &c
}

// replace puts a region in the place of one that says less.
func (n *Node) replace(old, better *region) {
	for j, r := range n.Regions {
		if r == old {
			n.Regions[j] = better
		}
	}
}

// divide returns a child for each number of the group's units that are active
// on sample i: which of them does not matter.
func (n *Node) divide(i int32, group []int, from *node.Origin, row []float64) []*Node {
	whole := n.Regions[group[0]]
	parts := node.Numbered([]*region{whole.cut(i, -1, row), whole.cut(i, 1, row)})
	choice := slices.Repeat(parts[1:], len(group))
	children := []*Node{{Node: n.Child(from, group, choice), start: n.start}}
	for g := range group {
		choice[g] = parts[0]
		children = append(children, &Node{Node: n.Child(from, group, choice), start: n.start})
	}
	return children
}
