package sides

import (
	"maps"
	"slices"

	"relucert/internal/linalg"
	"relucert/proof/certificate"
)

// Node fixes some samples' sides for each unit.
type Node struct {
	signs   []int
	regions []*region // units of one sign that have not been told apart share one
	parent  *origin
	start   *start // of the bounded search, from the parent; may be nil
	parts   string // the part each unit of the split group got, a byte each

	rounds    int     // of tightening
	waiting   []int   // clusters that may have something new to say
	aim       float64 // of the last Expand
	postponed bool    // by it
	proved    float64 // a bound; 0: only the parent's

	// Left by Expand for Record:
	lemmas   []lemma
	proof    *certificate.Dual
	earlier  *certificate.Dual // of an earlier Expand
	division *division
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

// origin is what children share: in the certificate, the number of the split
// that made them, and the bound that they inherit.
type origin struct {
	split     int
	inherited float64
}

// division is how a node was divided, and what its children share.
type division struct {
	certificate.Split
	from *origin
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
	for j, r := range n.regions {
		if r == old {
			n.regions[j] = better
		}
	}
}

// group lists the units that share unit j's sign and region: they are split together.
func (n *Node) group(j int) []int {
	var units []int
	for i, r := range n.regions {
		if r == n.regions[j] && n.signs[i] == n.signs[j] {
			units = append(units, i)
		}
	}
	return units
}

// name is the node's in the certificate.
func (n *Node) name() certificate.Name {
	return certificate.Name{Split: n.parent.split, Parts: n.parts}
}

// divide returns a child for each number of the group's units that are active
// on sample i: which of them does not matter.
func (n *Node) divide(i int32, group []int, from *origin, row []float64) []*Node {
	var parts [2]*region
	for p, side := range [2]int8{-1, 1} {
		parts[p] = n.regions[group[0]].cut(i, side, row)
	}
	var children []*Node
	for active := len(group); active >= 0; active-- {
		child := &Node{signs: n.signs, start: n.start, regions: append([]*region(nil), n.regions...), parent: from}
		numbers := make([]byte, len(group))
		for g, j := range group {
			if g >= len(group)-active {
				numbers[g] = 1
			}
			child.regions[j] = parts[numbers[g]]
		}
		child.parts = string(numbers)
		children = append(children, child)
	}
	return children
}
