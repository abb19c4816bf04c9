package search_test

import (
	"math"
	"testing"

	"relucert/internal/engine/search"
)

// listening is a tree that hears of an incumbent after so many nodes.
type listening struct {
	*halving
	after int64
	best  float64
}

func (l *listening) Heard() (float64, float64) {
	if l.expanded.Load() < l.after {
		return 0, math.Inf(1)
	}
	return l.best, f(l.best)
}

// TestHeard: a better incumbent of others is the search's own from the next batch on; a worse one changes nothing.
func TestHeard(t *testing.T) {
	few := search.Options{Workers: 1, Gap: gap, Nodes: 16}
	alone, whole := run(toy(1), few), run(toy(1), search.Options{Workers: 1, Gap: gap})
	if alone.Upper <= whole.Upper {
		t.Fatal("16 nodes find the best one")
	}
	for best, want := range map[float64]search.Result[float64]{whole.Solution: whole, 3.9: alone} {
		got := search.Run(t.Context(), &listening{toy(1), 8, best}, root, math.NaN(), math.Inf(1), few)
		if got.Upper != want.Upper || got.Solution != want.Solution || got.Lower > least {
			t.Errorf("heard %v: %+v, want %+v", best, got, want)
		}
	}
}

// TestEnough ends the search between two batches, with what is open.
func TestEnough(t *testing.T) {
	whole := run(toy(1), search.Options{Workers: 1, Gap: gap})
	got := run(toy(1), search.Options{Workers: 1, Gap: gap, Enough: func(nodes int64, open int) bool { return nodes >= 20 && open > 2 }})
	if got.Status != search.OpenLimit || got.Nodes < 20 || got.Nodes >= whole.Nodes || got.Open <= 2 || got.Lower > least {
		t.Errorf("%+v, whole %+v", got, whole)
	}
}

// TestRescue: a node that panics is given back, whichever worker it meets, and whoever asked for it is told.
func TestRescue(t *testing.T) {
	for workers := 1; workers <= 3; workers++ {
		h := toy(workers)
		h.onExpand = func(n int64) {
			if n == 30 {
				panic("ouch")
			}
		}
		var told any
		got := run(h, search.Options{Workers: workers, Gap: gap, Rescue: func(p any) { told = p }, Enough: func(int64, int) bool { return told != nil }})
		if told != "ouch" || got.Open == 0 || got.Lower > least {
			t.Errorf("%d workers: told %v, %+v", workers, told, got)
		}
	}
}
