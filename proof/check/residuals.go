package check

import (
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// residuals computes ρ for every sample, and Σωρz.
func (l *boundFixed) residuals() {
	clear(l.moments)
	for i := range l.r {
		x := l.x[i*l.n:][:l.n]
		lo := l.free(l.c, i).Minus(l.y[i])
		hi := lo
		for j := range l.units {
			low, up := l.output(&l.units[j], i, x, &l.states[i*l.k+j], &l.theta[i*l.k+j])
			if l.units[j].sign > 0 {
				lo, hi = lo.Plus(low), hi.Plus(up)
			} else {
				lo, hi = lo.Minus(up), hi.Minus(low)
			}
		}
		switch {
		case lo.Positive():
			l.r[i] = lo
		case hi.Negative():
			l.r[i] = hi
		default:
			l.r[i] = wide.Fixed{}
		}
		if l.p > 0 {
			l.addMoment(i)
		}
	}
}

// free is ⟨v, z⟩.
func (l *boundFixed) free(v []wide.Fixed, i int) wide.Fixed {
	switch len(v) {
	case 0:
		return wide.Fixed{}
	case l.n:
		if l.header.Output == certificate.Affine {
			return wide.Dot(v, l.x[i*l.n:][:l.n])
		}
	}
	return v[0]
}

// output is the range in which the point's relaxation has a unit's output.
func (l *boundFixed) output(u *boundFixedUnit, i int, x []wide.Fixed, s *state, theta *wide.Fixed) (low, up wide.Fixed) {
	if !l.special[i] {
		switch *s = u.glance(l.coarse[i*l.n:][:l.n]); *s & stateMask {
		case active:
			t := wide.Dot(u.w, x)
			return t, t
		case inactive:
			if *s != 0 {
				return wide.Fixed{}, wide.Fixed{}
			}
		}
	}
	var given center
	*s, given = l.stateOf(u, i, x)
	switch *s & stateMask {
	case inactive:
		return wide.Fixed{}, wide.Fixed{}
	case active:
		t := wide.Dot(u.w, x)
		return t, t
	}
	t := wide.Dot(u.w, x)
	if l.settled && *s&custom == 0 && t.Positive() {
		given.value = wide.One
	}
	*theta = l.slope(given.value, t)
	bend := theta.Minus(given.value)
	low = wide.MulNearest(*theta, t).Minus(wide.MulNearest(l.mu, wide.MulNearest(bend, bend)).Shifted(1))
	if given.hasTheta {
		*theta = given.theta
	}
	for a, alpha := range u.alpha {
		up = up.Plus(wide.MulNearest(alpha, wide.Dot(u.vertex[a*l.n:][:l.n], x).Above0()))
	}
	return low, up
}

// slope is θ̄ + t/μ, put into [0, 1].
func (l *boundFixed) slope(center, t wide.Fixed) wide.Fixed {
	switch {
	case !t.Less(l.mu):
		return wide.One
	case !l.mu.Negated().Less(t):
		return wide.Fixed{}
	}
	return wide.Min(wide.One, wide.Max(wide.Fixed{}, center.Plus(wide.MulNearest(t, l.inverseMu))))
}

// custom marks a centre that the record gives.
const custom state = 16

// stateOf decides a sample that a glance does not, with the centre if the record gives it.
func (l *boundFixed) stateOf(u *boundFixedUnit, i int, x []wide.Fixed) (state, center) {
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
	doubt := wide.Ulp.Times(2 * uint64(l.n))
	if !least.Less(doubt) {
		s = always
	} else if !most.Plus(doubt).Positive() {
		s = never
	}
	if special {
		if given, ok := u.centers[i]; ok {
			return s | undecided | custom, given
		}
	}
	small := most.Minus(least).Shifted(40)
	switch {
	case !least.Less(small.Negated()):
		return s | active, center{}
	case !small.Less(most):
		return s, center{} // inactive
	}
	return s | undecided, center{}
}

// interval is the range of t over the box.
func (u *boundFixedUnit) interval(x []wide.Fixed) (least, most wide.Fixed) {
	var a, b wide.Sum
	for d, v := range x {
		if v.Negative() {
			a.Add(u.hi[d], v)
			b.Add(u.lo[d], v)
		} else {
			a.Add(u.lo[d], v)
			b.Add(u.hi[d], v)
		}
	}
	return a.Nearest(), b.Nearest()
}

// balance finds e, so that r = ρ − ⟨e, z⟩ has Σωrz ≈ 0.
func (l *boundFixed) balance() {
	var most wide.Fixed
	for i := range l.r {
		most = wide.Max(most, l.r[i].Abs())
	}
	l.size = most.Size() - wide.Fraction
	if l.failed = l.failed || max(l.wBits, 1)+max(l.size, 1)+max(l.xBits, 1) > 42; l.failed {
		return
	}
	for d := range l.e {
		var s wide.Sum
		for g := range l.moments {
			s.Add(l.inverse[d*l.p+g], l.moments[g].Nearest())
		}
		l.e[d] = s.Nearest().Shifted(l.inverseShift)
		l.failed = l.failed || l.e[d].Size()-wide.Fraction > 40-max(l.xBits, 1)-4
	}
}

// addMoment adds ω r z.
func (l *boundFixed) addMoment(i int) {
	g := l.weighted(i, l.r[i])
	if l.header.Output != certificate.Affine {
		l.moments[0].Add(g, wide.One)
		return
	}
	for d, x := range l.x[i*l.n:][:l.n] {
		l.moments[d].Add(g, x)
	}
}

// weighted is ωr to the nearest.
func (l *boundFixed) weighted(i int, r wide.Fixed) wide.Fixed {
	if l.w[i] == l.unitWeight {
		return r.Plus(l.halfUnit).Shifted(l.unitShift)
	}
	return wide.MulNearest(l.w[i], r)
}

// weightedDown and weightedUp are ωr rounded down and up, r ≥ 0.
func (l *boundFixed) weightedDown(i int, r wide.Fixed) wide.Fixed {
	if l.w[i] == l.unitWeight {
		return r.Shifted(l.unitShift)
	}
	return wide.MulFloor(l.w[i], r)
}

func (l *boundFixed) weightedUp(i int, r wide.Fixed) wide.Fixed {
	if l.w[i] == l.unitWeight && l.wSlack.IsZero() {
		return r.Negated().Shifted(l.unitShift).Negated()
	}
	return wide.MulCeil(l.w[i].Plus(l.wSlack), r)
}
