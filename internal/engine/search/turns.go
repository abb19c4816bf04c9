package search

import (
	"context"
	"math"

	"relucert/internal/budget"
)

// A search in a race works while it is its turn. What its workers are at when the turn ends waits where their loops tell of their
// work (budget.Metered), and goes on in the next: nothing is done twice. A batch is done in the turn in which the turns' work comes
// to all of its nodes', whoever did them and when: so the race is the same for any number of workers.

// takeTurns makes the workers, of whom the caller is none, wait for their turns.
func (p *pool[N, S]) takeTurns() { p.byTurns, p.waits, p.recruited = true, true, -1 }

// metered is the context of a task.
func (p *pool[N, S]) metered(ctx context.Context, t *task[N, S]) context.Context {
	if !p.byTurns {
		return ctx
	}
	return budget.Metered(ctx, func(work int) { p.pay(t, int64(work)) })
}

// beginTurns is begin, for turns to come. What was done ahead is paid for now.
func (p *pool[N, S]) beginTurns(batch []*task[N, S], now Moment, workers int) {
	p.Lock()
	defer p.Unlock()
	p.goOn(math.MaxInt64) // until what has to be done again is over
	p.begin(batch, now, workers)
	p.waits, p.credit = true, 0
	for _, t := range batch {
		p.credit -= t.paid
	}
}

// turn goes on with the batch for so much work, and says whether all of it is done.
func (p *pool[N, S]) turn(work int64) bool {
	p.Lock()
	defer p.Unlock()
	for p.goOn(p.credit + work); p.left > 0 && !p.waits; {
		p.crew.Rest(p.due.Wait)
	}
	if p.waits = true; p.left > 0 || p.credit < 0 {
		return false
	}
	p.batch = list[N, S]{}
	return true
}

// goOn has the workers do so much work.
func (p *pool[N, S]) goOn(credit int64) {
	if p.credit, p.waits = credit, credit < 0; !p.waits {
		p.more.Broadcast()
	}
}

// pay is told of work on a task, and returns when there may be more.
func (p *pool[N, S]) pay(t *task[N, S], work int64) {
	p.Lock()
	defer p.Unlock()
	for p.charge(t, work); p.waits && !p.ended; {
		p.crew.Rest(p.more.Wait)
	}
}

// charge ends the turn if so much work on a task of the batch is more than there may be.
func (p *pool[N, S]) charge(t *task[N, S], work int64) {
	if t.paid += work; !p.byTurns || !t.due {
		return
	}
	if p.credit -= work; p.credit < 0 {
		p.waits = true
		p.due.Signal()
	}
}
