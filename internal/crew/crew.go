// Package crew lets threads that have nothing else to do join another's loop.
package crew

import (
	"sync"
	"sync/atomic"
)

// Crew counts the idle among a fixed number of threads. A nil Crew is one
// thread that is at work.
type Crew struct {
	threads int
	idle    atomic.Int64
}

// New is a crew of which one, the caller, is at work.
func New(threads int) *Crew {
	c := &Crew{threads: threads}
	c.idle.Store(int64(threads - 1))
	return c
}

// Threads is how many there are.
func (c *Crew) Threads() int {
	if c == nil {
		return 1
	}
	return c.threads
}

// Each calls do for every i below n, on the calling goroutine and as many more
// as there are idle threads. Hand, below Threads, numbers them within this call.
// What do computes must not depend on it.
func (c *Crew) Each(n int, do func(hand, i int)) {
	var next atomic.Int64
	work := func(hand int) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			do(hand, i)
		}
	}
	var others sync.WaitGroup
	for hand := 1; hand < min(n, c.Threads()) && c.take(); hand++ {
		others.Go(func() {
			work(hand)
			c.idle.Add(1)
		})
	}
	work(0)
	others.Wait()
}

// take claims an idle thread.
func (c *Crew) take() bool {
	for {
		idle := c.idle.Load()
		if idle <= 0 {
			return false
		}
		if c.idle.CompareAndSwap(idle, idle-1) {
			return true
		}
	}
}

// Work says that one more thread is busy while f runs.
func (c *Crew) Work(f func()) { c.during(-1, f) }

// Rest says that the calling thread has nothing to do while f runs.
func (c *Crew) Rest(f func()) { c.during(1, f) }

func (c *Crew) during(change int64, f func()) {
	if c == nil {
		f()
		return
	}
	c.idle.Add(change)
	defer c.idle.Add(-change)
	f()
}
