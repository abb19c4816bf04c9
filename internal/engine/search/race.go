package search

import (
	"context"
	"math"
	"slices"

	"relucert/internal/budget"
)

// Entrant is a search in a Race, which begins when it is its turn.
type Entrant[S any] struct {
	// Head is how much work the others may do before, by their shares: less than its first node.
	Head int64
	// Share is that of the work, relative to the others'.
	Share float64
	// Free is work that does not count.
	Free int64
	// Begin is Enter.
	Begin func(incumbent S, upper float64) Contender[S]
}

// Contender is a search under way in a race.
type Contender[S any] interface {
	// advance does so much work: it begins a batch of at most so many nodes, if the race has a limit, or goes on with one.
	advance(nodes, work int64)
	// pending is how many nodes are under way.
	pending() int64
	// adopt takes a better incumbent.
	adopt(S, float64)
	// leads says that the search is over with the gap closed, ended that it has nothing left to do.
	leads() bool
	ended() bool
	leave()
	close()
	worked() int64
	// now is the result so far, and what found its incumbent in the last batch.
	now() (Result[S], string)
}

// Enter begins the search that Run would, in a race of such options. They name the nodes and the progress of the whole race.
func Enter[N, S any](ctx context.Context, tree Tree[N, S], roots []N, incumbent S, upper float64, opts Options) Contender[S] {
	s := begin(tree, roots, incumbent, upper, opts)
	s.pool = newPool(ctx, tree, opts, true)
	return s
}

func (s *run[N, S]) advance(nodes, work int64) {
	if len(s.batch) == 0 {
		if s.opts.Nodes > 0 {
			s.opts.Nodes = s.Nodes + nodes
		}
		s.most = s.worth(work)
		s.pool.beginTurns(s.popBatch(), s.moment(), s.opts.Workers)
	}
	if s.lent += work; s.pool.turn(work) {
		s.lent = 0
		s.merge()
	}
}

// worth is how many nodes are about so much work, as those so far were; first nodes may be much less than the next.
func (s *run[N, S]) worth(work int64) int64 {
	if s.Nodes == 0 {
		return 1
	}
	return max(1, min(work/max(1, s.work/s.Nodes), 2*s.most))
}

func (s *run[N, S]) pending() int64 { return int64(len(s.batch)) }

func (s *run[N, S]) close() { s.pool.stop() }

func (s *run[N, S]) adopt(solution S, upper float64) {
	if upper < s.Upper {
		s.Solution, s.Upper = solution, upper
	}
}

func (s *run[N, S]) leads() bool {
	s.update()
	return s.Lower >= s.cutoff() || s.Upper <= s.opts.Until
}

func (s *run[N, S]) ended() bool { return s.finished() }

func (s *run[N, S]) worked() int64 { return s.work + s.lent }

func (s *run[N, S]) now() (Result[S], string) {
	s.update()
	return s.Result, s.source
}

// slice is the share of the whole work that one turn takes: small enough for none to be far ahead, large enough for batches.
const slice = 1. / 64

// leastTurn is the work of a turn at least: that of a few looks at the meter.
const leastTurn = 2 * budget.Often

// Race searches for the same solutions in several trees, which take turns and share their incumbents, until one has closed
// the gap. Whose turn it is depends on the work alone, so the race is the same for any number of workers. The bound is the best of
// all; won is whose it is. Options.Keep and Open are for single searches.
func Race[S any](ctx context.Context, entrants []Entrant[S], incumbent S, upper float64, opts Options) (r Result[S], won int) {
	t := &race[S]{entrants: entrants, running: make([]Contender[S], len(entrants)), opts: opts, reporter: reporter{progress: opts.Progress, every: opts.Every}}
	t.Solution, t.Upper = incumbent, upper
	for t.Status = Complete; !t.stopped(ctx); {
		at := t.next()
		if at < 0 || t.turn(at) {
			break
		}
	}
	for i, c := range t.running {
		if c != nil {
			c.close()
		}
		if i == t.best && c != nil {
			c.leave()
		}
	}
	if opts.Progress != nil {
		opts.Progress(t.State, "")
	}
	return t.Result, t.best
}

// race is one under way.
type race[S any] struct {
	Result[S]
	entrants []Entrant[S]
	running  []Contender[S] // nil: it has not begun
	best     int            // whose bound is the greatest
	opts     Options
	reporter reporter
}

// next is whose turn it is: of those that can go on, who has worked least; -1: nobody can.
func (t *race[S]) next() int {
	least, at := math.Inf(1), -1
	for i, c := range t.running {
		if c != nil && c.ended() || t.nodesLeft() == 0 && (c == nil || c.pending() == 0) {
			continue
		}
		if spent := t.spent(i); spent < least {
			least, at = spent, i
		}
	}
	return at
}

// spent is the work of an entrant by its share, or what it would be if it began.
func (t *race[S]) spent(i int) float64 {
	e, work := &t.entrants[i], t.entrants[i].Head
	if c := t.running[i]; c != nil {
		work = c.worked()
	}
	return float64(work-e.Free) / e.Share
}

// turn has an entrant go on, and says whether that ends the race.
func (t *race[S]) turn(at int) bool {
	if t.running[at] == nil {
		t.running[at] = t.entrants[at].Begin(t.Solution, t.Upper)
	}
	c := t.running[at]
	c.adopt(t.Solution, t.Upper)
	if !c.ended() {
		c.advance(t.nodesLeft(), t.allotment())
	}
	source := t.gather(c)
	t.reporter.report(t.State, source)
	return slices.ContainsFunc(t.running, func(c Contender[S]) bool { return c != nil && c.leads() })
}

// nodesLeft is how many nodes may be begun.
func (t *race[S]) nodesLeft() int64 {
	if t.opts.Nodes == 0 {
		return math.MaxInt64
	}
	left := t.opts.Nodes - t.Nodes
	for _, c := range t.running {
		if c != nil {
			left -= c.pending()
		}
	}
	return left
}

// allotment is the work of an entrant's turn.
func (t *race[S]) allotment() int64 {
	return max(leastTurn, int64(slice*float64(t.allWork())))
}

func (t *race[S]) allWork() (all int64) {
	for _, c := range t.running {
		if c != nil {
			all += c.worked()
		}
	}
	return all
}

// gather brings the state up to date with what a contender has found.
func (t *race[S]) gather(c Contender[S]) (source string) {
	found, source := c.now()
	t.Solution, t.Upper = found.Solution, found.Upper
	t.Nodes, t.Lower = 0, math.Inf(-1)
	for i, c := range t.running {
		if c == nil {
			continue
		}
		c.adopt(t.Solution, t.Upper)
		each, _ := c.now()
		if t.Nodes += each.Nodes; each.Lower > t.Lower {
			t.best, t.Lower, t.Open = i, each.Lower, each.Open
		}
	}
	return source
}

func (t *race[S]) stopped(ctx context.Context) bool {
	if t.Status = Ending(ctx); t.Status == Complete && (t.Nodes >= t.opts.Nodes && t.opts.Nodes > 0 || t.opts.Work > 0 && t.allWork() >= t.opts.Work) {
		t.Status = NodeLimit
	}
	return t.Status != Complete
}
