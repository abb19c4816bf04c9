package search_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"relucert/internal/budget"
	"relucert/internal/engine/search"
)

// interval is a node of the toy tree: minimise f over [lo, hi] by halving.
type interval struct{ lo, hi float64 }

// slope bounds |f'|.
const slope = 7

// f has several local minima; its global one is least, by a grid.
func f(x float64) float64 { return 3 + math.Sin(5*x) + 0.5*math.Cos(3*x) + 0.1*x*x/4 }

var root = []interval{{-3, 4}}

// least is min f over root, by a grid finer than the gap of any test.
var least = func() float64 {
	best := math.Inf(1)
	for x := root[0].lo; x <= root[0].hi; x += 1e-5 {
		best = min(best, f(x))
	}
	return best
}()

// halving bounds f below on a node by its midpoint and slope.
type halving struct {
	narrowest float64      // a node as narrow as that is closed by its bound
	expanded  atomic.Int64 // calls of Expand
	finished  atomic.Int64 // those that did not give the node back
	children  atomic.Int64
	onExpand  func(n int64)  // called before each
	inUse     []atomic.Int64 // a worker's number must not be used twice at once
	clash     atomic.Bool
}

func toy(workers int) *halving {
	return &halving{narrowest: 1e-12, inUse: make([]atomic.Int64, workers)}
}

func (h *halving) Expand(ctx context.Context, worker int, n interval, now search.Moment) search.Expansion[interval, float64] {
	if h.inUse[worker].Add(1) > 1 {
		h.clash.Store(true)
	}
	defer h.inUse[worker].Add(-1)
	count := h.expanded.Add(1)
	if h.onExpand != nil {
		h.onExpand(count)
	}
	if ctx.Err() != nil {
		return search.Expansion[interval, float64]{Unfinished: true}
	}
	mid := (n.lo + n.hi) / 2
	out := search.Expansion[interval, float64]{
		Bound: f(mid) - slope*(n.hi-n.lo)/2,
		Found: true, Solution: mid, Value: f(mid), Source: "node",
	}
	if out.Bound < now.Cutoff && n.hi-n.lo > h.narrowest {
		out.Children = []interval{{n.lo, mid}, {mid, n.hi}}
	}
	h.finished.Add(1)
	h.children.Add(int64(len(out.Children)))
	return out
}

const gap = 1e-6

func run(h *halving, opts search.Options) search.Result[float64] {
	return search.Run(context.Background(), h, root, math.NaN(), math.Inf(1), opts)
}

// checkBounds asserts what holds at any end of a search.
func checkBounds(t *testing.T, r search.Result[float64]) {
	t.Helper()
	if r.Lower > least {
		t.Errorf("Lower %.12g is above the least value %.12g", r.Lower, least)
	}
	if r.Upper < least-1e-8 {
		t.Errorf("Upper %.12g is below the least value %.12g", r.Upper, least)
	}
	if !math.IsInf(r.Upper, 1) && f(r.Solution) != r.Upper {
		t.Errorf("the solution has value %g, Upper is %g", f(r.Solution), r.Upper)
	}
}

func TestSameSearchForAnyNumberOfWorkers(t *testing.T) {
	var first search.Result[float64]
	for workers := 1; workers <= 4; workers++ {
		h := toy(workers)
		r := run(h, search.Options{Workers: workers, Gap: gap})
		checkBounds(t, r)
		if r.Status != search.Complete || r.Upper-r.Lower > gap*r.Upper {
			t.Errorf("%d workers: status %v, [%.12g, %.12g]", workers, r.Status, r.Lower, r.Upper)
		}
		if h.clash.Load() {
			t.Errorf("%d workers: two Expand calls shared a worker number", workers)
		}
		if r.Nodes != h.expanded.Load() {
			t.Errorf("%d workers: %d nodes counted, %d expanded", workers, r.Nodes, h.expanded.Load())
		}
		if workers == 1 {
			first = r
		}
		if r != first {
			t.Errorf("%d workers: %+v, one worker: %+v", workers, r, first)
		}
	}
}

func TestNodeLimitIsExact(t *testing.T) {
	total := run(toy(1), search.Options{Workers: 1, Gap: gap}).Nodes
	if total < 100 {
		t.Fatalf("the whole search has %d nodes: too few for this test", total)
	}
	lower := 0.0
	for limit := int64(1); limit < total; limit += 1 + limit/3 {
		h := toy(3)
		r := run(h, search.Options{Workers: 3, Gap: gap, Nodes: limit})
		checkBounds(t, r)
		if r.Status != search.NodeLimit || r.Nodes != limit || h.expanded.Load() != limit {
			t.Errorf("limit %d: status %v, %d nodes, %d expanded", limit, r.Status, r.Nodes, h.expanded.Load())
		}
		if r.Lower < lower {
			t.Errorf("limit %d: Lower fell from %g to %g", limit, lower, r.Lower)
		}
		lower = r.Lower
	}
	if r := run(toy(1), search.Options{Workers: 1, Gap: gap, Nodes: total}); r.Status != search.Complete || r.Nodes != total {
		t.Errorf("a limit of just enough nodes: status %v after %d of %d", r.Status, r.Nodes, total)
	}
}

// TestInterrupted ends the context in the middle of a batch: the nodes not
// expanded are given back, are not counted, and Lower stays below the optimum.
func TestInterrupted(t *testing.T) {
	for _, when := range []int64{1, 2, 17, 60} {
		for workers := 1; workers <= 4; workers++ {
			ctx, cancel := context.WithCancel(context.Background())
			h := toy(workers)
			h.onExpand = func(n int64) {
				if n == when {
					cancel()
				}
			}
			r := search.Run(ctx, h, root, math.NaN(), math.Inf(1), search.Options{Workers: workers, Gap: gap})
			checkBounds(t, r)
			if r.Status != search.Interrupted {
				t.Errorf("%d workers, cancelled at node %d: status %v", workers, when, r.Status)
			}
			if r.Nodes != h.finished.Load() || r.Nodes == h.expanded.Load() {
				t.Errorf("%d workers, cancelled at node %d: %d nodes counted, %d finished of %d", workers, when, r.Nodes, h.finished.Load(), h.expanded.Load())
			}
			if want := 1 + h.children.Load() - r.Nodes; r.Open != want {
				t.Errorf("%d workers, cancelled at node %d: %d open nodes, want %d: not all were given back", workers, when, r.Open, want)
			}
		}
	}
}

func TestDeadline(t *testing.T) {
	h := toy(2)
	h.onExpand = func(int64) { time.Sleep(time.Millisecond) }
	start := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	r := search.Run(ctx, h, root, math.NaN(), math.Inf(1), search.Options{Workers: 2})
	checkBounds(t, r)
	if took := time.Since(start); r.Status != search.TimeLimit || took > time.Minute { // a hang
		t.Errorf("status %v after %v", r.Status, took)
	}
	r = search.Run(ctx, toy(1), root, math.NaN(), math.Inf(1), search.Options{Workers: 1})
	if r.Status != search.TimeLimit || r.Nodes != 0 || !(r.Lower <= 0) {
		t.Errorf("a deadline in the past: %+v", r)
	}
}

// TestEndingIsTheCause of the context.
func TestEndingIsTheCause(t *testing.T) {
	if got := search.Ending(context.Background()); got != search.Complete {
		t.Errorf("a context that has not ended: %v", got)
	}
	for cause, want := range map[error]search.Status{
		budget.ErrMemory: search.MemoryLimit, context.DeadlineExceeded: search.TimeLimit, context.Canceled: search.Interrupted, errors.New("tired"): search.Interrupted,
	} {
		ctx, cancel := context.WithCancelCause(context.Background())
		cancel(cause)
		if got := search.Ending(ctx); got != want {
			t.Errorf("cause %v: %v, want %v", cause, got, want)
		}
	}
}

// TestClosedNodesCount closes nodes above the gap, as a tree does that cannot
// divide them: the search is exhausted, and Lower is the closed nodes' bound.
func TestClosedNodesCount(t *testing.T) {
	for _, narrowest := range []float64{0.01, 0.1, 1} {
		h := toy(2)
		h.narrowest = narrowest
		r := run(h, search.Options{Workers: 2, Gap: gap})
		checkBounds(t, r)
		if r.Status != search.Complete || r.Open != 0 {
			t.Errorf("nodes of %g: status %v, %d open", narrowest, r.Status, r.Open)
		}
		if r.Upper-r.Lower <= gap*r.Upper {
			t.Errorf("nodes of %g: [%g, %g] claims a gap that was not closed", narrowest, r.Lower, r.Upper)
		}
	}
}

// TestGivenIncumbent starts with the optimum, with an unbeatable value, and
// with no roots.
func TestGivenIncumbent(t *testing.T) {
	r := run(toy(1), search.Options{Workers: 1, Gap: gap})
	again := search.Run(context.Background(), toy(1), root, r.Solution, r.Upper, search.Options{Workers: 1, Gap: gap})
	checkBounds(t, again)
	if again.Upper > r.Upper || again.Nodes > r.Nodes {
		t.Errorf("from the optimum: %+v, from nothing %+v", again, r)
	}
	r = search.Run(context.Background(), toy(1), root, -1, 0, search.Options{Workers: 1, Gap: gap})
	if r.Solution != -1 || r.Upper != 0 || r.Status != search.Complete {
		t.Errorf("from a value that cannot be beaten: %+v", r)
	}
	r = search.Run(context.Background(), toy(1), nil, 1, f(1), search.Options{Workers: 1})
	if r.Nodes != 0 || r.Upper != f(1) || r.Lower != f(1) || r.Status != search.Complete {
		t.Errorf("no roots: %+v", r)
	}
}

func TestProgress(t *testing.T) {
	var last search.State
	incumbents := 0
	opts := search.Options{Workers: 2, Gap: gap, Progress: func(s search.State, source string) {
		if s.Lower < last.Lower || s.Nodes < last.Nodes || last.Nodes > 0 && s.Upper > last.Upper {
			t.Errorf("%+v follows %+v", s, last)
		}
		if s.Lower > least || s.Upper < least-1e-8 {
			t.Errorf("%+v excludes the least value %g", s, least)
		}
		if source != "" {
			incumbents++
			if source != "node" || last.Nodes > 0 && s.Upper == last.Upper {
				t.Errorf("%+v announced as a new incumbent of %q", s, source)
			}
		}
		last = s
	}}
	r := run(toy(2), opts)
	if last != r.State || incumbents == 0 {
		t.Errorf("last report %+v, result %+v, %d incumbents", last, r.State, incumbents)
	}
	all := incumbents
	incumbents, last = 0, search.State{}
	opts.Every = time.Hour
	run(toy(2), opts)
	if incumbents != all {
		t.Errorf("%d incumbents announced when reports are rare, %d when not", incumbents, all)
	}
}

// closing is a tree of one node, a part of which Expand closes itself.
type closing struct{}

func (closing) Expand(context.Context, int, int, search.Moment) search.Expansion[int, int] {
	return search.Expansion[int, int]{Bound: 5, Closed: 3}
}

// TestPartsClosedByExpandCount: they are part of the lower bound.
func TestPartsClosedByExpandCount(t *testing.T) {
	r := search.Run(context.Background(), closing{}, []int{0}, 0, 10, search.Options{Workers: 1})
	if r.Lower != 3 {
		t.Errorf("lower bound %g, want 3", r.Lower)
	}
}

// puttingOff is a tree of two nodes: 0 puts 1 off with the bound 3.
type puttingOff struct{ left []int }

func (p *puttingOff) Expand(_ context.Context, _, node int, _ search.Moment) search.Expansion[int, int] {
	if node == 0 {
		return search.Expansion[int, int]{Bound: 5, Closed: 3, Later: []int{1}}
	}
	return search.Expansion[int, int]{Bound: 7}
}

func (p *puttingOff) Leave(node int) { p.left = append(p.left, node) }

// TestPartsPutOff: they are open nodes with the bound that they have, and are left at the end if they
// still are.
func TestPartsPutOff(t *testing.T) {
	for _, c := range []struct {
		limit int64
		lower float64
		left  []int
	}{{1, 3, []int{1}}, {0, 5, nil}} {
		p := &puttingOff{}
		r := search.Run(context.Background(), p, []int{0}, 0, 10, search.Options{Workers: 1, Nodes: c.limit})
		if r.Lower != c.lower || !slices.Equal(p.left, c.left) {
			t.Errorf("limit %d: lower bound %g, want %g; left %v, want %v", c.limit, r.Lower, c.lower, p.left, c.left)
		}
	}
}

// blind is a binary tree of depth 10 without bounds; its last leaf is a solution of value 0.
type blind struct{}

func (blind) Expand(_ context.Context, _, node int, _ search.Moment) search.Expansion[int, int] {
	if node < 1<<10 {
		return search.Expansion[int, int]{Children: []int{2 * node, 2*node + 1}}
	}
	return search.Expansion[int, int]{Found: node == 1<<11-1}
}

// TestDive goes straight to the newest leaf, with any number of workers.
func TestDive(t *testing.T) {
	for workers := 1; workers <= 3; workers++ {
		if r := search.Run(context.Background(), blind{}, []int{1}, 0, 1, search.Options{Workers: workers, Dive: true}); r.Nodes != 11 {
			t.Errorf("%d workers: %d nodes, want 11", workers, r.Nodes)
		}
	}
}
