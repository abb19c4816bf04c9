package search

import (
	"context"
	"slices"
	"sync"

	"relucert/internal/crew"
)

// Foreseer is a Tree whose nodes may be expanded before it is their turn, by workers that have nothing else to do.
type Foreseer[N any] interface {
	// Alike says that what Expand makes of a node is the same at both moments.
	Alike(a, b Moment) bool
	// Copy is a node to expand that stays as it is whatever becomes of this one, and this one whatever becomes of it.
	Copy(node N) N
}

// ahead is how many nodes beyond the batch, for each worker, may be expanded before their turn: enough for all to be
// busy while one node takes as long as so many others.
const ahead = 64

// stage is what has become of a task.
type stage int

const (
	waiting stage = iota
	running
	done
)

// task is an open node of the batch, or one that may be of the next.
type task[N, S any] struct {
	item[N]
	stage stage
	now   Moment // when it was begun
	due   bool   // of the batch
	copy  N      // of the node: what is expanded
	paid  int64  // work that is known of
	out   Expansion[N, S]
}

// pool is the workers, and what they are to do: the batch first, then what comes next. A batch ends when its nodes are
// done, whatever else the workers are at by then. What they find is kept until it is the node's turn, so that
// it does not matter who was idle when.
type pool[N, S any] struct {
	sync.Mutex
	expand    func(worker int, t *task[N, S]) Expansion[N, S]
	tree      Foreseer[N] // nil: nothing is done ahead, and nodes are not copied
	crew      *crew.Crew
	now       Moment     // of the batch
	batch     list[N, S] // in order, as is
	next      list[N, S]
	left      int       // tasks of the batch that are not done
	due       sync.Cond // a task of the batch is
	more      sync.Cond // there is more to do
	*turns              // nil: nobody else has any
	ended     bool
	end       context.CancelFunc
	recruited int // workers beside the caller
	finished  sync.WaitGroup
}

// newPool has no workers yet but the caller.
func newPool[N, S any](ctx context.Context, tree Tree[N, S], opts Options, byTurns bool) *pool[N, S] {
	p := &pool[N, S]{crew: opts.Crew}
	p.due.L, p.more.L = &p.Mutex, &p.Mutex
	if byTurns {
		p.takeTurns()
	}
	if f, ok := tree.(Foreseer[N]); ok && (opts.Workers > 1 || byTurns) {
		p.tree = f
	}
	ctx, p.end = context.WithCancel(ctx)
	p.expand = func(worker int, t *task[N, S]) (out Expansion[N, S]) {
		if opts.Rescue != nil {
			defer func() {
				if panicked := recover(); panicked != nil {
					opts.Rescue(panicked)
					out = Expansion[N, S]{Unfinished: true}
				}
			}()
		}
		return tree.Expand(p.metered(ctx, worker, t), worker, t.copy, t.now)
	}
	return p
}

// process expands the batch, with so many workers at most, and returns when all of it is done.
func (p *pool[N, S]) process(batch []*task[N, S], now Moment, workers int) {
	p.Lock()
	defer p.Unlock()
	p.begin(batch, now, workers)
	p.serve()
	p.batch = list[N, S]{}
}

// serve has the caller do tasks until the batch is done, or the turn over; the pool is locked but while it is at one.
func (p *pool[N, S]) serve() {
	for p.left > 0 && !p.isOver() {
		if t := p.take(); t != nil {
			p.run(0, t)
		} else {
			p.crew.Rest(p.due.Wait)
		}
	}
}

// begin has the workers begin with a batch; the pool is locked.
func (p *pool[N, S]) begin(batch []*task[N, S], now Moment, workers int) {
	p.now = now
	for _, t := range batch {
		t.due = true
		p.renew(t)
	}
	p.left = 0
	for _, t := range batch {
		if t.stage != done {
			p.left++
		}
	}
	p.batch = list[N, S]{tasks: batch}
	p.recruit(min(workers, len(batch)+len(p.next.tasks)))
	p.more.Broadcast()
}

// renew has a task of the batch done again that was begun at another moment.
func (p *pool[N, S]) renew(t *task[N, S]) {
	if t.stage == waiting || p.tree.Alike(t.now, p.now) {
		return
	}
	for t.stage == running {
		p.crew.Rest(p.due.Wait)
	}
	t.stage, t.paid = waiting, 0
}

// recruit makes the workers so many.
func (p *pool[N, S]) recruit(workers int) {
	for p.recruited+1 < workers {
		p.recruited++
		worker := p.recruited
		p.finished.Go(func() { p.work(worker) })
	}
}

// work does tasks until the end.
func (p *pool[N, S]) work(worker int) {
	p.Lock()
	defer p.Unlock()
	for !p.ended {
		if t := p.take(); t != nil {
			p.crew.Work(func() { p.run(worker, t) })
		} else {
			p.more.Wait()
		}
	}
}

// take is the first task that nobody has begun, nil if there is none worth it.
func (p *pool[N, S]) take() *task[N, S] {
	if p.isOver() {
		return nil
	}
	if t := p.batch.take(); t != nil {
		return t
	}
	if t := p.next.take(); t != nil && t.bound < p.now.Cutoff {
		return t
	}
	return nil
}

// run does a task; the pool is locked but while it is at it.
func (p *pool[N, S]) run(worker int, t *task[N, S]) {
	t.stage, t.now, t.copy = running, p.now, t.node
	p.Unlock()
	if p.tree != nil {
		t.copy = p.tree.Copy(t.node)
	}
	out := p.expand(worker, t)
	p.Lock()
	p.charge(t, max(0, out.Work-t.paid))
	if t.stage, t.out = done, out; t.due {
		p.left--
		p.due.Signal()
	}
}

// stop ends the workers' tasks, and waits for it.
func (p *pool[N, S]) stop() {
	p.Lock()
	p.ended = true
	p.end()
	p.more.Broadcast()
	p.Unlock()
	if p.turns != nil {
		p.quit()
	}
	p.finished.Wait()
}

// list is tasks, of which those before a place have been begun.
type list[N, S any] struct {
	tasks []*task[N, S]
	at    int
}

// take is the first task that nobody has begun, nil if there is none.
func (l *list[N, S]) take() *task[N, S] {
	for ; l.at < len(l.tasks); l.at++ {
		if t := l.tasks[l.at]; t.stage == waiting {
			return t
		}
	}
	return nil
}

// enter puts a task in its place.
func (l *list[N, S]) enter(t *task[N, S]) {
	at, _ := slices.BinarySearchFunc(l.tasks, t, func(a, b *task[N, S]) int { return a.compare(b.item) })
	l.tasks = slices.Insert(l.tasks, at, t)
	l.at = min(l.at, at)
}

// leave takes the first task away.
func (l *list[N, S]) leave() *task[N, S] {
	t := l.tasks[0]
	l.tasks[0] = nil
	l.tasks = l.tasks[1:]
	l.at = max(0, l.at-1)
	return t
}
