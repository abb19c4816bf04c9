package check

import (
	"relucert/proof/certificate"
)

// residuals computes ρ for every sample, and Σωρz.
func (l *boundFixed) residuals() {
	clear(l.moments)
	for i := range l.r {
		x := l.x[i*l.n:][:l.n]
		lo := l.free(l.c, i).minus(l.y[i])
		hi := lo
		for j := range l.units {
			low, up := l.output(&l.units[j], i, x, &l.states[i*l.k+j], &l.theta[i*l.k+j])
			if l.units[j].sign > 0 {
				lo, hi = lo.plus(low), hi.plus(up)
			} else {
				lo, hi = lo.minus(up), hi.minus(low)
			}
		}
		switch {
		case lo.positive():
			l.r[i] = lo
		case hi.negative():
			l.r[i] = hi
		default:
			l.r[i] = fixed{}
		}
		if l.p > 0 {
			l.addMoment(i)
		}
	}
}

// free is ⟨v, z⟩.
func (l *boundFixed) free(v []fixed, i int) fixed {
	switch len(v) {
	case 0:
		return fixed{}
	case l.n:
		if l.header.Output == certificate.Affine {
			return dot(v, l.x[i*l.n:][:l.n])
		}
	}
	return v[0]
}

// output is the range in which the point's relaxation has a unit's output.
func (l *boundFixed) output(u *boundFixedUnit, i int, x []fixed, s *state, theta *fixed) (low, up fixed) {
	if !l.special[i] {
		switch *s = u.glance(l.coarse[i*l.n:][:l.n]); *s & stateMask {
		case active:
			t := dot(u.w, x)
			return t, t
		case inactive:
			if *s != 0 {
				return fixed{}, fixed{}
			}
		}
	}
	var given center
	*s, given = l.stateOf(u, i, x)
	switch *s & stateMask {
	case inactive:
		return fixed{}, fixed{}
	case active:
		t := dot(u.w, x)
		return t, t
	}
	t := dot(u.w, x)
	if l.settled && *s&custom == 0 && t.positive() {
		given.value = one
	}
	*theta = l.slope(given.value, t)
	bend := theta.minus(given.value)
	low = mulNearest(*theta, t).minus(mulNearest(l.mu, mulNearest(bend, bend)).shifted(1))
	if given.hasTheta {
		*theta = given.theta
	}
	for a, alpha := range u.alpha {
		up = up.plus(mulNearest(alpha, dot(u.vertex[a*l.n:][:l.n], x).above0()))
	}
	return low, up
}

// slope is θ̄ + t/μ, put into [0, 1].
func (l *boundFixed) slope(center, t fixed) fixed {
	switch {
	case !t.less(l.mu):
		return one
	case !l.mu.negated().less(t):
		return fixed{}
	}
	return minOf(one, maxOf(fixed{}, center.plus(mulNearest(t, l.inverseMu))))
}

// custom marks a centre that the record gives.
const custom state = 16

// stateOf decides a sample that a glance does not, with the centre if the record gives it.
func (l *boundFixed) stateOf(u *boundFixedUnit, i int, x []fixed) (state, center) {
	special := l.special[i]
	if special {
		switch u.cuts[i] {
		case 1:
			return active | always, center{}
		case -1:
			return inactive | never, center{}
		}
	}
	least, most := u.interval(x)
	s := state(0)
	// Products were cut off: N ulps; and x̂ is within an ulp, at |δ| ≤ 1.
	doubt := ulp.times(2 * uint64(l.n))
	if !least.less(doubt) {
		s = always
	} else if !most.plus(doubt).positive() {
		s = never
	}
	if special {
		if given, ok := u.centers[i]; ok {
			return s | undecided | custom, given
		}
	}
	small := most.minus(least).shifted(40)
	switch {
	case !least.less(small.negated()):
		return s | active, center{}
	case !small.less(most):
		return s, center{} // inactive
	}
	return s | undecided, center{}
}

// interval is the range of t over the box.
func (u *boundFixedUnit) interval(x []fixed) (least, most fixed) {
	var a, b wide
	for d, v := range x {
		if v.negative() {
			a.add(u.hi[d], v)
			b.add(u.lo[d], v)
		} else {
			a.add(u.lo[d], v)
			b.add(u.hi[d], v)
		}
	}
	return a.nearest(), b.nearest()
}

// balance finds e, so that r = ρ − ⟨e, z⟩ has Σωrz ≈ 0.
func (l *boundFixed) balance() {
	var most fixed
	for i := range l.r {
		most = maxOf(most, l.r[i].abs())
	}
	l.size = most.size() - fraction
	if l.failed = l.failed || max(l.wBits, 1)+max(l.size, 1)+max(l.xBits, 1) > 42; l.failed {
		return
	}
	for d := range l.e {
		var s wide
		for g := range l.moments {
			s.add(l.inverse[d*l.p+g], l.moments[g].nearest())
		}
		l.e[d] = s.nearest().shifted(l.inverseShift)
		l.failed = l.failed || l.e[d].size()-fraction > 40-max(l.xBits, 1)-4
	}
}

// addMoment adds ω r z.
func (l *boundFixed) addMoment(i int) {
	g := l.weighted(i, l.r[i])
	if l.header.Output != certificate.Affine {
		l.moments[0].add(g, one)
		return
	}
	for d, x := range l.x[i*l.n:][:l.n] {
		l.moments[d].add(g, x)
	}
}

// weighted is ωr to the nearest.
func (l *boundFixed) weighted(i int, r fixed) fixed {
	if l.w[i] == l.unitWeight {
		return r.plus(l.halfUnit).shifted(l.unitShift)
	}
	return mulNearest(l.w[i], r)
}

// weightedDown and weightedUp are ωr rounded down and up, r ≥ 0.
func (l *boundFixed) weightedDown(i int, r fixed) fixed {
	if l.w[i] == l.unitWeight {
		return r.shifted(l.unitShift)
	}
	return mulFloor(l.w[i], r)
}

func (l *boundFixed) weightedUp(i int, r fixed) fixed {
	if l.w[i] == l.unitWeight && l.wSlack.isZero() {
		return r.negated().shifted(l.unitShift).negated()
	}
	return mulCeil(l.w[i].plus(l.wSlack), r)
}
