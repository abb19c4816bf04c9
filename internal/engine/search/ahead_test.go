package search_test

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"relucert/internal/engine/search"
)

// foreseeing is a toy whose nodes are expanded ahead; they take any time, and what is made of them depends on the
// cutoff, and on whether many nodes were before.
type foreseeing struct {
	*halving
	records []interval
}

func (h *foreseeing) Alike(a, b search.Moment) bool {
	return a.Cutoff == b.Cutoff && (a.Nodes < 200) == (b.Nodes < 200)
}

func (h *foreseeing) Copy(n interval) interval { return n }

func (h *foreseeing) Expand(ctx context.Context, worker int, n interval, now search.Moment) search.Expansion[interval, float64] {
	for range rand.IntN(200) {
		runtime.Gosched()
	}
	out := h.halving.Expand(ctx, worker, n, now)
	if now.Nodes < 200 {
		out.Bound -= 0.01
	}
	out.Bound = min(out.Bound, now.Cutoff)
	return out
}

func (h *foreseeing) Record(n interval, _ search.Expansion[interval, float64]) {
	h.records = append(h.records, n)
}

// TestForeseenNodesChangeNothing: whoever was idle, the same nodes are merged in the same order, and none that was begun
// at another moment counts.
func TestForeseenNodesChangeNothing(t *testing.T) {
	var first *foreseeing
	var want search.Result[float64]
	for workers := 1; workers <= 9; workers++ {
		h := &foreseeing{halving: toy(workers)}
		r := search.Run(context.Background(), h, root, math.NaN(), math.Inf(1), search.Options{Workers: workers, Gap: gap})
		checkBounds(t, r)
		if workers == 1 {
			first, want = h, r
		}
		if h.clash.Load() {
			t.Errorf("%d workers: two Expand calls shared a worker number", workers)
		}
		if r != want || len(h.records) != len(first.records) {
			t.Fatalf("%d workers: %+v, %d records; one worker: %+v, %d", workers, r, len(h.records), want, len(first.records))
		}
		for i, n := range h.records {
			if n != first.records[i] {
				t.Fatalf("%d workers: record %d is %v, one worker's %v", workers, i, n, first.records[i])
			}
		}
	}
}
