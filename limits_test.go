package relucert_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/network"
)

// hard is a problem that takes minutes or more.
func hard(t *testing.T) relucert.Problem {
	t.Helper()
	d := example(t, "ozone1.csv", "O3", "temp", "ibh", "humidity", "vh", "dpg", "ibt")
	return relucert.Problem{Data: d, Class: network.Class{Units: 2, Output: network.Affine}}
}

// wide are random samples of many columns, some of which a unit's kink depends on.
func wide(rows, columns int) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(uint64(rows), uint64(columns)))
	d := &dataset.Dataset{Name: "wide", Target: "y"}
	for e := range columns {
		d.Features = append(d.Features, fmt.Sprint("x", e))
	}
	for range rows {
		sum := 0.0
		for e := range columns {
			v := rng.NormFloat64()
			d.X = append(d.X, v)
			sum += v * (2*float64(e)/float64(columns) - 1)
		}
		d.Y = append(d.Y, math.Max(0, sum)+rng.NormFloat64())
	}
	return d
}

// late is how long after its end a run may return, on a machine that is very busy: 0.2 s is
// usual, and TestLooks measures it in work.
const late = time.Minute

// checkUnfinished asserts what holds of any run that was cut off.
func checkUnfinished(t *testing.T, p relucert.Problem, r *relucert.Result, want relucert.Status) {
	t.Helper()
	if r.Status != want {
		t.Errorf("status %v, want %v", r.Status, want)
	}
	for _, fault := range networkFaults(p, r) {
		t.Error(fault)
	}
	// The least SSE of 1 unit on temp, ibh, humidity: another unit and more
	// columns cannot make it worse.
	if r.SSELower > 5497.97 {
		t.Errorf("lower bound %g is above an SSE that 3 of the columns reach", r.SSELower)
	}
	if r.SSE > sumOfSquares(p.Data) {
		t.Errorf("SSE %g, the zero network has %g", r.SSE, sumOfSquares(p.Data))
	}
}

func TestTimeLimit(t *testing.T) {
	p := hard(t)
	for _, limit := range []time.Duration{time.Nanosecond, 20 * time.Millisecond, 300 * time.Millisecond} {
		start := time.Now()
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: tightGap, TimeLimit: limit})
		took := time.Since(start)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("limit %v: took %v, %d nodes, SSE in [%.6g, %.6g]", limit, took, r.Nodes, r.SSELower, r.SSE)
		checkUnfinished(t, p, r, relucert.TimeLimit)
		if took > limit+late {
			t.Errorf("took %v, limit %v", took, limit)
		}
	}
}

func TestNodeLimit(t *testing.T) {
	p := hard(t)
	lower := 0.0
	for _, limit := range []int64{1, 2, 7, 40} {
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: tightGap, NodeLimit: limit})
		if err != nil {
			t.Fatal(err)
		}
		checkUnfinished(t, p, r, relucert.NodeLimit)
		if r.Nodes != limit {
			t.Errorf("%d nodes, limit %d", r.Nodes, limit)
		}
		if r.SSELower < lower {
			t.Errorf("limit %d: the lower bound fell from %g to %g", limit, lower, r.SSELower)
		}
		lower = r.SSELower
	}
}

// TestMemoryLimit lets the search grow until it has taken some more than it began with.
func TestMemoryLimit(t *testing.T) {
	p := hard(t)
	debug.FreeOSMemory() // so that what other tests left is not searched away first
	limit := budget.Taken() + 8<<20
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: tightGap, MemoryLimit: limit})
	if err != nil {
		t.Fatal(err)
	}
	checkUnfinished(t, p, r, relucert.MemoryLimit)
}

// TestTooLarge: what cannot fit is refused before anything is done, by the limit or by
// the machine's memory, with the size.
func TestTooLarge(t *testing.T) {
	debug.FreeOSMemory() // so that what is taken now is taken later
	million := relucert.Problem{Data: wide(1_000_000, 1), Class: network.Class{Units: 3, Output: network.None}}
	columns := relucert.Problem{Data: wide(2, 200_000), Class: network.Class{Units: 1, Output: network.None}}
	for _, q := range []struct {
		p     relucert.Problem
		limit int64
		least int64 // that it needs
	}{{hard(t), 1, 1}, {million, budget.Taken() + 50<<20, 100 << 20}, {columns, 0, 290 << 30}} {
		r, err := relucert.Fit(context.Background(), q.p, relucert.Options{Gap: tightGap, MemoryLimit: q.limit})
		large, ok := errors.AsType[*budget.TooLarge](err)
		if !ok || r != nil {
			t.Fatalf("limit %d: result %+v, error %v", q.limit, r, err)
		}
		if large.Need < q.least || large.Need <= large.Limit {
			t.Errorf("limit %d: %v", q.limit, large)
		}
	}
}

// TestInterrupted ends the context before, during the local search, and during
// the tree search. No goroutine may be left behind.
func TestInterrupted(t *testing.T) {
	p := hard(t)
	before := runtime.NumGoroutine()
	for _, after := range []time.Duration{0, 5 * time.Millisecond, 300 * time.Millisecond} {
		ctx, cancel := context.WithCancel(context.Background())
		if after == 0 {
			cancel()
		}
		timer := time.AfterFunc(after, cancel)
		start := time.Now()
		r, err := relucert.Fit(ctx, p, relucert.Options{Gap: tightGap})
		took := time.Since(start)
		timer.Stop()
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		checkUnfinished(t, p, r, relucert.Interrupted)
		if took > after+late {
			t.Errorf("took %v after a context of %v", took, after)
		}
	}
	// A stopped timer's function may still be ending.
	for end := time.Now().Add(late); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("%d goroutines, %d before", now, before)
	}
}

// TestEvents reports a search's history in the data's own units.
func TestEvents(t *testing.T) {
	p := hard(t)
	var events []relucert.Event
	r, err := relucert.Fit(context.Background(), p, relucert.Options{
		Gap: tightGap, NodeLimit: 500, EventEvery: time.Nanosecond,
		OnEvent: func(e relucert.Event) { events = append(events, e) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(events) < 2 || events[0].Source == "" {
		t.Fatalf("events %+v", events)
	}
	for i, e := range events[1:] {
		last := events[i]
		if e.Elapsed < last.Elapsed || e.Nodes < last.Nodes || e.Lower < last.Lower || e.Upper > last.Upper || e.Lower > e.Upper {
			t.Errorf("%+v follows %+v", e, last)
		}
		if (e.Source == "") != (e.Upper == last.Upper) {
			t.Errorf("%+v follows %+v: its source does not tell whether there is a new incumbent", e, last)
		}
	}
	end := events[len(events)-1]
	if end.Upper < r.SSE*(1-1e-9) || end.Lower > r.SSELower*(1+1e-9) {
		t.Errorf("the last event is %+v, the result [%g, %g]", end, r.SSELower, r.SSE)
	}
}
