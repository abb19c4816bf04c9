package crew

import (
	"sync/atomic"
	"testing"
)

// TestEach: everything is done once, by hands that are free, with any crew.
func TestEach(t *testing.T) {
	for threads := range 5 {
		var c *Crew
		if threads > 0 {
			c = New(threads)
		}
		const n = 1000
		done, busy := make([]atomic.Int64, n), make([]atomic.Bool, c.Threads())
		for range 3 {
			c.Each(n, func(hand, i int) {
				if busy[hand].Swap(true) {
					t.Errorf("%d threads: hand %d does two things at once", threads, hand)
				}
				done[i].Add(1)
				busy[hand].Store(false)
			})
		}
		for i := range done {
			if times := done[i].Load(); times != 3 {
				t.Fatalf("%d threads: %d was done %d times", threads, i, times)
			}
		}
		if c != nil && c.idle.Load() != int64(threads-1) {
			t.Errorf("%d threads: %d idle afterwards", threads, c.idle.Load())
		}
	}
}

// TestBusyThreadsDoNotHelp: only those that rest or have no work join in.
func TestBusyThreadsDoNotHelp(t *testing.T) {
	c := New(3)
	helpers := func() int64 {
		var joined atomic.Int64
		all := make(chan struct{})
		c.Each(3, func(hand, i int) {
			if hand > 0 {
				joined.Add(1)
			}
			if i == 2 {
				close(all)
			} else if hand > 0 {
				<-all // keeps its hand from taking a second one
			}
		})
		return joined.Load()
	}
	c.Work(func() {
		c.Work(func() {
			if n := helpers(); n != 0 {
				t.Errorf("%d helpers though all are busy", n)
			}
			c.Rest(func() {
				if c.idle.Load() != 1 {
					t.Errorf("%d idle while one rests", c.idle.Load())
				}
			})
		})
	})
	if n := helpers(); n > 2 {
		t.Errorf("%d helpers of two", n)
	}
}
