package search_test

import (
	"context"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"relucert/internal/budget"
	"relucert/internal/engine/search"
)

// place is a node of a tree that chance has grown.
type place struct {
	name    uint64
	bound   float64 // of its parent
	touched bool    // by Expand
}

// grown is a tree whose nodes take any time, and one of them very long: the path to it is known. All solutions are 1 or more.
type grown struct {
	seed     uint64
	gain     float64 // of the bound, from a node to its child
	usual    int64   // the work of a node, about
	long     uint64  // name of a node that is more work than all others; 0: none
	silent   bool    // it tells of work only when a node is done
	lonely   bool    // one node at a time, as large ones are
	alone    sync.Mutex
	done     atomic.Int64
	expanded atomic.Int64

	sync.Mutex
	finished map[uint64]int // how often
	records  []uint64
	left     []*place
}

const veryLong = 1 << 28

func (g *grown) root() []*place { return []*place{{name: 1}} }

func (g *grown) work(name uint64, rng *rand.Rand) int64 {
	if name == g.long {
		return veryLong
	}
	return 1 + int64(float64(g.usual)*rng.ExpFloat64())
}

func (g *grown) Expand(ctx context.Context, _ int, n *place, now search.Moment) (out search.Expansion[*place, float64]) {
	defer budget.Catch(func() { out.Unfinished = true })
	if g.lonely {
		g.alone.Lock()
		defer g.alone.Unlock()
	}
	g.expanded.Add(1)
	if n.touched {
		panic("expanded twice")
	}
	n.touched = true
	rng := rand.New(rand.NewPCG(g.seed, n.name))
	watch, work := budget.On(ctx), g.work(n.name, rng)
	if g.silent {
		watch = budget.Watch{}
	}
	for left := work; left > 0; left -= budget.Often / 4 {
		g.done.Add(min(left, budget.Often/4))
		watch.Look(int(min(left, budget.Often/4)))
	}
	out.Bound, out.Work = n.bound+g.gain*2*rng.Float64(), watch.Work()
	for side := uint64(0); side < 2 && out.Bound < now.Cutoff; side++ {
		out.Children = append(out.Children, &place{name: 2*n.name + side, bound: out.Bound})
	}
	g.Lock()
	defer g.Unlock()
	g.finished[n.name]++
	return out
}

func (g *grown) Alike(a, b search.Moment) bool { return a.Cutoff == b.Cutoff }

func (g *grown) Copy(n *place) *place { c := *n; return &c }

func (g *grown) Record(n *place, _ search.Expansion[*place, float64]) {
	g.records = append(g.records, n.name)
}

func (g *grown) Leave(n *place) { g.left = append(g.left, n) }

// growths are two trees, one of which has the long node if long.
func growths(seed uint64, long, silent bool) (both [2]*grown) {
	rng := rand.New(rand.NewPCG(seed, 1))
	for i := range both {
		both[i] = &grown{seed: rng.Uint64(), gain: 0.13 + 0.1*rng.Float64(), usual: int64(math.Exp(7 + 6*rng.Float64())), silent: silent, finished: map[uint64]int{}}
	}
	if which, depth := rng.IntN(2), rng.IntN(4); long {
		both[which].long = 1<<depth + rng.Uint64N(1<<depth)
	}
	return both
}

func raceOf(trees [2]*grown, opts search.Options) (search.Result[float64], int) {
	var entrants []search.Entrant[float64]
	for _, g := range trees {
		entrants = append(entrants, search.Entrant[float64]{Share: 1, Begin: func(s, upper float64) search.Contender[float64] {
			return search.Enter(context.Background(), g, g.root(), s, upper, opts)
		}})
	}
	return search.Race(context.Background(), entrants, 1, 1, opts)
}

// alone is the work of a tree by itself, and its nodes.
func alone(g *grown) (work int64, nodes []uint64) {
	search.Run(context.Background(), g, g.root(), 1, 1, search.Options{Workers: 1, Gap: 1e-3})
	return g.done.Load(), slices.Sorted(maps.Keys(g.finished))
}

// TestRaceIsNotHeldUp: a race takes little more than twice the work of the better tree, though a single node of the other is a
// thousand times as much as all of that; and the better one's nodes are those of a search by itself, each processed once.
func TestRaceIsNotHeldUp(t *testing.T) {
	heldUp := 0
	for seed := range uint64(60) {
		var works [2]int64
		var nodes [2][]uint64
		for i, g := range growths(seed, true, false) {
			works[i], nodes[i] = alone(g)
		}
		trees := growths(seed, true, false)
		r, won := raceOf(trees, search.Options{Workers: 1, Gap: 1e-3})
		best := min(works[0], works[1])
		if limit := int64(2.2*float64(best)) + 4*budget.Often + 2e5; trees[0].done.Load()+trees[1].done.Load() > limit {
			t.Errorf("seed %d: work %d and %d, at most %d together", seed, trees[0].done.Load(), trees[1].done.Load(), limit)
		}
		if r.Status != search.Complete || r.Lower < 0.999 {
			t.Errorf("seed %d: %+v", seed, r)
		}
		w := trees[won]
		if slices.Sort(w.records); !slices.Equal(w.records, nodes[won]) || w.expanded.Load() != int64(len(w.records)) {
			t.Errorf("seed %d: %d nodes by %d calls, %d alone", seed, len(w.records), w.expanded.Load(), len(nodes[won]))
		}
		if trees[1-won].expanded.Load() > int64(len(trees[1-won].records)) {
			heldUp++
		}
	}
	if heldUp < 10 {
		t.Errorf("only %d races ended within a node of the loser", heldUp)
	}
}

// TestWaitingChangesNothing: a race is the same whether its nodes can wait or not, by any number of workers.
func TestWaitingChangesNothing(t *testing.T) {
	for seed := range uint64(20) {
		type race struct {
			search.Result[float64]
			won     int
			records [2][]uint64
		}
		run := func(workers int, silent bool) (got race) {
			trees := growths(seed, seed%4 == 0, silent)
			for i, g := range trees {
				if seed%uint64(2+i) == 0 {
					g.lonely, g.usual = true, budget.Often
				}
			}
			got.Result, got.won = raceOf(trees, search.Options{Workers: workers, Gap: 1e-3})
			got.records = [2][]uint64{trees[0].records, trees[1].records}
			return got
		}
		want := run(1, true)
		for workers := 1; workers <= 4; workers++ {
			got := run(workers, false)
			if got.Result != want.Result || got.won != want.won || !slices.Equal(got.records[0], want.records[0]) || !slices.Equal(got.records[1], want.records[1]) {
				t.Errorf("seed %d, %d workers: %+v won by %d with %d and %d nodes, want %+v by %d with %d and %d", seed, workers,
					got.Result, got.won, len(got.records[0]), len(got.records[1]), want.Result, want.won, len(want.records[0]), len(want.records[1]))
			}
		}
	}
}

// TestLeftWhileWaiting: a race that ends while nodes wait leaves them open, as they were.
func TestLeftWhileWaiting(t *testing.T) {
	waited := 0
	for seed := range uint64(40) {
		trees := growths(seed, true, false)
		r, won := raceOf(trees, search.Options{Workers: 1 + int(seed%3), Gap: 1e-3, Work: int64(math.Exp(11 + float64(seed)/8))})
		w := trees[won]
		names := slices.Clone(w.records)
		for _, n := range w.left {
			if n.touched {
				t.Errorf("seed %d: %b was left touched", seed, n.name)
			}
			names = append(names, n.name)
		}
		if slices.Sort(names); len(slices.Compact(slices.Clone(names))) != len(names) || int64(len(w.left)) != r.Open {
			t.Errorf("seed %d: %d names of %d records and %d left, %d open", seed, len(names), len(w.records), len(w.left), r.Open)
		}
		if w.expanded.Load() > int64(len(w.records)) && len(w.left) > 0 {
			waited++
		}
	}
	if waited < 5 {
		t.Errorf("only %d races ended while a node waited", waited)
	}
}
