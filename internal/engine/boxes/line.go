package boxes

import "relucert/internal/linalg"

// line is ½F_μ less the rewards along x + t·total, a convex function of t whose
// derivative costs a few operations a sample: Newton's model knows no kinks, so
// most steps must be cut to where the slope vanishes. Slopes, unlike values,
// tell down from up to the last bit.
type line struct {
	*loss
	aims    []aim     // newton's
	change  []float64 // of each variable of x, nonzero only on free ones
	params  []float64 // of (c, ŵ, -1); its last entry is 0
	image   []float64 // A·params
	center  []float64 // a listed sample: change of ⟨c, z⟩
	t, up   []float64 // a pair: change of t and of its upper bound
	lambdas []float64 // a unit: change of λ
	start   []float64 // a unit: λ
	at      float64   // where a pass takes the slope
	slopes  [2]float64
	linear  float64 // decided samples: slope at 0
	squared float64 // and its growth
}

func newLine(of *loss, aims []aim) line {
	dim, size, units := of.dim(), of.size(), of.units
	return line{
		loss: of, aims: aims,
		change: make([]float64, dim), params: make([]float64, size), image: make([]float64, size),
		lambdas: make([]float64, units), start: make([]float64, units),
	}
}

// grow makes room for m listed samples.
func (l *line) grow(m int) {
	l.center = resize(l.center, m)
	l.t, l.up = resize(l.t, m*l.units), resize(l.up, m*l.units)
}

// flatEnough ends the search for the slope's zero, relative to the slope at 0.
const flatEnough = 0.1

// lineTrials bounds the search for it.
const lineTrials = 12

// search returns t in (0, reach] where the slope is about zero, or not yet positive.
func (l *line) search(reach float64) float64 {
	first, slope := l.ends(reach)
	if !(first < 0) {
		return 0
	}
	if slope <= -flatEnough*first {
		return reach
	}
	left, right := 0.0, reach
	fl, fr := first, slope
	for range lineTrials {
		t := left + (right-left)*min(max(fl/(fl-fr), 0.05), 0.95)
		f := l.slope(t)
		switch {
		case f > -flatEnough*first:
			right, fr = t, f
			fl /= 2 // Illinois: keeps the other end from staying put
		case f < flatEnough*first:
			left, fl = t, f
			fr /= 2
		default:
			return t
		}
	}
	return left
}

// prepare computes what else changes along the line, given the change of x.
func (l *line) prepare() {
	l.parameters(l.change, l.params)
	l.params[len(l.params)-1] = 0
	l.frozen.times(l.params, l.image)
	l.norms.prepare(l.now.params, l.params)
	l.walls.prepare(l.change)
	l.linear, l.squared = linalg.Dot(l.image, l.now.params), linalg.Dot(l.image, l.params)
	for j := range l.units {
		l.lambdas[j], l.start[j] = l.lambda(l.change, j), l.lambda(l.x, j)
	}
}

// ends are the derivatives at 0 and at reach; what slope needs of the
// listed samples is left in line.
func (l *line) ends(reach float64) (first, last float64) {
	l.at = reach
	l.findSupport(l.change)
	ends := &l.slopes
	ends[0], ends[1] = l.plainSlope(0), l.plainSlope(reach)
	total(&l.adder, l, len(l.list), ends[:], (*line).endsListed)
	return ends[0], ends[1]
}

// endsListed is the pass of ends.
func (l *line) endsListed(hand, from, to int, ends []float64) {
	h := &l.hands[hand]
	l.outputParts(l.center[from:to], l.params[:l.p.P], from)
	for j := range l.units {
		first, last := l.pair(j, from), l.pair(j, to)
		l.products(l.t[first:last], l.weights(l.params, j), from)
		l.uppers(h, j, from, to, l.t[first:last], l.up[first:last])
	}
	ends[0] += l.slopeOf(h, from, to, 0)
	ends[1] += l.slopeOf(h, from, to, l.at)
}

// slope is the derivative at t.
func (l *line) slope(t float64) float64 {
	l.at = t
	slope := &l.slopes[0]
	*slope = l.plainSlope(t)
	total(&l.adder, l, len(l.list), l.slopes[:1], (*line).slopeListed)
	return *slope
}

// slopeListed is the pass of slope.
func (l *line) slopeListed(hand, from, to int, slope []float64) {
	slope[0] += l.slopeOf(&l.hands[hand], from, to, l.at)
}

// slopeOf is the part of a block's samples in the derivative at t.
func (l *line) slopeOf(h *hand, from, to int, t float64) float64 {
	n, center := to-from, l.center[from:to]
	linalg.SetScaled(h.low[:n], l.now.center[from:to], t, center)
	copy(h.high, h.low[:n])
	copy(h.dlow, center)
	copy(h.dhigh, center)
	for j, sign := range l.signs {
		first, last := l.pair(j, from), l.pair(j, to)
		b, change := l.bends(j, from, to), along{l.t[first:last], l.up[first:last], t}
		if sign > 0 {
			b.slope(change, h.low, h.high, h.dlow, h.dhigh, 1, smoothedBy(l.now.mu))
		} else {
			b.slope(change, h.high, h.low, h.dhigh, h.dlow, -1, smoothedBy(l.now.mu))
		}
	}
	if l.squares {
		return h.slope(h.dlow, h.dhigh, l.omega[from:to])
	}
	return l.unequalSlope(h, from, to)
}

// plainSlope is the derivative at t without the listed samples' part.
func (l *line) plainSlope(t float64) float64 {
	slope := l.linear + t*l.squared + l.norms.slope(t) + l.walls.slope(t)
	for j, a := range l.aims {
		slope -= a.slope(l.start[j]+t*l.lambdas[j]) * l.lambdas[j]
	}
	return slope
}

// unequalSlope is the same of losses that are not squares, given the ends and their derivatives.
func (l *line) unequalSlope(h *hand, from, to int) (slope float64) {
	for at := from; at < to; at++ {
		b, shift := at-from, l.now.mu*l.resting[at]
		if low := h.low[b] + shift; low > 0 {
			slope += l.omega[at] * l.slopeAt(low) * h.dlow[b]
		} else if high := h.high[b] + shift; high < 0 {
			slope += l.omega[at] * l.slopeAt(high) * h.dhigh[b]
		}
	}
	return slope
}

// slopeAt is the r of a sample whose f − y, shifted by its centre, is e.
func (l *line) slopeAt(e float64) float64 {
	return l.p.Loss.Within(e / (l.p.Loss.Curve + l.now.mu))
}
