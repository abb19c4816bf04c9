package budget

import "context"

// Often is how much work lies between two looks, in multiplications of floats:
// about a millisecond.
const Often = 1 << 20

// Stride is how many short rows a loop goes through between two calls of Rows, or of Look.
const Stride = 16

// Watch looks at a context once in so much work. The zero Watch never ends
// anything. It is one goroutine's.
type Watch struct {
	ctx  context.Context
	done int   // since the last look
	past int64 // until then
}

// On watches ctx, which may be nil.
func On(ctx context.Context) Watch { return Watch{ctx: ctx} }

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
	w.past, w.done = w.past+int64(w.done), 0
	Check(w.ctx)
}

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
