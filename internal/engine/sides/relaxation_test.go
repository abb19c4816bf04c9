package sides

import (
	"context"
	"reflect"
	"testing"
)

// TestScratchLeavesNoTrace: a worker finds the same of a node, to the bit, whatever it has solved
// before.
func TestScratchLeavesNoTrace(t *testing.T) {
	for seed := range uint64(100) {
		q := randomInstance(t, seed, 51, 0.4)
		s, loss := q.tree.workers[0], q.loss()
		to := target{loss, 1e-6 * loss}
		solve := func(n *Node) any {
			s.load(n)
			if out := s.solve(context.Background(), to); out.bound == 0 {
				return out
			}
			return s.record()
		}
		first := solve(q.node)
		solve(nodeOf(q.rng, q.tree, q.network, 0.8))
		if again := solve(q.node); !reflect.DeepEqual(first, again) {
			t.Errorf("seed %d: first %v, then %v", seed, first, again)
		}
	}
}
