// Package budget is the time and memory that a computation may take.
//
// It is a context that ends, with the reason as its cause, and the looks that
// long loops take at it. A loop deep inside a computation cannot return half a
// result through all its callers; so a [Watch] breaks the computation off, and
// [Catch] stands where it began:
//
//	func compute(ctx context.Context) (err error) {
//		defer budget.Catch(func() { err = context.Cause(ctx) })
//		watch := budget.On(ctx)
//		for … {
//			watch.Look(len(row)) // multiplications done since the last look
//			…
//		}
//	}
package budget

import (
	"context"
	"errors"
	"runtime/metrics"
	"time"
)

// ErrMemory is the cause of a context that ended because memory ran out.
var ErrMemory = errors.New("the memory limit was reached")

// With is ctx, which now ends also after so much time, and when the process takes
// more than so many bytes; 0: no limit, but for what [Fit] says of the machine.
func With(ctx context.Context, limit time.Duration, memory int64) (context.Context, context.CancelFunc) {
	if memory > 0 {
		ctx = context.WithValue(ctx, limitKey{}, memory)
	}
	if limit == 0 && memory == 0 {
		return ctx, func() {}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	stop := func() { cancel(context.Canceled) }
	if limit > 0 {
		var release context.CancelFunc
		ctx, release = context.WithTimeout(ctx, limit)
		stop = func() { release(); cancel(context.Canceled) }
	}
	if memory > 0 && Taken() > memory {
		cancel(ErrMemory) // before the first loop
	} else if memory > 0 {
		go guard(ctx, cancel, memory)
	}
	return ctx, stop
}

// crowded is how many times longer than alone what comes behind a context is taken to last at most, where others use the processors, too.
const crowded = 4

// Ahead is ctx that ends so much before its deadline, for what comes behind, three quarters of the time that is left stay; or up to crowded times
// as much, if the process has got less than one of the processors until then.
func Ahead(ctx context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	end, limited := ctx.Deadline()
	if !limited || by <= 0 {
		return ctx, func() {}
	}
	left := time.Until(end)
	by = min(by, left/4)
	ctx, release := context.WithDeadline(ctx, end.Add(-by))
	ctx, cancel := context.WithCancelCause(ctx)
	begin, used := time.Now(), Processor()
	look := time.AfterFunc(max(left/2, left-crowded*by), func() {
		longer := slowdown(time.Since(begin).Seconds(), Processor()-used)
		time.AfterFunc(time.Until(end)-time.Duration(longer*float64(by)), func() { cancel(context.DeadlineExceeded) })
	})
	return ctx, func() { look.Stop(); cancel(context.Canceled); release() }
}

// slowdown is how many times longer a thread takes where those that always run have used so many seconds of the processors in so many on the wall: 1 to
// crowded.
func slowdown(wall, used float64) float64 {
	if wall <= used {
		return 1
	}
	return min(crowded, wall/max(used, wall/crowded))
}

// every is how often the memory is measured: at a gigabyte a second, 10 MB can be
// taken meanwhile.
const every = 10 * time.Millisecond

// guard ends ctx when the process has taken more than memory.
func guard(ctx context.Context, cancel context.CancelCauseFunc, memory int64) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if Taken() > memory {
				cancel(ErrMemory)
			}
		}
	}
}

// Taken is the memory of the process that is not the program's own text: what
// debug.SetMemoryLimit counts.
func Taken() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
}
