package boxes

import (
	"context"
	"runtime"
	"sync"

	"relucert/internal/budget"
)

// large is the number of undecided samples from which a node is processed with
// the other workers waiting: its rows stand in memory but once, and all threads
// take part in its passes.
const large = 1 << 16

// fewRows is how many samples stand for all until a large node is nearly solved.
const fewRows = 1 << 14

// largeNodes is what processes large nodes, one at a time.
type largeNodes struct {
	sync.Mutex
	all   *relaxation
	few   *relaxation // of the problem thinned to fewRows
	roots *work       // of the thinned problem
	nodes int
}

// collectEvery is after how many large nodes garbage is collected: each leaves
// megabytes without a pointer in them, which to collect costs next to nothing and
// to keep, until the heap has doubled, as much memory as all rows.
const collectEvery = 8

// lead waits for the worker's turn with a large node, which ends with done.
func (t *Tree) lead() (l *largeNodes, done func()) {
	l = &t.large
	t.Crew.Rest(l.Lock)
	if l.nodes%collectEvery == 0 {
		runtime.GC()
	}
	l.nodes++
	if l.all == nil {
		l.all = newRelaxation(t.setting, t.Crew)
		l.all.grow(t.p.M, t.p.M*t.units) // once, so that no smaller ones are left to be collected
		few := newSetting(t.p.Thinned(fewRows), t.units, t.affine, new(budget.Watch))
		l.few, l.roots = newRelaxation(few, nil), few.everything()
	}
	return l, l.Unlock
}

// load loads the node and goes to about where its relaxation is least, which the
// thinned problem shows at little cost. It returns the smoothing to go on with.
func (l *largeNodes) load(ctx context.Context, n *Node, cutoff, tolerance, mu float64) float64 {
	l.few.watch = budget.On(ctx)
	from := *l.roots
	from.warm, from.balls = n.work.warm, n.work.balls
	l.few.load(&Node{Node: n.Node, work: &from})
	l.few.early = true
	out := l.few.solve(ctx, cutoff, tolerance, mu)
	l.all.watch = l.few.watch
	l.all.load(n)
	copy(l.all.x, l.few.x)
	l.all.centerKinks()
	l.all.norms.begin(l.few.norms.multipliers())
	return out.mu
}
