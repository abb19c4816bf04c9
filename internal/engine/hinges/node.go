package hinges

import (
	"slices"

	"relucert/proof/certificate"
)

// kind is a unit's column and sign: 2q for +, 2q + 1 for −, q the column's number in the table.
type kind uint8

func kindOf(column int, sign float64) kind {
	if sign < 0 {
		return kind(2*column + 1)
	}
	return kind(2 * column)
}

func (k kind) column() int { return int(k >> 1) }
func (k kind) sign() int   { return 1 - 2*int(k&1) }

// unit is a kind and the knots [low, high] between which the kink is.
type unit struct {
	kind
	low, high int
}

// weighted hinge: β of a knot, of either sign.
type hinge struct {
	knot int
	beta float64
}

// node is a region. Units ascend by kind; kinks of one kind do.
type node struct {
	units    []unit
	warm     []hinge // the parent's
	from     *origin
	part     string
	division *division // left for Record
	proof    []hinge   // left for Record
}

// origin is the split that made a node, and what its parent was proved to have.
type origin struct {
	split     int
	inherited float64
}

type division struct {
	split certificate.HingeSplit
	into  *origin
}

func (n *node) name() certificate.Name { return certificate.Name{Split: n.from.split, Parts: n.part} }

// halves are the node's with unit j's kink up to a knot, and from it on. Those of the same kind, whose
// kinks ascend, are cut too.
func (n *node) halves(j, at int) (left, right []unit) {
	left, right = slices.Clone(n.units), slices.Clone(n.units)
	for i, u := range n.units {
		if u.kind == n.units[j].kind && i <= j {
			left[i].high = min(u.high, at)
		}
		if u.kind == n.units[j].kind && i >= j {
			right[i].low = max(u.low, at)
		}
	}
	return left, right
}
