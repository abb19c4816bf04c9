package boxes

import "testing"

// TestHasty: the first nodes that are not deep are all divided before they are settled, so
// that a search ends soon; of later and of deep ones one in every few generations is
// settled, so that a search that is stopped has bounds.
func TestHasty(t *testing.T) {
	for depth := range shallow {
		if !hasty(0, depth) {
			t.Errorf("depth %d settled at the start", depth)
		}
	}
	for _, c := range []struct {
		nodes int64
		first int
	}{{0, shallow}, {early, 0}} {
		settled := 0
		for depth := c.first; depth < c.first+generations; depth++ {
			if !hasty(c.nodes, depth) {
				settled++
			}
		}
		if settled != 1 {
			t.Errorf("after %d nodes %d of %d generations from %d on settled, want 1", c.nodes, settled, generations, c.first)
		}
	}
}
