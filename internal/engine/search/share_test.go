package search_test

import (
	"math"
	"slices"
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

// TestClaims: whatever others claim of the roots, the search comes to what is so; their claims say which root comes first, in a dive, too.
func TestClaims(t *testing.T) {
	parts := []interval{{-3, -1}, {-1, 0}, {0, 1.5}, {1.5, 4}}
	for _, claims := range [][]float64{{0, 0, 0, 0}, {9, 8, 7, 6}, {math.Inf(1), math.Inf(1), math.Inf(-1), 2.5}, {1e300, -1, 3, 3}} {
		for _, dive := range []bool{false, true} {
			h := toy(1)
			o := search.Options{Workers: 1, Gap: gap, Dive: dive, Claims: claims}
			got := search.Run(t.Context(), h, parts, math.NaN(), math.Inf(1), o)
			if got.Status != search.Complete || got.Lower > least || got.Upper < least-1e-9 || got.Upper-got.Lower > gap*got.Upper {
				t.Errorf("%v: %+v, the least is %v", claims, got, least)
			}
			o.Nodes = 1
			first := search.Run(t.Context(), toy(1), parts, math.NaN(), math.Inf(1), o)
			mid := parts[slices.Index(claims, slices.Min(claims))]
			if first.Solution != (mid.lo+mid.hi)/2 || first.Lower != 0 || first.Open < 3 {
				t.Errorf("%v: %+v comes first", claims, first)
			}
		}
	}
}
