package sign

import (
	"relucert/certificate"
	"relucert/search"
	"relucert/whiten"
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
}

// settle enters what lemmas left: closed parts or, below the cutoff, nodes for later.
func (n *Node) settle(e *search.Expansion[*Node, whiten.Solution], cutoff float64) {
	for i, l := range n.lemmas {
		if i == 0 || l.bound < e.Closed {
			e.Closed = l.bound
		}
	}
	if len(n.lemmas) == 0 || e.Closed >= cutoff {
		return
	}
	for i := range n.lemmas {
		l := &n.lemmas[i]
		l.other.proof, l.other.proved, l.other.aim = l.closed, l.bound, n.aim
		e.Later = append(e.Later, l.other)
	}
}

// logLemmas writes the node's lemmas; from then on the node is what is left of it.
func (t *Tree) logLemmas(n *Node) {
	for _, l := range n.lemmas {
		number := t.Log.Split(&certificate.Split{Node: n.name(), Unit: l.unit, Kind: certificate.Sample,
			Row: t.shared.firstRows[l.sample], At: l.at, Drop: certificate.Keep})
		n.parent = &origin{number, n.parent.inherited}
		n.parts = partOf(l.side)
		if l.other.proof != nil {
			l.other.parent, l.other.parts = n.parent, partOf(-l.side)
			continue
		}
		l.closed.Node = certificate.Name{Split: number, Parts: partOf(-l.side)}
		t.Log.Dual(l.closed)
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
