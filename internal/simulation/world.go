package simulation

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"relucert/internal/coordinator"
)

// Setting is a farm to be simulated. Times are in seconds.
type Setting struct {
	Seed     uint64
	Work     Work
	Workers  int
	Unit     float64 // how long a unit is
	Lease    float64
	Parts    int     // subtrees that the coordinator begins with
	Latency  float64 // of a message
	Overhead float64 // of a unit: reading and writing what it is of
	Judging  float64 // a result takes this share of its unit's time to judge
	Judges   int     // that judge side by side
	Pulse    float64 // how often the coordinator looks around
	Faults   Faults
	Folder   string  // for what the coordinator saves; "": it saves nothing, and cannot die
	Limit    float64 // gives up
}

// Outcome is how it went.
type Outcome struct {
	Seconds    float64 // until all was done
	Done       bool
	Units      int     // worked on
	Wasted     float64 // seconds of workers on what did not count
	Messages   int
	Efficiency float64 // of the workers' time, on what there was to do
	coordinator.Counts
}

// world is the events to come.
type world struct {
	*Setting
	rng     *rand.Rand
	now     float64
	events  eventQueue
	order   int
	foreman *foreman
	workers []*worker
	queue   []offered // the server's
	blobs   map[coordinator.Hash]blob
	made    int
	out     Outcome
	broken  error
}

// blob is what a state, or a proof, stands for.
type blob struct {
	subtree
	closed []interval
	poison bool
}

type event struct {
	at    float64
	order int
	do    func()
}

type eventQueue []event

func (q eventQueue) Len() int { return len(q) }
func (q eventQueue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].order < q[j].order
}
func (q eventQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push and Pop are for package heap.
func (q *eventQueue) Push(x any) { *q = append(*q, x.(event)) }

// Pop removes the last one.
func (q *eventQueue) Pop() any {
	old := *q
	e := old[len(old)-1]
	*q = old[:len(old)-1]
	return e
}

func (w *world) after(delay float64, do func()) {
	w.order++
	heap.Push(&w.events, event{w.now + delay, w.order, do})
}

// send carries a message: late, twice or not at all, as the faults have it.
func (w *world) send(do func()) {
	f := &w.Faults
	w.out.Messages++
	if w.rng.Float64() < f.Drop {
		return
	}
	for range 1 + map[bool]int{true: 1}[w.rng.Float64() < f.Double] {
		delay := w.Latency
		if w.rng.Float64() < f.Delay {
			delay += w.rng.ExpFloat64() * f.DelayBy
		}
		w.after(delay, do)
	}
}

func (w *world) name(kind string, b blob) coordinator.Hash {
	w.made++
	h := fmt.Sprint(kind, w.made)
	w.blobs[h] = b
	return h
}

// epoch is when made-up time begins.
var epoch = time.Unix(1_000_000_000, 0)

// Run simulates a farm. The error is of a table that does not cover the whole.
func Run(s Setting) (Outcome, error) {
	w := &world{Setting: &s, rng: rand.New(rand.NewPCG(s.Seed, 91)), blobs: make(map[coordinator.Hash]blob)}
	w.foreman = &foreman{world: w}
	w.foreman.begin()
	for i := range s.Workers {
		p := &worker{world: w, name: fmt.Sprint("worker-", i)}
		w.workers = append(w.workers, p)
		w.after(w.rng.Float64()*s.Latency, p.start)
	}
	s.Faults.schedule(w)
	for len(w.events) > 0 && !w.out.Done && w.broken == nil && w.now < s.Limit {
		e := heap.Pop(&w.events).(event)
		w.now = e.at
		e.do()
	}
	w.out.Seconds, w.out.Counts = w.now, w.foreman.table.Counts
	w.out.Efficiency = s.Work.Total / (w.now * float64(s.Workers))
	if w.broken == nil {
		w.covered()
	}
	return w.out, w.broken
}

// covered sees that what is proved and what waits for a result is the whole, and nothing twice.
func (w *world) covered() {
	var all []interval
	for _, p := range w.foreman.table.Parts() {
		all = append(all, w.blobs[p.Proof].closed...)
	}
	for _, s := range w.foreman.table.Open() {
		for _, n := range w.blobs[s.State].open {
			all = append(all, interval{n.lo, n.hi})
		}
	}
	slices.SortFunc(all, func(a, b interval) int { return int(a.lo>>1) - int(b.lo>>1) })
	at := uint64(0)
	for _, i := range all {
		if i.lo != at {
			w.broken = fmt.Errorf("after %.1f s: what is covered jumps from %d to %d", w.now, at, i.lo)
			return
		}
		at = i.hi
	}
	if at != whole {
		w.broken = fmt.Errorf("after %.1f s: what is covered ends at %d", w.now, at)
	}
}
