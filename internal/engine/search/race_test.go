package search_test

import (
	"context"
	"math"
	"testing"

	"relucert/internal/engine/search"
)

// working is a toy tree whose nodes are so much work, and whose slopes are overestimated so many times.
type working struct {
	*halving
	work  int64
	loose float64
}

func (w working) Expand(ctx context.Context, worker int, n interval, now search.Moment) search.Expansion[interval, float64] {
	out := w.halving.Expand(ctx, worker, n, now)
	out.Bound -= (w.loose - 1) * slope * (n.hi - n.lo) / 2
	if out.Children == nil && out.Bound < now.Cutoff {
		mid := (n.lo + n.hi) / 2
		out.Children = []interval{{n.lo, mid}, {mid, n.hi}}
	}
	out.Work = w.work
	return out
}

// racing is a race of such trees.
func racing(ctx context.Context, trees []working, heads []int64, opts search.Options) (search.Result[float64], int) {
	var entrants []search.Entrant[float64]
	for i, t := range trees {
		entrants = append(entrants, search.Entrant[float64]{Head: heads[i], Share: 1, Begin: func(s, upper float64) search.Contender[float64] {
			return search.Enter(ctx, t, root, s, upper, opts)
		}})
	}
	return search.Race(ctx, entrants, math.NaN(), math.Inf(1), opts)
}

func pair(workers int, works [2]int64, loose [2]float64) []working {
	return []working{{toy(workers), works[0], loose[0]}, {toy(workers), works[1], loose[1]}}
}

// TestRaceIsWonByTheBetter: whichever tree closes the gap with less work wins, after not much more than twice that.
func TestRaceIsWonByTheBetter(t *testing.T) {
	for name, c := range map[string]struct {
		works [2]int64
		loose [2]float64
		won   int
	}{
		"dear nodes":   {[2]int64{1000, 10}, [2]float64{1, 1}, 1},
		"cheap nodes":  {[2]int64{10, 1000}, [2]float64{1, 1}, 0},
		"loose bounds": {[2]int64{10, 10}, [2]float64{9, 1}, 1},
		"tight bounds": {[2]int64{10, 10}, [2]float64{1, 9}, 0},
	} {
		alone := pair(1, c.works, c.loose)[c.won]
		best := search.Run(context.Background(), alone, root, math.NaN(), math.Inf(1), search.Options{Workers: 1, Gap: gap}).Nodes * alone.work
		trees := pair(1, c.works, c.loose)
		r, won := racing(context.Background(), trees, []int64{0, 0}, search.Options{Workers: 1, Gap: gap})
		checkBounds(t, r)
		if r.Status != search.Complete || won != c.won || r.Upper-r.Lower > gap*r.Upper {
			t.Errorf("%s: won by %d, %+v", name, won, r)
		}
		spent := int64(0)
		for _, w := range trees {
			spent += w.expanded.Load() * w.work
		}
		if limit := 22 * best / 10; spent > limit+64*1000 {
			t.Errorf("%s: work %d, at most %d", name, spent, limit)
		}
		if total := trees[0].expanded.Load() + trees[1].expanded.Load(); r.Nodes != total {
			t.Errorf("%s: %d nodes, expanded %d", name, r.Nodes, total)
		}
	}
}

// TestRaceForAnyNumberOfWorkers is one race.
func TestRaceForAnyNumberOfWorkers(t *testing.T) {
	var first search.Result[float64]
	for workers := 1; workers <= 4; workers++ {
		r, won := racing(context.Background(), pair(workers, [2]int64{7, 3}, [2]float64{3, 2}), []int64{0, 40}, search.Options{Workers: workers, Gap: gap})
		if workers == 1 {
			first = r
		}
		if r != first || won != 1 {
			t.Errorf("%d workers: won by %d, %+v, one worker: %+v", workers, won, r, first)
		}
	}
}

// TestRaceLimits: nodes exactly, work about, and the context's end; the bounds hold, and the lower one does not fall.
func TestRaceLimits(t *testing.T) {
	lower := 0.
	for limit := int64(1); limit < 200; limit += 1 + limit/4 {
		trees := pair(2, [2]int64{7, 3}, [2]float64{3, 2})
		r, _ := racing(context.Background(), trees, []int64{0, 40}, search.Options{Workers: 2, Gap: gap, Nodes: limit})
		checkBounds(t, r)
		if total := trees[0].expanded.Load() + trees[1].expanded.Load(); r.Status != search.NodeLimit || r.Nodes != limit || total != limit || r.Lower < lower {
			t.Errorf("limit %d: %+v, expanded %d, the bound was %g", limit, r, total, lower)
		}
		lower = r.Lower
	}
	r, _ := racing(context.Background(), pair(1, [2]int64{7, 3}, [2]float64{3, 2}), []int64{0, 40}, search.Options{Workers: 1, Gap: gap, Work: 1000})
	if r.Status != search.NodeLimit || r.Nodes < 100 || r.Nodes > 400 {
		t.Errorf("work of 1000: %+v", r)
	}
	for _, when := range []int64{1, 5, 50} {
		ctx, cancel := context.WithCancel(context.Background())
		trees := pair(1, [2]int64{7, 3}, [2]float64{3, 2})
		trees[0].onExpand = func(n int64) {
			if n == when {
				cancel()
			}
		}
		r, _ := racing(ctx, trees, []int64{0, 40}, search.Options{Workers: 1, Gap: gap})
		checkBounds(t, r)
		if r.Status != search.Interrupted {
			t.Errorf("interrupted at %d: %+v", when, r)
		}
	}
}

// TestHeadStart: a race that the first ends in its head start is never joined.
func TestHeadStart(t *testing.T) {
	trees := pair(1, [2]int64{1, 1}, [2]float64{1, 1})
	if _, won := racing(context.Background(), trees, []int64{0, 1 << 40}, search.Options{Workers: 1, Gap: gap}); won != 0 || trees[1].expanded.Load() > 0 {
		t.Errorf("won by %d, the other expanded %d", won, trees[1].expanded.Load())
	}
}

// TestFreeStart: who has a start ends in it alone, whoever comes first, and the other does not make up for what was done in it.
func TestFreeStart(t *testing.T) {
	const work = 1 << 18 // a node
	opts := search.Options{Workers: 1, Gap: gap}
	for favourite := range 2 {
		for _, free := range []int64{1 << 40, 1000} { // nodes
			trees := pair(1, [2]int64{work, work}, [2]float64{1, 1})
			var entrants []search.Entrant[float64]
			for i, tree := range trees {
				e := search.Entrant[float64]{Share: 1, Begin: func(s, upper float64) search.Contender[float64] {
					return search.Enter(context.Background(), tree, root, s, upper, opts)
				}}
				if i == favourite {
					e.Free = free * work
				}
				entrants = append(entrants, e)
			}
			_, won := search.Race(context.Background(), entrants, math.NaN(), math.Inf(1), opts)
			mine, others := trees[favourite].expanded.Load(), trees[1-favourite].expanded.Load()
			if turn, behind := mine/32, min(mine, free); won != favourite || others > mine-behind+turn || others < mine-behind-turn {
				t.Errorf("a start of %d for %d: won by %d after %d nodes, the other had %d", free, favourite, won, mine, others)
			}
		}
	}
}

// TestExhausted: a tree that cannot close the gap leaves the race to the other, and the better bound counts if neither can.
func TestExhausted(t *testing.T) {
	coarse := func(narrowest float64) working { w := working{toy(1), 1, 1}; w.narrowest = narrowest; return w }
	coarseTrees := func(a, b float64) []*halving { return []*halving{coarse(a).halving, coarse(b).halving} }
	for _, c := range []struct {
		narrowest [2]float64
		won       int
		closed    bool
	}{{[2]float64{0.5, 1e-12}, 1, true}, {[2]float64{1e-12, 0.5}, 0, true}, {[2]float64{0.5, 0.01}, 1, false}, {[2]float64{0.01, 0.5}, 0, false}} {
		trees, opts := coarseTrees(c.narrowest[0], c.narrowest[1]), search.Options{Workers: 1, Gap: gap}
		var entrants []search.Entrant[float64]
		for _, h := range trees {
			entrants = append(entrants, search.Entrant[float64]{Share: 1, Begin: func(s, upper float64) search.Contender[float64] {
				return search.Enter(context.Background(), h, root, s, upper, opts)
			}})
		}
		r, won := search.Race(context.Background(), entrants, math.NaN(), math.Inf(1), opts)
		checkBounds(t, r)
		if r.Status != search.Complete || won != c.won || (r.Upper-r.Lower <= gap*r.Upper) != c.closed {
			t.Errorf("%v: won by %d, %+v", c.narrowest, won, r)
		}
	}
}

// bounding is a tree of nodes with bounds, the last of which has a solution, if any.
type bounding struct {
	bounds []float64
	value  float64 // of the solution; 0: none
}

func (b bounding) Expand(_ context.Context, _, node int, _ search.Moment) search.Expansion[int, float64] {
	out := search.Expansion[int, float64]{Bound: b.bounds[node], Work: 1}
	if node+1 < len(b.bounds) {
		out.Children = []int{node + 1}
	} else if b.value > 0 {
		out.Found, out.Solution, out.Value = true, b.value, b.value
	}
	return out
}

// TestBoundIsTheWinners: what one finds may close the gap of both; the bound that is claimed is that of the tree that is said to have won.
func TestBoundIsTheWinners(t *testing.T) {
	for _, c := range []struct {
		first, second bounding
		lower         float64
		won           int
	}{
		{bounding{bounds: []float64{9.9999, 9.9999, 9.9999}}, bounding{[]float64{9.995}, 10}, 9.9999, 0},
		{bounding{bounds: []float64{9.991, 9.991, 9.991}}, bounding{[]float64{9.995}, 10}, 9.995, 1},
	} {
		opts := search.Options{Workers: 1, Gap: 1e-3}
		var entrants []search.Entrant[float64]
		for i, b := range []bounding{c.first, c.second} {
			entrants = append(entrants, search.Entrant[float64]{Head: int64(i), Share: 1, Begin: func(s, upper float64) search.Contender[float64] {
				return search.Enter(context.Background(), b, []int{0}, s, upper, opts)
			}})
		}
		r, won := search.Race(context.Background(), entrants, 20, 20, opts)
		if r.Status != search.Complete || r.Upper != 10 || r.Lower != c.lower || won != c.won {
			t.Errorf("won by %d with %+v, want %d with %g", won, r, c.won, c.lower)
		}
	}
}
