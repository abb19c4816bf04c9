package sides

import (
	"slices"
	"testing"
)

// TestInferenceIsRemembered: a reasoner thinks once about nodes that look the same to it, again about
// others and for another cutoff.
func TestInferenceIsRemembered(t *testing.T) {
	p := gadgets(t, 4, 0, []int{0, 1, 2}, []int{2, 3})
	tree := New(t.Context(), p, 2, 1, 1e-6, 0)
	r := tree.workers[0].(*deducer).reasoners[0]
	to := target{cutoff: 1, tolerance: 1e-6}
	decided := func(i int32) *Node {
		n := tree.Roots([][]int{{1, 1}})[0]
		n.Regions[0] = n.Regions[0].cut(i, -1, p.X[int(i)*p.N:][:p.N])
		return n
	}
	inside := r.samples[0]
	root := r.infer(t.Context(), tree.Roots([][]int{{1, 1}})[0], to)
	first := r.infer(t.Context(), decided(inside), to)
	if r.infer(t.Context(), decided(inside), to) != first {
		t.Error("the same node is thought about twice")
	}
	if root == first {
		t.Error("a decision makes no difference")
	}
	to.cutoff = 2
	if r.infer(t.Context(), decided(inside), to) == first {
		t.Error("another cutoff makes no difference")
	}
}

// TestLocalNodeIsTheClusters: it has the sides that the samples have, and cuts for those that are
// decided and not implied.
func TestLocalNodeIsTheClusters(t *testing.T) {
	p := gadgets(t, 4, 0, []int{0, 1, 2}, []int{2, 3})
	tree := New(t.Context(), p, 2, 1, 1e-6, 0)
	for _, r := range tree.workers[0].(*deducer).reasoners {
		n := tree.Roots([][]int{{1, 1}})[0]
		for i := range int32(p.M) {
			side := 2*int8(i%2) - 1
			n.Regions[0] = n.Regions[0].cut(i, side, p.X[int(i)*p.N:][:p.N])
		}
		n.Regions[0].implied[r.samples[0]] = implication{}
		l := r.local(n)
		for s, i := range r.samples {
			if l.Regions[0].side[s] != n.Regions[0].side[i] || slices.Contains(l.Regions[0].cuts, int32(s)) == (s == 0) {
				t.Errorf("sample %d of the cluster: side %d, cuts %v", s, l.Regions[0].side[s], l.Regions[0].cuts)
			}
		}
	}
}
