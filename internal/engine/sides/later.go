package sides

import (
	"math"

	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
)

// In a realizable problem, or one whose incumbent is bad, the cutoff is too high for
// decisions to follow from decisions. So as long as the search's own bound is low, nodes
// need only reach an aim far below the cutoff. Those that do, and the other sides of pairs that
// are decided for it, are put off: they stay open, with the bound that they have reached.

// lowAim is the first aim as a share of the cutoff.
const lowAim = 1.0 / 64

// aim is the bound to reach for now. It is above the search's own.
func (t *Tree) aim(now search.Moment) float64 {
	low := lowAim * now.Cutoff
	if t.shared.clusters == nil || math.IsInf(low, 1) || now.Lower >= low/2 {
		return now.Cutoff
	}
	return low
}

// putOff ends the work on a node that has reached the aim, and puts off parts of it.
func (n *Node) putOff(e *node.Expansion[*Node], cutoff, aim float64) {
	for i, l := range n.lemmas {
		if i == 0 || l.bound < e.Closed {
			e.Closed = l.bound
		}
	}
	for i := range n.lemmas {
		if l := &n.lemmas[i]; e.Closed < cutoff {
			l.later, l.other.proof, l.other.proved = true, l.closed, l.bound
			e.Later = append(e.Later, l.other)
		}
	}
	if e.Bound >= aim && e.Bound < cutoff {
		n.postponed, e.Children = true, []*Node{n}
	}
}

// everyCluster lists them.
func (h *shared) everyCluster() (clusters []int) {
	for c := range h.clusters {
		clusters = append(clusters, c)
	}
	return clusters
}
