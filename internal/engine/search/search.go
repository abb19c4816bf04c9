package search

import (
	"container/heap"
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"relucert/internal/budget"
	"relucert/internal/crew"
)

// Tree processes the nodes N of a search for the least value of solutions S.
type Tree[N, S any] interface {
	// Expand processes one node. Worker, 0 ≤ worker < Options.Workers, names
	// the scratch memory to use. A node whose bound reaches the cutoff need not be
	// divided. Expand returns Unfinished when ctx ends before it does.
	Expand(ctx context.Context, worker int, node N, now Moment) Expansion[N, S]
}

// Recorder is a Tree that keeps a record of the search. Record is called with
// every processed node in the order of merging, from one goroutine, before any
// of its children is processed.
type Recorder[N, S any] interface {
	Record(node N, e Expansion[N, S])
}

// Witness is a Tree that is told of each new incumbent, before Progress is.
type Witness[S any] interface {
	Saw(S)
}

// Listener is a Tree that hears of incumbents of other searches, between two batches: the best so far, +Inf if there is none.
type Listener[S any] interface {
	Heard() (solution S, value float64)
}

// Leaver is a Recorder that is told at the end which nodes are still open.
type Leaver[N any] interface {
	Leave(node N)
}

// Moment is what a node may know of the search: the same for a whole batch, so
// that results do not depend on the number of workers.
type Moment struct {
	Cutoff float64
	Lower  float64 // the least bound of an open node
	Nodes  int64   // processed before this batch
}

// Expansion is what processing a node gave.
type Expansion[N, S any] struct {
	// Bound is a proved lower bound on every solution in the node.
	Bound float64
	// Children cover the node, but for parts that Expand closed itself; none: the
	// node is closed by its bound.
	Children []N
	// Closed, if not 0, is the least bound of the parts that Expand closed, or of those
	// that it put off: Later.
	Closed float64
	Later  []N
	// Solution and its Value, when Found.
	Found    bool
	Solution S
	Value    float64
	Source   string
	// Unfinished gives the node back as it was.
	Unfinished bool
}

// Status says why a search ended.
type Status int

// Complete means that the gap is closed or the tree exhausted.
const (
	Complete Status = iota
	TimeLimit
	NodeLimit
	MemoryLimit
	Interrupted
	OpenLimit
)

// Options bound a search. Zero limits are none.
type Options struct {
	Workers int // at least 1
	// Dive goes depth first where bounds do not tell nodes apart: the newest of equals comes
	// first, not the oldest, and of those with the bound 0 one at a time.
	Dive bool
	// Crew, if set, is told which of the workers have nothing to do.
	Crew *crew.Crew
	// Gap (relative) and Floor (absolute) end the search: Upper - Lower ≤ max(Gap·Upper, Floor).
	Gap, Floor float64
	// Until, if not 0, ends it when Upper ≤ Until or Lower ≥ Until.
	Until float64
	Nodes int64
	// Open, if not 0, ends it when so many nodes are open.
	Open int
	// Enough, if set, ends it (OpenLimit) between two batches, when so many nodes are processed and so many open.
	Enough func(nodes int64, open int) bool
	// Rescue, if set, is told of panics, by any worker: nodes that strangers have written may be anything.
	Rescue func(panicked any)
	// Keep, if set, of a search in a Keeper, writes it down whenever it thinks best; see Kept.
	Keep func(Kept)
	// Progress, if set, is called after merges, at most once in Every, for each
	// new incumbent (with its source), and at the end.
	Progress func(State, string)
	Every    time.Duration
}

// State is how far a search has come.
type State struct {
	Nodes, Open  int64
	Lower, Upper float64
}

// Result is the end of a search.
type Result[S any] struct {
	State
	Status   Status
	Solution S
}

// smallBatch and largeBatch limit how many nodes are processed against one
// cutoff: enough to occupy the workers, few enough to stay best-first.
const (
	smallBatch = 8
	largeBatch = 64
)

// Run searches the tree below roots for the least solution, starting from an
// incumbent of value upper (+Inf: none).
func Run[N, S any](ctx context.Context, tree Tree[N, S], roots []N, incumbent S, upper float64, opts Options) Result[S] {
	s := newRun(tree, opts)
	s.Upper, s.Solution = upper, incumbent
	for _, n := range roots {
		s.push(n, 0)
	}
	return s.toTheEnd(ctx)
}

func newRun[N, S any](tree Tree[N, S], opts Options) *run[N, S] {
	s := &run[N, S]{tree: tree, opts: opts, closed: math.Inf(1)}
	s.recorder, _ = tree.(Recorder[N, S])
	if opts.Keep != nil {
		s.keeper, _ = tree.(Keeper[N, S])
	}
	return s
}

// toTheEnd searches on.
func (s *run[N, S]) toTheEnd(ctx context.Context) Result[S] {
	for s.goesOn(ctx) {
		s.keepBetween()
		outcomes := s.process(ctx, s.popBatch())
		s.keepBroken(ctx)
		s.merge(outcomes)
	}
	s.keepEnd()
	s.update()
	s.leave()
	if s.opts.Progress != nil {
		s.opts.Progress(s.State, "")
	}
	return s.Result
}

// goesOn says that there is something to do, and no limit is reached.
func (s *run[N, S]) goesOn(ctx context.Context) bool {
	s.listen()
	s.Status = Complete
	return !s.finished() && !s.stopped(ctx)
}

// run is a search under way.
type run[N, S any] struct {
	Result[S]
	tree      Tree[N, S]
	recorder  Recorder[N, S] // may be nil
	keeper    Keeper[N, S]   // nil: the search is not kept
	before    []N            // the batch's nodes as they were, if it is
	lastKept  bool           // what follows is of this run's limits alone
	complete  bool           // the search has come to its end
	opts      Options
	open      queue[N]
	sequence  int64
	closed    float64 // least bound of a closed node
	reported  time.Time
	batch     []item[N]
	outcomes  []Expansion[N, S]
	nextIndex atomic.Int64
}

func (s *run[N, S]) leave() {
	if l, ok := s.tree.(Leaver[N]); ok {
		for _, open := range inOrder(s.open) {
			l.Leave(open.node)
		}
	}
}

func (s *run[N, S]) push(n N, bound float64) {
	s.sequence++
	order := s.sequence
	if s.opts.Dive {
		order = -order
	}
	heap.Push(&s.open, item[N]{n, bound, order})
}

// cutoff is the bound at which a node need not be divided further.
func (s *run[N, S]) cutoff() float64 {
	if math.IsInf(s.Upper, 1) {
		return s.Upper
	}
	cutoff := s.Upper - max(s.opts.Gap*s.Upper, s.opts.Floor)
	if s.opts.Until > 0 {
		cutoff = min(cutoff, s.opts.Until)
	}
	return cutoff
}

// listen takes a better incumbent of another search for its own.
func (s *run[N, S]) listen() {
	if l, ok := s.tree.(Listener[S]); ok {
		if solution, value := l.Heard(); value < s.Upper {
			s.Solution, s.Upper = solution, value
		}
	}
}

// update derives Lower and Open from the queue.
func (s *run[N, S]) update() {
	s.Open = int64(len(s.open))
	s.Lower = min(s.closed, s.Upper)
	if s.Open > 0 {
		s.Lower = max(0, min(s.Lower, s.open[0].bound))
	}
}

func (s *run[N, S]) finished() bool {
	return len(s.open) == 0 || s.open[0].bound >= s.cutoff() || s.Upper <= s.opts.Until
}

// stopped looks at the limits and sets Status when one is reached.
func (s *run[N, S]) stopped(ctx context.Context) bool {
	switch s.Status = Ending(ctx); {
	case s.Status != Complete:
	case s.opts.Nodes > 0 && s.Nodes >= s.opts.Nodes:
		s.Status = NodeLimit
	case s.opts.Open > 0 && len(s.open) >= s.opts.Open, s.opts.Enough != nil && s.opts.Enough(s.Nodes, len(s.open)):
		s.Status = OpenLimit
	}
	return s.Status != Complete
}

// Ending is the status that ctx ends a search with, by its cause: Complete if it has not ended.
func Ending(ctx context.Context) Status {
	switch cause := context.Cause(ctx); {
	case cause == nil:
		return Complete
	case errors.Is(cause, budget.ErrMemory):
		return MemoryLimit
	case errors.Is(cause, context.DeadlineExceeded):
		return TimeLimit
	}
	return Interrupted
}

// popBatch takes the best nodes.
func (s *run[N, S]) popBatch() []item[N] {
	s.batch = s.batch[:0]
	for range s.batchSize() {
		s.batch = append(s.batch, heap.Pop(&s.open).(item[N]))
	}
	s.copyBatch()
	return s.batch
}

// batchSize is that of the queue, or what the limit leaves of it.
func (s *run[N, S]) batchSize() int {
	if size := s.fullBatch(); s.opts.Nodes > 0 {
		return int(min(int64(size), s.opts.Nodes-s.Nodes))
	}
	return s.fullBatch()
}

// fullBatch is a share of the queue.
func (s *run[N, S]) fullBatch() int {
	if s.opts.Dive && s.open[0].bound == 0 {
		return 1
	}
	return min(max(smallBatch, len(s.open)/4), largeBatch, len(s.open))
}

// process expands a batch with all workers, the caller's goroutine among them.
func (s *run[N, S]) process(ctx context.Context, batch []item[N]) []Expansion[N, S] {
	now := Moment{s.cutoff(), batch[0].bound, s.Nodes}
	s.outcomes = append(s.outcomes[:0], make([]Expansion[N, S], len(batch))...)
	s.nextIndex.Store(0)
	work := func(worker int) {
		for {
			i := int(s.nextIndex.Add(1)) - 1
			if i >= len(batch) {
				return
			}
			s.outcomes[i] = s.expand(ctx, worker, batch[i].node, now)
		}
	}
	var others sync.WaitGroup
	for w := 1; w < min(s.opts.Workers, len(batch)); w++ {
		others.Go(func() { s.opts.Crew.Work(func() { work(w) }) })
	}
	work(0)
	s.opts.Crew.Rest(others.Wait)
	return s.outcomes
}

// expand is Tree.Expand; of a node that makes it panic, Rescue is told.
func (s *run[N, S]) expand(ctx context.Context, worker int, n N, now Moment) (out Expansion[N, S]) {
	if s.opts.Rescue != nil {
		defer func() {
			if p := recover(); p != nil {
				s.opts.Rescue(p)
				out = Expansion[N, S]{Unfinished: true}
			}
		}()
	}
	return s.tree.Expand(ctx, worker, n, now)
}

// merge enters a batch's outcomes in order.
func (s *run[N, S]) merge(outcomes []Expansion[N, S]) {
	source := ""
	for i, out := range outcomes {
		if out.Unfinished {
			heap.Push(&s.open, s.batch[i])
			continue
		}
		if s.Nodes++; s.recorder != nil {
			s.recorder.Record(s.batch[i].node, out)
		}
		bound := s.batch[i].bound
		if out.Bound > bound { // not for a NaN, which proves nothing
			bound = out.Bound
		}
		if len(out.Children) == 0 {
			s.closed = min(s.closed, bound)
		}
		if out.Closed != 0 && out.Later == nil {
			s.closed = min(s.closed, out.Closed)
		}
		for _, child := range out.Children {
			s.push(child, bound)
		}
		for _, later := range out.Later {
			s.push(later, max(out.Closed, s.batch[i].bound))
		}
		if out.Found && out.Value < s.Upper {
			s.Upper, s.Solution, source = out.Value, out.Solution, out.Source
		}
	}
	if witness, ok := s.tree.(Witness[S]); ok && source != "" {
		witness.Saw(s.Solution)
	}
	s.report(source)
}

func (s *run[N, S]) report(source string) {
	if s.opts.Progress == nil {
		return
	}
	now := time.Now()
	if source == "" && now.Sub(s.reported) < s.opts.Every {
		return
	}
	s.reported = now
	s.update()
	s.opts.Progress(s.State, source)
}
