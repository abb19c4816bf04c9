package budget_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"relucert/internal/budget"
)

// TestLook breaks off at the first look after the end, and no look is further from
// the one before than Often.
func TestLook(t *testing.T) {
	for _, work := range []int{1, 1000, budget.Often, 3 * budget.Often} {
		ctx, cancel := context.WithCancel(context.Background())
		steps, broken := 0, false
		func() {
			defer budget.Catch(func() { broken = true })
			watch := budget.On(ctx)
			for range 2 * budget.Often {
				if steps++; steps == 2 {
					cancel()
				}
				watch.Look(work)
			}
		}()
		if most := 2 + budget.Often/work; !broken || steps > most {
			t.Errorf("steps of %d: broken %v after %d, want at most %d", work, broken, steps, most)
		}
	}
}

// TestOverIsLook without the panic.
func TestOverIsLook(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, ctx := range []context.Context{nil, context.Background(), ended} {
		watch := budget.On(ctx)
		if got := watch.Over(budget.Often - 1); got {
			t.Error("looked too early")
		}
		if got := watch.Over(1); got != (ctx == ended) {
			t.Errorf("%v: over %v", ctx, got)
		}
	}
}

// TestCatchLeavesOtherPanics to others.
func TestCatchLeavesOtherPanics(t *testing.T) {
	defer func() {
		if got := recover(); got != "fault" {
			t.Errorf("recovered %v", got)
		}
	}()
	defer budget.Catch(func() { t.Error("taken for the context's end") })
	panic("fault")
}

// TestWith ends a context with why as its cause.
func TestWith(t *testing.T) {
	for name, test := range map[string]struct {
		limit  time.Duration
		memory int64
		want   error
	}{
		"time":   {time.Nanosecond, 0, context.DeadlineExceeded},
		"memory": {time.Hour, 1, budget.ErrMemory},
		"caller": {time.Hour, 1 << 50, context.Canceled},
		"none":   {0, 0, nil},
	} {
		parent, stop := context.WithCancel(context.Background())
		ctx, cancel := budget.With(parent, test.limit, test.memory)
		if name == "caller" {
			stop()
		}
		if test.want != nil {
			<-ctx.Done()
		}
		if cause := context.Cause(ctx); !errors.Is(cause, test.want) {
			t.Errorf("%s: cause %v", name, cause)
		}
		cancel()
		stop()
	}
}

// TestAhead ends earlier by what is asked, if there is a deadline and time enough.
func TestAhead(t *testing.T) {
	now := time.Now()
	for _, c := range []struct{ limit, by, least, most time.Duration }{
		{time.Hour, time.Minute, 59 * time.Minute, 59 * time.Minute},
		{time.Hour, 2 * time.Hour, 44 * time.Minute, 46 * time.Minute},
		{time.Hour, 0, time.Hour, time.Hour},
	} {
		parent, stop := context.WithDeadline(context.Background(), now.Add(c.limit))
		ctx, cancel := budget.Ahead(parent, c.by)
		if end, _ := ctx.Deadline(); end.Before(now.Add(c.least)) || end.After(now.Add(c.most)) {
			t.Errorf("%v of %v: %v", c.by, c.limit, end.Sub(now))
		}
		cancel()
		stop()
	}
	if _, limited := func() (time.Time, bool) {
		ctx, cancel := budget.Ahead(context.Background(), time.Hour)
		defer cancel()
		return ctx.Deadline()
	}(); limited {
		t.Error("a limit where there was none")
	}
}

// TestGuard ends a context that outgrows its memory.
func TestGuard(t *testing.T) {
	ctx, cancel := budget.With(context.Background(), 0, budget.Taken()+64<<20)
	defer cancel()
	large := make([]byte, 256<<20)
	<-ctx.Done()
	large[0] = 1
	if cause := context.Cause(ctx); cause != budget.ErrMemory {
		t.Errorf("cause %v", cause)
	}
}

// TestFit by the context's limit, and by the machine's without one. Garbage fits.
func TestFit(t *testing.T) {
	limited, cancel := budget.With(context.Background(), 0, budget.Taken()+400<<20)
	defer cancel()
	if err := budget.Fit(limited, 800<<20); err == nil {
		t.Error("twice the limit fits")
	}
	if err := budget.Fit(context.Background(), 2*budget.Machine()); err == nil {
		t.Error("twice the machine fits")
	}
	broken := false
	func() {
		defer budget.Catch(func() { broken = true })
		budget.Need(limited, 800<<20)
	}()
	if !broken {
		t.Error("twice the limit was not refused")
	}
	garbage := make([]byte, 300<<20)
	garbage[0] = 1
	if err := budget.Fit(limited, 200<<20); err != nil {
		t.Error(err)
	}
}

// TestSmallAsks are granted without a limit, and held against one that is given.
func TestSmallAsks(t *testing.T) {
	if err := budget.Fit(context.Background(), 1<<10); err != nil {
		t.Error(err)
	}
	ctx, cancel := budget.With(context.Background(), 0, 1)
	defer cancel()
	if err := budget.Fit(ctx, 1<<10); err == nil {
		t.Error("a kilobyte fits in a limit of one byte")
	}
}

// TestMetered: the meter is told of all work but what is left since the last look, on its goroutine, and can have the computation
// wait until the context has ended; a watch aside tells nothing.
func TestMetered(t *testing.T) {
	for _, work := range []int{1000, budget.Often, 3 * budget.Often} {
		ctx, cancel := context.WithCancel(context.Background())
		told, broken := int64(0), false
		metered := budget.Metered(ctx, func(work int) {
			if told += int64(work); told > 20*budget.Often {
				cancel()
			}
		})
		watch := budget.On(metered)
		func() {
			defer budget.Catch(func() { broken = true })
			for {
				aside := watch.Aside()
				aside.Look(budget.Often)
				watch.Look(work)
			}
		}()
		if !broken || told != watch.Work() || told > 20*budget.Often+int64(max(work, 2*budget.Often)) {
			t.Errorf("looks of %d: broken %v after %d, told of %d", work, broken, watch.Work(), told)
		}
	}
}

// TestSlowdown: with a processor or more a thread takes no longer, with half of one twice as long, and no guess is beyond its most.
func TestSlowdown(t *testing.T) {
	for _, c := range []struct{ wall, used, want float64 }{
		{10, 10, 1}, {10, 12, 1}, {10, 5, 2}, {10, 0.1, budget.Crowded}, {10, 0, budget.Crowded}, {0, 0, 1},
	} {
		if got := budget.Slowdown(c.wall, c.used); got != c.want {
			t.Errorf("%v of %v s: %v, not %v", c.used, c.wall, got, c.want)
		}
	}
}
