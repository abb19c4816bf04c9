package descent

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// changes are the places between the point and the target where a unit goes on
// or off for a sample.
type changes struct {
	crossings []crossing
	order     []uint64 // the crossings sorted by alpha, see sortCrossings
}

// crossing is a place on the way to the target where t_ij changes sign.
type crossing struct {
	row, unit int32
	alpha     float64 // share of the way, only set by sortCrossings
}

// findCrossings lists the samples whose units the target switches, unit by unit.
func (w *walk) findCrossings() {
	w.crossings = w.crossings[:0]
	for j := range w.k {
		u := w.unit(w.target, j)
		w.crossUnit(j, u)
	}
}

func (w *walk) crossUnit(j int, u []float64) {
	for i, bits := range w.active {
		if i%budget.Stride == 0 {
			w.watch.Look(budget.Stride * w.n)
		}
		s := 0.0
		x := w.x[i*len(u):][:len(u)]
		for d, v := range u {
			s += v * x[d]
		}
		on := uint64(0)
		if s > 0 {
			on = 1
		}
		if bits>>j&1 != on && !w.holdsKink(i, j) {
			w.crossings = append(w.crossings, crossing{row: int32(i), unit: int32(j)})
		}
	}
}

// atTarget is the SSE there: what the model says plus what the switched samples
// change.
func (w *walk) atTarget(promised float64) float64 {
	sse := w.sse - promised
	for _, c := range w.crossings {
		w.watch.Look(2 * w.d)
		before := w.residual(int(c.row), w.target)
		w.active[c.row] ^= 1 << c.unit
		after := w.residual(int(c.row), w.target)
		sse += w.weight[c.row] * (after - before) * (after + before)
	}
	w.switchBack()
	return sse
}

// switchBack undoes one switch at every crossing.
func (w *walk) switchBack() {
	for _, c := range w.crossings {
		w.active[c.row] ^= 1 << c.unit
	}
}

// lineMinimum minimises the SSE on the way to the target exactly: a piecewise
// quadratic with a kink at each crossing, given half its first and second
// derivative at the point.
func (w *walk) lineMinimum(first, second float64) (best lowest) {
	if len(w.crossings) > 1<<rowBits {
		return best
	}
	w.sortCrossings()
	value, from := 0.0, 0.0
	for b := range w.order {
		w.watch.Look(4 * w.d)
		c := w.sorted(b)
		length := c.alpha - from
		best.offerInside(value, first, second, from, length, b)
		value += (2*first + second*length) * length
		before := first + second*length
		first, second = w.cross(c, before, second)
		if from = c.alpha; before <= 0 && first > 0 {
			best.offer(lowest{change: value, alpha: from, passed: b + 1, kink: true})
		}
	}
	last := len(w.order)
	best.offerInside(value, first, second, from, 1-from, last)
	value += (2*first + second*(1-from)) * (1 - from)
	best.offer(lowest{change: value, alpha: 1, passed: last})
	w.switchBack()
	return best
}

// lowest is a place on the way to the target.
type lowest struct {
	change, alpha float64 // of the SSE, and share of the way
	passed        int     // sorted crossings up to it
	kink          bool    // it is at the last of them
}

// offerInside considers the minimum of one quadratic piece, if it lies there.
func (l *lowest) offerInside(value, first, second, from, length float64, passed int) {
	if first < 0 && -first < second*length {
		l.offer(lowest{change: value - first*first/second, alpha: from - first/second, passed: passed})
	}
}

// offer keeps the lower place; at equal height a kink at once, which the walk
// can hold, is better than nothing.
func (l *lowest) offer(o lowest) {
	if o.change < l.change || o.kink && l.passed == 0 && o.change <= l.change {
		*l = o
	}
}

// sortCrossings computes each alpha and sorts: keys hold the leading bits of
// alpha (enough: a crossing out of turn by 2^-28 of it does no harm) and the
// crossing's number.
func (w *walk) sortCrossings() {
	w.order = w.order[:0]
	for b := range w.crossings {
		w.watch.Look(2 * w.n)
		c := &w.crossings[b]
		x := w.row(int(c.row))
		from, to := linalg.Dot(x, w.unit(w.theta, int(c.unit))), linalg.Dot(x, w.unit(w.target, int(c.unit)))
		c.alpha = 0
		if from*to < 0 {
			c.alpha = from / (from - to)
		}
		w.order = append(w.order, math.Float64bits(c.alpha)<<1>>rowBits<<rowBits|uint64(b))
	}
	sortKeys(&w.watch, w.order)
}

func (w *walk) sorted(b int) *crossing { return &w.crossings[w.order[b]&(1<<rowBits-1)] }

// cross passes a crossing and returns the half derivatives of the SSE behind it.
func (w *walk) cross(c *crossing, first, second float64) (float64, float64) {
	i, omega := int(c.row), w.weight[c.row]
	here, there := w.residual(i, w.theta), w.residual(i, w.target)
	slope := there - here
	w.active[i] ^= 1 << c.unit
	turn := w.residual(i, w.target) - w.residual(i, w.theta) - slope
	return first + omega*(here+c.alpha*slope)*turn, second + omega*turn*(2*slope+turn)
}
