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
	t, up   []float64 // a listed sample and unit: change of t and of its upper bound
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
	l.multiply(h, l.params, from, to)
	copy(l.center[from:to], h.center)
	for at := from; at < to; at++ {
		for j := range l.units {
			k := at*l.units + j
			l.t[k], l.up[k] = l.output(h.t[j*blockLength+at-from], k)
		}
		omega := l.p.Weights[l.list[at]]
		r, dr := l.residual(at, 0)
		ends[0] += omega * r * dr
		r, dr = l.residual(at, l.at)
		ends[1] += omega * r * dr
	}
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
func (l *line) slopeListed(_, from, to int, slope []float64) {
	for at := from; at < to; at++ {
		r, dr := l.residual(at, l.at)
		slope[0] += l.p.Weights[l.list[at]] * r * dr
	}
}

// plainSlope is the derivative at t without the listed samples' part.
func (l *line) plainSlope(t float64) float64 {
	slope := l.linear + t*l.squared + l.norms.slope(t) + l.walls.slope(t)
	for j, a := range l.aims {
		slope -= a.slope(l.start[j]+t*l.lambdas[j]) * l.lambdas[j]
	}
	return slope
}

// residual is listed sample's r and its derivative at t.
func (l *line) residual(at int, t float64) (r, slope float64) {
	e := &l.now
	lo, dlo := e.center[at]+t*l.center[at], l.center[at]
	hi, dhi := lo, dlo
	for j, sign := range l.signs {
		k := at*l.units + j
		low, dlow := e.t[k]+t*l.t[k], l.t[k]
		up, dup := e.up[k]+t*l.up[k], l.up[k]
		if l.state[k] == undecided {
			theta := 0.0
			low, theta = smooth(low, e.mu, e.inverse, l.loss.center[k])
			dlow *= theta
		}
		if sign > 0 {
			lo, dlo, hi, dhi = lo+low, dlo+dlow, hi+up, dhi+dup
		} else {
			lo, dlo, hi, dhi = lo-up, dlo-dup, hi-low, dhi-dlow
		}
	}
	shift := 0.0
	if !l.squares {
		shift = e.mu * l.resting[at]
	}
	if lo+shift > 0 {
		return l.slopeAt(lo + shift), dlo
	}
	if hi+shift < 0 {
		return l.slopeAt(hi + shift), dhi
	}
	return 0, 0
}

// slopeAt is the r of a sample whose f − y, shifted by its centre, is e.
func (l *line) slopeAt(e float64) float64 {
	if l.squares {
		return e
	}
	return l.p.Loss.Within(e / (l.p.Loss.Curve + l.now.mu))
}
