package boxes

import "relucert/internal/linalg"

// line is ½F_μ less the rewards along x + t·total, a convex function of t whose
// derivative costs a few operations a sample: Newton's model knows no kinks, so
// most steps must be cut to where the slope vanishes. Slopes, unlike values,
// tell down from up to the last bit.
type line struct {
	change  []float64 // of each variable of x, nonzero only on free ones
	params  []float64 // of (c, ŵ, -1); its last entry is 0
	image   []float64 // A·params
	center  []float64 // a listed sample: change of ⟨c, z⟩
	t, up   []float64 // a listed sample and unit: change of t and of its upper bound
	lambda  []float64 // a unit: change of λ
	start   []float64 // a unit: λ
	at      float64   // where a pass takes the slope
	slopes  [2]float64
	linear  float64 // decided samples: slope at 0
	squared float64 // and its growth
}

func newLine(dim, size, units int) line {
	return line{
		change: make([]float64, dim), params: make([]float64, size), image: make([]float64, size),
		lambda: make([]float64, units), start: make([]float64, units),
	}
}

// flatEnough ends the search for the slope's zero, relative to the slope at 0.
const flatEnough = 0.1

// lineTrials bounds the search for it.
const lineTrials = 12

// search returns t in (0, reach] where the slope is about zero, or not yet positive.
func (s *relaxation) search(reach float64) float64 {
	s.prepareLine()
	first, slope := s.lineEnds(reach)
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
		f := s.lineSlope(t)
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

// prepareLine computes what changes along the line.
func (s *relaxation) prepareLine() {
	l, nw := &s.line, &s.newton
	clear(l.change)
	for f, q := range nw.free {
		l.change[q] = s.change(nw.total, f)
	}
	s.parameters(l.change, l.params)
	l.params[len(l.params)-1] = 0
	s.frozen.times(l.params, l.image)
	s.prepareBalls()
	s.prepareWalls()
	l.linear, l.squared = linalg.Dot(l.image, s.now.params), linalg.Dot(l.image, l.params)
	for j := range s.units {
		l.lambda[j], l.start[j] = s.lambda(l.change, j), s.lambda(s.x, j)
	}
}

// lineEnds are the derivatives at 0 and at reach; what lineSlope needs of the
// listed samples is left in line.
func (s *relaxation) lineEnds(reach float64) (first, last float64) {
	s.line.at = reach
	s.findSupport(s.line.change)
	ends := &s.line.slopes
	ends[0], ends[1] = s.plainSlope(0), s.plainSlope(reach)
	s.total(len(s.list), ends[:], (*relaxation).lineEndsListed)
	return ends[0], ends[1]
}

// lineEndsListed is the pass of lineEnds.
func (s *relaxation) lineEndsListed(_, from, to int, ends []float64) {
	l, p := &s.line, s.p
	for at := from; at < to; at++ {
		i := int(s.list[at])
		l.center[at] = linalg.Dot(l.change[:p.P], p.OutputRow(i))
		for k := at * s.units; k < (at+1)*s.units; k++ {
			l.t[k], l.up[k] = s.output(l.params, p.Row(i), k)
		}
		omega := p.Weights[i]
		r, dr := s.lineResidual(at, 0)
		ends[0] += omega * r * dr
		r, dr = s.lineResidual(at, l.at)
		ends[1] += omega * r * dr
	}
}

// lineSlope is the derivative at t.
func (s *relaxation) lineSlope(t float64) float64 {
	s.line.at = t
	slope := &s.line.slopes[0]
	*slope = s.plainSlope(t)
	s.total(len(s.list), s.line.slopes[:1], (*relaxation).lineSlopeListed)
	return *slope
}

// lineSlopeListed is the pass of lineSlope.
func (s *relaxation) lineSlopeListed(_, from, to int, slope []float64) {
	for at := from; at < to; at++ {
		r, dr := s.lineResidual(at, s.line.at)
		slope[0] += s.p.Weights[s.list[at]] * r * dr
	}
}

// plainSlope is the derivative at t without the listed samples' part.
func (s *relaxation) plainSlope(t float64) float64 {
	l := &s.line
	slope := l.linear + t*l.squared + s.ballSlope(t) + s.wallSlope(t)
	for j, a := range s.newton.aims {
		slope -= a.slope(l.start[j]+t*l.lambda[j]) * l.lambda[j]
	}
	return slope
}

// lineResidual is listed sample's r and its derivative at t.
func (s *relaxation) lineResidual(at int, t float64) (r, slope float64) {
	l, e := &s.line, &s.now
	inverse := 1 / e.mu
	lo := e.center[at] + t*l.center[at]
	hi, dlo := lo, l.center[at]
	dhi := dlo
	for k := at * s.units; k < (at+1)*s.units; k++ {
		low, dlow := e.t[k]+t*l.t[k], l.t[k]
		up, dup := e.up[k]+t*l.up[k], l.up[k]
		if s.state[k] == undecided {
			theta := 0.0
			low, theta = smooth(low, e.mu, inverse, s.center[k])
			dlow *= theta
		}
		if s.signs[k-at*s.units] > 0 {
			lo, dlo, hi, dhi = lo+low, dlo+dlow, hi+up, dhi+dup
		} else {
			lo, dlo, hi, dhi = lo-up, dlo-dup, hi-low, dhi-dlow
		}
	}
	if lo > 0 {
		return lo, dlo
	}
	if hi < 0 {
		return hi, dhi
	}
	return 0, 0
}
