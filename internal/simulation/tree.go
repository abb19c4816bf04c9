package simulation

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
)

// node is an open node: the seconds that it and all below it take, and the part of the whole that it stands for, as an interval of whole
// numbers. A node in one piece takes Work.Grain; what is more falls apart in two, in a ratio that depends on the interval alone: so a node that
// is worked on twice gives the same twice.
type node struct {
	work   float64
	lo, hi uint64
}

// Work says how much there is to do, and how it falls apart.
type Work struct {
	Total float64 // seconds
	Grain float64 // seconds that a node takes which is not divided, or its division
	// Skew is how unequal the halves of a division are: the larger has a share that is uniform between 1/2 and Skew.
	Skew float64
}

// whole is the interval of the root.
const whole = uint64(1) << 62

// divide is the node's children; none: it is closed.
func (w *Work) divide(n node) []node {
	left := n.work - w.Grain
	if left <= 0 || n.hi-n.lo < 2 {
		return nil
	}
	var key [16]byte
	binary.LittleEndian.PutUint64(key[:8], n.lo)
	binary.LittleEndian.PutUint64(key[8:], n.hi)
	h := fnv.New64a()
	h.Write(key[:])
	share := 0.5 + (w.Skew-0.5)*rand.New(rand.NewPCG(h.Sum64(), 1)).Float64()
	middle := n.lo + (n.hi-n.lo)/2
	return []node{{left * share, n.lo, middle}, {left * (1 - share), middle, n.hi}}
}

// interval is a closed part.
type interval struct{ lo, hi uint64 }

// subtree is what a worker goes on from.
type subtree struct{ open []node }

// unit works on a subtree for so long, and returns how long it took, what it closed, how many nodes it processed and what is open.
func (w *Work) unit(s subtree, limit float64) (took float64, closed []interval, nodes int64, open []node) {
	open = append(open, s.open...)
	for len(open) > 0 && took < limit {
		n := open[0]
		open = open[1:]
		took += min(n.work, w.Grain)
		nodes++
		if children := w.divide(n); children != nil {
			open = append(open, children...)
		} else {
			closed = append(closed, interval{n.lo, n.hi})
		}
	}
	return took, closed, nodes, open
}

// deal deals open nodes to so many subtrees.
func deal(open []node, shares int) []subtree {
	all := make([]subtree, max(1, min(shares, len(open))))
	for i, n := range open {
		all[i%len(all)].open = append(all[i%len(all)].open, n)
	}
	return all
}
