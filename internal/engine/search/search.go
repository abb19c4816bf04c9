package search

import (
	"container/heap"
	"context"
	"errors"
	"math"
	"slices"
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
	// Work is how much there was, in multiplications or so.
	Work int64
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
	// Work, if not 0, ends a race after so much of all.
	Work int64
	// Open, if not 0, ends it when so many nodes are open.
	Open int
	// Enough, if set, ends it (OpenLimit) between two batches, when so many nodes are processed and so many open.
	Enough func(nodes int64, open int) bool
	// Rescue, if set, is told of panics, by any worker: nodes that strangers have divided may be odd.
	Rescue func(panicked any)
	// Claims, if set, are bounds of the roots that others claim. They say in which order the roots come, and prove nothing.
	Claims []float64
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
	return begin(tree, roots, incumbent, upper, opts).toTheEnd(ctx)
}

func begin[N, S any](tree Tree[N, S], roots []N, incumbent S, upper float64, opts Options) *run[N, S] {
	s := newRun(tree, opts)
	s.Upper, s.Solution = upper, incumbent
	if opts.Claims != nil {
		s.claim(roots)
		return s
	}
	for _, n := range roots {
		s.push(n, 0)
	}
	return s
}

// claim enters roots whose bounds are claims, in their order, in a dive, too.
func (s *run[N, S]) claim(roots []N) {
	for i, n := range roots {
		s.open = append(s.open, item[N]{n, s.opts.Claims[i], int64(i - len(roots)), true})
	}
	s.claims, s.sequence = len(roots), int64(len(roots))
	heap.Init(&s.open)
}

func newRun[N, S any](tree Tree[N, S], opts Options) *run[N, S] {
	s := &run[N, S]{tree: tree, opts: opts, closed: math.Inf(1), reporter: reporter{progress: opts.Progress, every: opts.Every}}
	s.recorder, _ = tree.(Recorder[N, S])
	if opts.Keep != nil {
		s.keeper, _ = tree.(Keeper[N, S])
	}
	return s
}

// toTheEnd searches on.
func (s *run[N, S]) toTheEnd(ctx context.Context) Result[S] {
	s.pool = newPool(ctx, s.tree, s.opts, false)
	for s.goesOn(ctx) {
		s.keepBetween()
		s.step(ctx)
		s.report()
	}
	s.pool.stop()
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

// step processes a batch.
func (s *run[N, S]) step(ctx context.Context) {
	s.process()
	s.keepBroken(ctx)
	s.merge()
}

// run is a search under way.
type run[N, S any] struct {
	Result[S]
	tree     Tree[N, S]
	recorder Recorder[N, S] // may be nil
	keeper   Keeper[N, S]   // nil: the search is not kept
	before   []N            // the batch's nodes as they were, if it is
	lastKept bool           // what follows is of this run's limits alone
	complete bool           // the search has come to its end
	opts     Options
	pool     *pool[N, S]
	open     queue[N] // but for the pool's next
	sequence int64
	claims   int     // open nodes whose bounds are
	closed   float64 // least bound of a closed node
	work     int64   // of all nodes
	source   string  // of the last batch's incumbent, if it found one
	reporter reporter
	batch    []*task[N, S] // under way
	most     int64         // nodes of a batch; 0: no limit
	lent     int64         // in a race: work on the batch
}

// opened is how many nodes are open.
func (s *run[N, S]) opened() int { return len(s.open) + len(s.pool.next.tasks) + len(s.batch) }

// least is the least bound of an open node, if there is one.
func (s *run[N, S]) least() float64 {
	if len(s.batch) > 0 {
		return s.batch[0].bound
	}
	if s.foreseen() {
		return s.pool.next.tasks[0].bound
	}
	return s.open[0].bound
}

// foreseen says that the first open node is one of the pool's next.
func (s *run[N, S]) foreseen() bool {
	next := s.pool.next.tasks
	return len(next) > 0 && (len(s.open) == 0 || next[0].compare(s.open[0]) < 0)
}

// everyOpen are all open nodes, between batches.
func (s *run[N, S]) everyOpen() queue[N] {
	all := slices.Clone(s.open)
	for _, t := range s.pool.next.tasks {
		all = append(all, t.item)
	}
	return all
}

func (s *run[N, S]) leave() {
	if l, ok := s.tree.(Leaver[N]); ok {
		open := s.everyOpen()
		for _, t := range s.batch {
			open = append(open, t.item)
		}
		for _, it := range inOrder(open) {
			l.Leave(it.node)
		}
	}
}

func (s *run[N, S]) push(n N, bound float64) {
	s.sequence++
	order := s.sequence
	if s.opts.Dive {
		order = -order
	}
	heap.Push(&s.open, item[N]{node: n, bound: bound, order: order})
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
		s.adopt(l.Heard())
	}
}

// update derives Lower and Open from the queue.
func (s *run[N, S]) update() {
	s.Open = int64(s.opened())
	s.Lower = min(s.closed, s.Upper)
	if s.claims > 0 {
		s.Lower = 0
	} else if s.Open > 0 {
		s.Lower = max(0, min(s.Lower, s.least()))
	}
}

func (s *run[N, S]) finished() bool {
	return s.opened() == 0 || s.claims == 0 && s.least() >= s.cutoff() || s.Upper <= s.opts.Until
}

// stopped looks at the limits and sets Status when one is reached.
func (s *run[N, S]) stopped(ctx context.Context) bool {
	switch s.Status = Ending(ctx); {
	case s.Status != Complete:
	case s.opts.Nodes > 0 && s.Nodes >= s.opts.Nodes:
		s.Status = NodeLimit
	case s.opts.Open > 0 && s.opened() >= s.opts.Open, s.opts.Enough != nil && s.opts.Enough(s.Nodes, s.opened()):
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

// popBatch takes the best nodes, and foresees some of the next.
func (s *run[N, S]) popBatch() []*task[N, S] {
	s.pool.Lock()
	defer s.pool.Unlock()
	s.batch = s.batch[:0]
	for range s.batchSize() {
		s.batch = append(s.batch, s.pop())
	}
	s.copyBatch()
	for len(s.pool.next.tasks) < s.sight() && len(s.open) > 0 {
		s.pool.next.enter(&task[N, S]{item: heap.Pop(&s.open).(item[N])})
	}
	return s.batch
}

// sight is how many nodes may be expanded before their turn, which is to come.
func (s *run[N, S]) sight() int {
	if s.pool.tree == nil || s.opts.Workers == 1 {
		return 0
	}
	sight := ahead * s.opts.Workers
	if s.opts.Nodes > 0 {
		sight = int(min(int64(sight), s.opts.Nodes-s.Nodes-int64(len(s.batch))))
	}
	return sight
}

func (s *run[N, S]) pop() *task[N, S] {
	if s.foreseen() {
		return s.pool.next.leave()
	}
	return &task[N, S]{item: heap.Pop(&s.open).(item[N])}
}

// batchSize is that of the queue, or what the limit leaves of it.
func (s *run[N, S]) batchSize() int {
	size := int64(s.fullBatch())
	if s.opts.Nodes > 0 {
		size = min(size, s.opts.Nodes-s.Nodes)
	}
	if s.most > 0 {
		size = min(size, s.most)
	}
	return int(size)
}

// fullBatch is a share of the queue.
func (s *run[N, S]) fullBatch() int {
	if s.opts.Dive && s.least() == 0 {
		return 1
	}
	return min(max(smallBatch, s.opened()/4), largeBatch, s.opened())
}

// process expands a batch.
func (s *run[N, S]) process() {
	batch := s.popBatch()
	s.pool.process(batch, s.moment(), s.opts.Workers)
}

// moment is that of the batch.
func (s *run[N, S]) moment() Moment { return Moment{s.cutoff(), s.batch[0].bound, s.Nodes} }

// merge enters a batch's outcomes in order.
func (s *run[N, S]) merge() {
	s.source = ""
	for _, t := range s.batch {
		s.work += t.out.Work
		if t.out.Unfinished {
			heap.Push(&s.open, t.item)
			continue
		}
		s.enter(t)
	}
	s.batch = s.batch[:0]
	if witness, ok := s.tree.(Witness[S]); ok && s.source != "" {
		witness.Saw(s.Solution)
	}
}

// enter has a node's outcome recorded, and takes what it leaves open and what it found.
func (s *run[N, S]) enter(t *task[N, S]) {
	if s.Nodes++; s.recorder != nil {
		s.recorder.Record(t.copy, t.out)
	}
	if t.claimed {
		s.claims--
	}
	s.divide(t.proved(), &t.out)
	if out := &t.out; out.Found && out.Value < s.Upper {
		s.Upper, s.Solution, s.source = out.Value, out.Solution, out.Source
	}
}

// divide puts a node's children in the queue, and what was put off, and notes the bounds of what is closed.
func (s *run[N, S]) divide(before float64, out *Expansion[N, S]) {
	bound := before
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
		s.push(later, max(out.Closed, before))
	}
}

func (s *run[N, S]) report() {
	s.update()
	s.reporter.report(s.State, s.source)
}

// reporter tells of a search's progress.
type reporter struct {
	progress func(State, string) // nil: nobody listens
	every    time.Duration
	last     time.Time
}

// report tells of a new incumbent with its source, and else of the state, if it is time.
func (r *reporter) report(now State, source string) {
	if r.progress == nil || source == "" && time.Since(r.last) < r.every {
		return
	}
	r.last = time.Now()
	r.progress(now, source)
}
