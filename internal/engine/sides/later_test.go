package sides

import (
	"math"
	"testing"

	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
)

// TestAimIsAboveTheSearchsBound: and not above the cutoff.
func TestAimIsAboveTheSearchsBound(t *testing.T) {
	p := gadgets(t, 4, 0, []int{0, 1, 2}, []int{2, 3})
	tree := New(t.Context(), p, 2, 1, 1e-6, 0)
	for _, lower := range []float64{0, 0.001, 0.01, 0.1, 0.5, 1} {
		for _, cutoff := range []float64{1, 2, math.Inf(1)} {
			if aim := tree.aim(search.Moment{Cutoff: cutoff, Lower: lower}); aim > cutoff || aim <= lower && aim < cutoff {
				t.Errorf("lower bound %g, cutoff %g: aim %g", lower, cutoff, aim)
			}
		}
	}
}

// TestPutOffKeepsWhatIsOpen: the sides closed for the aim stay open below the cutoff, and the node
// itself if it has only reached the aim.
func TestPutOffKeepsWhatIsOpen(t *testing.T) {
	const cutoff, aim = 1.0, 0.25
	for _, bounds := range [][]float64{{0.3, 0.4}, {0.3, 2}, {2, 3}, {}} {
		n := &Node{}
		for _, b := range bounds {
			n.lemmas = append(n.lemmas, lemma{bound: b, other: &Node{}})
		}
		e := node.Expansion[*Node]{Bound: 0.5}
		n.putOff(&e, cutoff, aim)
		open := len(e.Later) + len(e.Children)
		if want := 1 + len(e.Later); open != want || !n.postponed {
			t.Errorf("bounds %v: %d nodes stay open", bounds, open)
		}
		for _, l := range n.lemmas {
			if l.later != (e.Closed < cutoff) || l.later && l.other.proved != l.bound {
				t.Errorf("bounds %v: the side of bound %g is open: %t", bounds, l.bound, l.later)
			}
			if e.Closed > l.bound {
				t.Errorf("bounds %v: %g is said of all sides", bounds, e.Closed)
			}
		}
	}
}
