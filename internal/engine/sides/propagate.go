package sides

import (
	"context"
	"math"
	"slices"
)

// propagate decides the pairs that clusters decide, one decision leading to the next. If
// they close the node, so does the outcome's bound.
func (s *deducer) propagate(ctx context.Context, n *Node, to target) outcome {
	if math.IsInf(to.cutoff, 1) {
		return outcome{}
	}
	for len(n.waiting) > 0 {
		r := s.reasoners[n.waiting[0]]
		n.waiting = n.waiting[1:]
		found := r.infer(ctx, n, to)
		if found.closed != nil {
			s.load(n)
			if bound := s.prover.adopt(r.cluster, found.closed); bound >= to.cutoff {
				return outcome{bound: bound}
			}
		}
		for _, f := range found.forced {
			s.force(n, r.cluster, f, to)
		}
	}
	return outcome{}
}

// wait notes clusters that may have something new to say of the node.
func (n *Node) wait(clusters []int) {
	for _, c := range clusters {
		if !slices.Contains(n.waiting, c) {
			n.waiting = append(n.waiting, c)
		}
	}
}

// force decides a pair by a cluster's proof, if the whole problem confirms it.
func (s *deducer) force(n *Node, c *cluster, f forced, to target) {
	l := lemma{unit: f.unit, sample: c.samples[f.sample], side: f.side}
	if n.Regions[l.unit].side[l.sample] == 0 {
		s.exclude(n, l, to, func() float64 { return s.probe.prover.adopt(c, f.proof) })
	}
}

// adopt makes a cluster's proof that of the loaded node, and returns its bound.
func (q *prover) adopt(c *cluster, from *multipliersOf) float64 {
	w := &q.proof
	clear(w.m)
	clear(w.theta)
	for l, i := range c.samples {
		w.m[i] = from.m[l]
		copy(w.theta[q.at(int(i), 0):][:q.units], from.theta[q.at(l, 0):])
	}
	w.eta = w.eta[:0]
	clear(w.force)
	for _, wall := range q.walls {
		eta := 0.0
		if l, ok := slices.BinarySearch(c.samples, int32(wall.sample)); ok {
			eta = from.eta[q.at(l, wall.unit)]
		}
		w.eta = append(w.eta, eta)
	}
	q.evaluate()
	q.keep()
	return q.best.bound
}
