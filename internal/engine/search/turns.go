package search

import (
	"context"
	"iter"
	"math"

	"relucert/internal/budget"
)

// A search in a race works while it is its turn. What its workers are at when the turn ends waits where their loops tell of their
// work (budget.Metered), and goes on in the next: nothing is done twice. A batch is done in the turn in which the turns' work comes
// to all of its nodes', whoever did them and when: so the race is the same for any number of workers.
type turns struct {
	credit int64 // work that may be done in this turn
	over   bool  // the turn is: nothing more is begun, and worker 0 gives way
	away   bool  // it has: the others wait, too, but not before, as they may have what it waits for
	// Worker 0 is a coroutine of the caller: to hand over between threads would take as long as many a node.
	resume func() (struct{}, bool)
	pause  func(struct{}) bool
	quit   func()
}

// takeTurns makes the workers wait for their turns.
func (p *pool[N, S]) takeTurns() {
	t := &turns{over: true, away: true}
	t.resume, t.quit = iter.Pull(func(pause func(struct{}) bool) {
		for t.pause = pause; !p.ended; pause(struct{}{}) {
			p.Lock()
			p.serve()
			p.Unlock()
		}
	})
	p.turns = t
}

// metered is the context of a task.
func (p *pool[N, S]) metered(ctx context.Context, worker int, t *task[N, S]) context.Context {
	if p.turns == nil {
		return ctx
	}
	return budget.Metered(ctx, func(work int) { p.pay(worker, t, int64(work)) })
}

// beginTurns is begin, for turns to come. What was done ahead is paid for now.
func (p *pool[N, S]) beginTurns(batch []*task[N, S], now Moment, workers int) {
	p.Lock()
	defer p.Unlock()
	p.goOn(math.MaxInt64) // until what has to be done again is over
	p.begin(batch, now, workers)
	p.over, p.away, p.credit = true, true, 0
	for _, t := range batch {
		p.credit -= t.paid
	}
}

// turn goes on with the batch for so much work, and says whether all of it is done.
func (p *pool[N, S]) turn(work int64) bool {
	p.Lock()
	p.goOn(p.credit + work)
	p.Unlock()
	p.resume()
	p.Lock()
	defer p.Unlock()
	if p.over, p.away = true, true; p.left > 0 || p.credit < 0 {
		return false
	}
	p.batch = list[N, S]{}
	return true
}

// goOn has the workers do so much work.
func (p *pool[N, S]) goOn(credit int64) {
	if p.credit = credit; credit >= 0 {
		p.over, p.away = false, false
		p.more.Broadcast()
	}
}

// isOver says that it is not this search's turn.
func (p *pool[N, S]) isOver() bool { return p.turns != nil && p.over }

// pay is told of work on a task, and returns when there may be more.
func (p *pool[N, S]) pay(worker int, t *task[N, S], work int64) {
	p.Lock()
	defer p.Unlock()
	p.charge(t, work)
	for worker == 0 && p.over && !p.ended {
		p.Unlock()
		p.pause(struct{}{})
		p.Lock()
	}
	for p.away && !p.ended {
		p.crew.Rest(p.more.Wait)
	}
}

// charge ends the turn if so much work on a task of the batch is more than there may be.
func (p *pool[N, S]) charge(t *task[N, S], work int64) {
	if t.paid += work; p.turns == nil || !t.due {
		return
	}
	if p.credit -= work; p.credit < 0 {
		p.over = true
		p.due.Signal()
	}
}
