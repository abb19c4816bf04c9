package node

import (
	"slices"

	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// Node is one region a unit. Regions are immutable.
type Node[R comparable] struct {
	Signs   []int // ±1 a unit, shared by the whole tree of these signs
	Regions []R   // units of one sign that have not been told apart share one
	From    *Origin
	Parts   string // the part each unit of the split group got, a byte each

	division *division // left for Record
}

// Origin is what children share: in the certificate, the number of the split
// that made them, and the bound that they inherit.
type Origin struct {
	Split     int
	Inherited float64
}

// division is how a node was divided, and what its children share.
type division struct {
	split certificate.Split
	into  *Origin
}

// Root is the node of all networks of a sign vector, whose number it is.
func Root[R comparable](p *whiten.Problem, number int, signs []int, all R) Node[R] {
	return Node[R]{Signs: signs, Regions: slices.Repeat([]R{all}, len(signs)),
		From: &Origin{Inherited: Least(p)}, Parts: string([]byte{byte(number)})}
}

// Least is the SSE that no network can lower: what equal rows differ by.
func Least(p *whiten.Problem) float64 { return max(0, p.Offset-p.OffsetError) }

// Name is the node's in the certificate.
func (n *Node[R]) Name() certificate.Name {
	return certificate.Name{Split: n.From.Split, Parts: n.Parts}
}

// Group lists the units that share unit j's sign and region: they are split together.
func (n *Node[R]) Group(j int) []int {
	var units []int
	for i, r := range n.Regions {
		if r == n.Regions[j] && n.Signs[i] == n.Signs[j] {
			units = append(units, i)
		}
	}
	return units
}

// Part is a piece of a region that is divided; pieces left out keep their numbers.
type Part[R any] struct {
	Region R
	Number byte
}

// Numbered are the parts of a division that leaves none out.
func Numbered[R any](regions []R) []Part[R] {
	var parts []Part[R]
	for i, r := range regions {
		parts = append(parts, Part[R]{r, byte(i)})
	}
	return parts
}

// Divide keeps a split, but for the node's name, until it is logged, and returns what the children share.
func (n *Node[R]) Divide(s certificate.Split) *Origin {
	n.division = &division{s, new(Origin)}
	return n.division.into
}

// Child is the node whose units of the group have these parts, one each.
func (n *Node[R]) Child(from *Origin, group []int, parts []Part[R]) Node[R] {
	child, numbers := n.Twin(), make([]byte, len(group))
	for g, j := range group {
		child.Regions[j], numbers[g] = parts[g].Region, parts[g].Number
	}
	child.From, child.Parts = from, string(numbers)
	return child
}

// Twin has the node's regions, but no place in the tree.
func (n *Node[R]) Twin() Node[R] {
	return Node[R]{Signs: n.Signs, Regions: slices.Clone(n.Regions)}
}

// LogDivision logs how the node was divided, if it was. Its children inherit what is proved.
func (n *Node[R]) LogDivision(to Log, proved float64) {
	if d := n.division; d != nil {
		d.split.Node = n.Name()
		d.into.Inherited = max(n.From.Inherited, proved)
		d.into.Split = to.Split(&d.split)
	}
	n.division = nil
}
