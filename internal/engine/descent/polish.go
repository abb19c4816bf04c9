package descent

import (
	"context"
	"math"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
)

// polishSteps bounds a polish; points near a local minimum take 3 to 10.
const polishSteps = 30

// Polisher takes points to the local minimum they belong to. It owns its
// buffers, so a polish allocates nothing once it has run a few times; it is not
// for concurrent use.
type Polisher struct {
	from  *Prepared
	walk  *walk
	start []float64
}

// Polisher is a new one for networks with these signs; any number may share the
// prepared samples.
func (f *Prepared) Polisher(signs []int) *Polisher {
	w := newWalk(context.Background(), f.rows, problemLimits(f.problem), signs)
	return &Polisher{from: f, walk: w, start: make([]float64, w.d)}
}

// Work is that of the last polish, in multiplications or so.
func (o *Polisher) Work() int64 { return o.walk.watch.Work() }

// Polish moves point downhill in place, into p's limits if it was outside, and
// returns its SSE in p's coordinates. When ctx ends first it leaves the point as
// it was and returns +Inf.
func (o *Polisher) Polish(ctx context.Context, point whiten.Point) (sse float64) {
	defer budget.Catch(func() { sse = math.Inf(1) })
	budget.Check(ctx)
	w := o.walk
	w.watch = budget.On(ctx)
	copy(o.start, point.C)
	for j, u := range point.Units {
		copy(w.unit(o.start, j), u)
	}
	w.jump(o.start)
	w.descend(polishSteps, nil)
	w.jump(w.theta) // afresh: the sums kept on the way carry rounding errors
	copy(point.C, w.theta)
	for j, u := range point.Units {
		copy(u, w.unit(w.theta, j))
	}
	return w.sse + w.constant
}
