package sides

import (
	"relucert/internal/engine/node"
	"relucert/proof/certificate"
)

// lemma bounds a pair's t without branching: on the other side of at the bound reaches
// the cutoff.
type lemma struct {
	unit   int
	sample int32
	side   int8 // that is left
	at     float64
	bound  float64           // of the other side
	closed *certificate.Dual // proves it
	other  *Node             // the other side
	later  bool              // it is open
}

// logLemmas writes the node's lemmas; from then on the node is what is left of it.
func (t *Tree) logLemmas(n *Node) {
	if len(n.lemmas) > 0 {
		t.logProof(&n.earlier, n.Name())
	} else if n.proof == nil {
		n.proof = n.earlier
	}
	n.earlier = nil
	for _, l := range n.lemmas {
		number := t.Log.Split(&certificate.Split{Node: n.Name(), Unit: l.unit, Kind: certificate.Sample,
			Row: t.shared.firstRows[l.sample], At: l.at, Drop: certificate.Keep})
		n.From, n.Parts = &node.Origin{Split: number, Inherited: n.From.Inherited}, partOf(l.side)
		if l.later {
			l.other.From, l.other.Parts = n.From, partOf(-l.side)
		} else {
			other := certificate.Name{Split: number, Parts: partOf(-l.side)}
			t.logProof(&l.closed, other)
			t.Close(other)
		}
	}
	n.lemmas = nil
}

// partOf is the part of a unit that is divided alone.
func partOf(side int8) string {
	if side > 0 {
		return "\x01"
	}
	return "\x00"
}
