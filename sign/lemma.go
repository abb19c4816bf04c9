package sign

import "relucert/certificate"

// lemma bounds a pair's t without branching: on the other side of at the bound reaches
// the cutoff.
type lemma struct {
	unit   int
	sample int32
	side   int8 // that is left
	at     float64
	bound  float64           // of the other side
	closed *certificate.Dual // proves it
}

// closed is the least bound of the sides that lemmas closed, 0 if none did.
func (n *Node) closed() (bound float64) {
	for i, l := range n.lemmas {
		if i == 0 || l.bound < bound {
			bound = l.bound
		}
	}
	return bound
}

// logLemmas writes the node's lemmas and returns the name of what is left of it.
func (t *Tree) logLemmas(n *Node) certificate.Name {
	name := n.name()
	for _, l := range n.lemmas {
		number := t.Log.Split(&certificate.Split{Node: name, Unit: l.unit, Kind: certificate.Sample,
			Row: t.shared.firstRows[l.sample], At: l.at, Drop: certificate.Keep})
		name = certificate.Name{Split: number, Parts: partOf(l.side)}
		l.closed.Node = certificate.Name{Split: number, Parts: partOf(-l.side)}
		t.Log.Dual(l.closed)
	}
	return name
}

// partOf is the part of a unit that is divided alone.
func partOf(side int8) string {
	if side > 0 {
		return "\x01"
	}
	return "\x00"
}
