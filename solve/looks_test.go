//go:build unix

package solve_test

import (
	"context"
	"sync"
	"syscall"
	"testing"
	"time"

	"relucert/network"
	"relucert/solve"
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

// mostWork may lie between two looks, and after the end: 5 ms are usual. The
// collector's work and a race detector's count too.
const mostWork = 200 * time.Millisecond

// TestLooks ends a run at its first look, and ever later ones: soon after that it
// answers, with a network and a bound; and between two looks there is little work.
func TestLooks(t *testing.T) {
	problems := map[string]solve.Problem{
		"columns":  {Data: wide(1500, 250), Units: 2, Bias: true, Output: network.Affine},
		"bounded":  {Data: wide(1000, 150), Units: 1, NormBound: 1},
		"balls":    {Data: wide(1000, 60), Units: 2, Output: network.Affine, NormBound: 1},
		"rows":     {Data: wide(200_000, 4), Units: 2, Bias: true},
		"turn":     {Data: wide(200_000, 1), Units: 2, Bias: true, Output: network.Affine},
		"sweep":    {Data: wide(200_000, 1), Units: 1, Bias: true, Output: network.Affine},
		"vertices": {Data: wide(4000, 12), Units: 2, Bias: true, Output: network.Intercept},
	}
	ends := []int{1, 2, 5, 20, 100, 400, 2000}
	if testing.Short() {
		ends = []int{1, 20, 200}
	}
	for name, p := range problems {
		t.Run(name, func(t *testing.T) {
			for _, end := range ends {
				w := &watched{Context: context.Background(), end: end}
				r, err := solve.Solve(w, p, solve.Options{Gap: tightGap, Threads: 1, Seed: 1})
				if err != nil {
					t.Fatal(err)
				}
				after := worked() - w.ended
				t.Logf("end at look %d: %v of work before look %d, %v after the end; method %s, nodes %d, SSE in [%.6g, %.6g]",
					end, w.longest, w.number, after, r.Method, r.Nodes, r.SSELower, r.SSE)
				if w.longest > mostWork {
					t.Errorf("%v of work before look %d", w.longest, w.number)
				}
				if w.looks < end {
					return // the problem is solved
				}
				if after > mostWork {
					t.Errorf("%v of work after the end", after)
				}
				checkEnded(t, p, r)
			}
		})
	}
}

// checkEnded asserts what holds of any interrupted run.
func checkEnded(t *testing.T, p solve.Problem, r *solve.Result) {
	t.Helper()
	if r.Status != solve.Interrupted {
		t.Errorf("status %v", r.Status)
	}
	for _, fault := range networkFaults(p, r) {
		t.Error(fault)
	}
	if squares := sumOfSquares(p.Data); !(r.SSELower <= r.SSE && r.SSE <= squares*(1+1e-12)) {
		t.Errorf("SSE in [%g, %g]; the zero network has %g", r.SSELower, r.SSE, squares)
	}
	if r.Unbegun && r.SSELower != 0 {
		t.Errorf("a bound of %g from nothing", r.SSELower)
	}
}
