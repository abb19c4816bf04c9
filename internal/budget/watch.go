package budget

import "context"

// Often is how much work lies between two looks, in multiplications of floats:
// about a tenth of a millisecond.
const Often = 1 << 16

// Stride is how many short rows a loop goes through between two calls of Rows, or of Look.
const Stride = 16

// Watch looks at a context once in so much work. The zero Watch never ends
// anything. It is one goroutine's.
type Watch struct {
	ctx   context.Context
	meter func(work int) // may be nil
	done  int            // since the last look
	past  int64          // until then
}

// meterKey is that of the meter among a context's values.
type meterKey struct{}

// Metered is ctx whose watches tell meter of their work, each time that they look. The computation goes on when it returns, so it can
// have it wait.
func Metered(ctx context.Context, meter func(work int)) context.Context {
	return context.WithValue(ctx, meterKey{}, meter)
}

// On watches ctx, which may be nil.
func On(ctx context.Context) Watch {
	w := Watch{ctx: ctx}
	if ctx != nil {
		w.meter, _ = ctx.Value(meterKey{}).(func(int))
	}
	return w
}

// Aside watches the same for another goroutine, whose work is counted by this one.
func (w *Watch) Aside() Watch { return Watch{ctx: w.ctx} }

// Look breaks the computation off, to be caught by [Catch], if the context has
// ended. Work is what was done since the last call, or is about to be.
func (w *Watch) Look(work int) {
	if w.done += work; w.done >= Often {
		w.look()
	}
}

// rowCost is what a row takes beside its numbers, in multiplications.
const rowCost = 8

// Rows is Look before the next Stride rows of so many numbers.
func (w *Watch) Rows(numbers int) { w.Look(Stride * (numbers + rowCost)) }

//go:noinline // so that Look is inlined
func (w *Watch) look() {
	work := w.done
	w.past, w.done = w.past+int64(work), 0
	if w.meter != nil {
		w.meter(work)
	}
	Check(w.ctx)
}

// Check is Look at once.
func (w *Watch) Check() { Check(w.ctx) }

// Work is what Look was told of so far.
func (w *Watch) Work() int64 { return w.past + int64(w.done) }

// Over says whether Look would break off: for loops that are not on the goroutine
// of Catch.
func (w *Watch) Over(work int) bool {
	if w.done += work; w.done < Often {
		return false
	}
	w.past, w.done = w.past+int64(w.done), 0
	return over(w.ctx)
}

// Check breaks the computation off if ctx has ended.
func Check(ctx context.Context) {
	if over(ctx) {
		panic(broken{})
	}
}

func over(ctx context.Context) bool { return ctx != nil && ctx.Err() != nil }

// broken is what a computation is broken off with.
type broken struct{}

// Catch, deferred, calls then if a computation was broken off, which ends here.
func Catch(then func()) {
	switch cause := recover().(type) {
	case nil:
	case broken:
		then()
	default:
		panic(cause)
	}
}
