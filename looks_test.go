//go:build unix

package relucert_test

import (
	"context"
	"sync"
	"syscall"
	"testing"
	"time"

	"relucert"
	"relucert/internal/budget"
	"relucert/internal/thorough"
	"relucert/network"
)

// watched is a context that ends at a certain look, and measures the work between
// looks: in the process's own time, which a busy machine does not stretch.
type watched struct {
	context.Context
	sync.Mutex
	end, looks int
	last       time.Duration
	longest    time.Duration // between two looks
	number     int           // of the look after it
	ended      time.Duration // when, in the process's time
	after      time.Duration // what was worked then
}

func (w *watched) Err() error {
	w.Lock()
	defer w.Unlock()
	now := worked()
	if took := now - w.last; w.looks > 0 && took > w.longest {
		w.longest, w.number = took, w.looks
	}
	w.last = now
	if w.looks++; w.looks < w.end {
		return nil
	}
	if w.looks == w.end {
		w.ended = now
	}
	return context.Canceled
}

// worked is the time that this process has worked.
func worked() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// mostWork may lie between two looks, and after the end: what 64 times budget.Often
// multiplications take here, some 50 ms. 5 ms are usual, but the collector's work
// counts too.
func mostWork() time.Duration {
	v, before := make([]float64, 1<<10), worked()
	for range 64 * budget.Often / len(v) {
		for d := range v {
			v[d] = v[d]*0.5 + 1
		}
	}
	return worked() - before + 20*time.Millisecond
}

// TestLooks ends a run at its first look, and ever later ones: soon after that it
// answers, with a network and a bound; and between two looks there is little work.
func TestLooks(t *testing.T) {
	all := []int{0, 1, 2, 3}
	jumps := relucert.Constraints{Jumps: true}
	problems := map[string]relucert.Problem{
		"columns":  {Data: wide(1500, 250), Class: network.Class{Units: 2, Output: network.Affine}},
		"bounded":  {Data: wide(1000, 150), Class: network.Class{Units: 1, NormBound: 1, NoBias: true, Output: network.None}},
		"balls":    {Data: wide(1000, 60), Class: network.Class{Units: 2, Output: network.Affine, NormBound: 1, NoBias: true}},
		"rows":     {Data: wide(150_000, 5), Class: network.Class{Units: 2, Output: network.None}},
		"turn":     {Data: wide(100_000, 1), Class: network.Class{Units: 2, Output: network.Affine}},
		"spans":    {Data: wide(5000, 1), Class: network.Class{Units: 4, Output: network.Affine}},
		"sweep":    {Data: wide(200_000, 1), Class: network.Class{Units: 1, Output: network.Affine}},
		"hinges":   {Data: wide(50_000, 4), Class: network.Class{Units: 2, Output: network.Affine, Hinges: [][]int{all, all}}},
		"lines":    {Data: wide(50_000, 1), Class: network.Class{Units: 4, Output: network.Affine}},
		"jumps":    {Data: wide(100_000, 1), Class: network.Class{Units: 4, Output: network.Affine}, Constraints: jumps},
		"pieces":   {Data: wide(20_000, 1), Class: network.Class{Units: 2, Output: network.Affine}, Constraints: relucert.Constraints{MinSamples: 50}},
		"vertices": {Data: wide(4000, 12), Class: network.Class{Units: 2, Output: network.Intercept}},
	}
	most := mostWork()
	ends := []int{1, 2, 5, 20, 100, 400, 1000}
	if !thorough.Tests() {
		ends = []int{1, 20, 200}
	}
	for name, p := range problems {
		t.Run(name, func(t *testing.T) {
			for _, end := range ends {
				w := endAt(t, p, end, most)
				if w.longest > most {
					t.Errorf("end at look %d: %v of work before look %d, more than %v", end, w.longest, w.number, most)
				}
				if w.looks < end {
					return // the problem is solved
				}
				if w.after > most {
					t.Errorf("end at look %d: %v of work after it, more than %v", end, w.after, most)
				}
			}
		})
	}
}

// tries are made for a run with little work between looks: the collector may be at
// work in one.
const tries = 3

// endAt ends a run at a look.
func endAt(t *testing.T, p relucert.Problem, end int, most time.Duration) (w *watched) {
	t.Helper()
	for range tries {
		w = &watched{Context: context.Background(), end: end}
		r, err := relucert.Fit(w, p, relucert.Options{Gap: tightGap, Threads: 1, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		w.after = worked() - w.ended
		t.Logf("end at look %d: %v of work before look %d, %v after the end; method %s, nodes %d, SSE in [%.6g, %.6g]",
			end, w.longest, w.number, w.after, r.Method, r.Nodes, r.SSELower, r.SSE)
		if w.looks < end {
			break
		}
		if checkEnded(t, p, r); max(w.longest, w.after) <= most {
			break
		}
	}
	return w
}

// checkEnded asserts what holds of any interrupted run.
func checkEnded(t *testing.T, p relucert.Problem, r *relucert.Result) {
	t.Helper()
	if r.Status != relucert.Interrupted {
		t.Errorf("status %v", r.Status)
	}
	if !p.Constraints.Jumps {
		for _, fault := range networkFaults(p, r) {
			t.Error(fault)
		}
	}
	if squares := sumOfSquares(p.Data); !(r.SSELower <= r.SSE && r.SSE <= squares*(1+1e-12)) {
		t.Errorf("SSE in [%g, %g]; the zero network has %g", r.SSELower, r.SSE, squares)
	}
	if r.Unbegun && r.SSELower != 0 {
		t.Errorf("a bound of %g from nothing", r.SSELower)
	}
}
