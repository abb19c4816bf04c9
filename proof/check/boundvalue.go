package check

import (
	"math/bits"
)

// fits makes sure that no sum below leaves the range, and that the error bounds
// in ulps are exact integers.
func (l *boundFixed) fits() bool {
	size, weight := max(l.size, l.yBits, 1), max(l.wBits, 1)
	return weight+2*size+2 <= 44 && weight+size+max(l.xBits, 1)+bits.Len(uint(l.n)) <= 42 &&
		bits.Len64(l.sumZ)+size <= 55 && l.limit.size()-fraction <= 40
}

// settle makes r from ρ and adds up what it proves, in one pass: Σ ω (2ry + r²),
// Σωrz and the units' sums. What does not fit is found afterwards, by fits.
func (l *boundFixed) settle() {
	clear(l.moments)
	l.duals = wide{}
	var most fixed
	for i := range l.r {
		r := l.r[i]
		if l.p > 0 {
			r = r.minus(l.free(l.e, i))
			l.r[i] = r
			l.addMoment(i)
		}
		most = maxOf(most, r.abs())
		l.addDual(i, r)
		if !r.isZero() {
			l.addToUnits(i, r)
		}
	}
	l.size, l.largest = most.size()-fraction, most.ceil()
}

// addDual adds ω (2ry + r²), rounded up.
func (l *boundFixed) addDual(i int, r fixed) {
	q := mulCeil(r, l.y[i].plus(l.y[i]).plus(r))
	w := l.w[i]
	if q.positive() {
		w = w.plus(l.wSlack)
	}
	l.duals.add(w, q)
}

func (l *boundFixed) addToUnits(i int, r fixed) {
	x, size := l.x[i*l.n:][:l.n], r.abs()
	for j := range l.units {
		u, s := &l.units[j], l.states[i*l.k+j]
		switch {
		case r.negative() == (u.sign < 0):
			l.gain(u, x, i, size, s, &l.theta[i*l.k+j])
		default:
			l.loss(u, x, i, size, s)
		}
	}
}

// duality is Σ ω (2ry + r²), rounded up.
func (l *boundFixed) duality() fixed {
	// y is within an ulp: 2ωr ulps; the product's rounding is in the sum.
	return l.duals.ceil().plus(ulp.times(2 * l.sumW * l.largest))
}

// freeTerm is 4‖H‖(Y/√S + 2kNΛ), rounded up.
func (l *boundFixed) freeTerm() fixed {
	if l.p == 0 {
		return fixed{}
	}
	var norm fixed
	for d := range l.moments {
		norm = norm.plus(l.moments[d].nearest().abs())
	}
	// ω·r as added is within 1 + |r| ulps, z within 1 ulp.
	m := uint64(l.count())
	each := (1+l.largest)*l.sumZ + (l.sumW+m)*l.largest + m + 1
	return l.cost(l.freeCost, norm.plus(ulp.times(each).times(uint64(l.p))))
}

// payment is 2Λ·max(0, −min_v Ψ(v)), rounded up.
func (l *boundFixed) payment(u *boundFixedUnit) fixed {
	lack := l.errorOf(u).minus(l.least(u))
	if !lack.positive() {
		return fixed{}
	}
	return l.cost(l.limit.plus(l.limit), lack)
}

// gain adds a sample with m > 0: any number in [0, m] may be mθ.
func (l *boundFixed) gain(u *boundFixedUnit, x []fixed, i int, r fixed, s state, theta *fixed) {
	if s&stateMask == inactive {
		return
	}
	m := l.weightedDown(i, r)
	if s&stateMask == undecided {
		m = mulFloor(m, *theta)
	}
	for d := range x {
		u.linear[d].add(m, x[d])
	}
}

// loss adds a sample with m < 0: any number above |m| may be |m|.
func (l *boundFixed) loss(u *boundFixedUnit, x []fixed, i int, r fixed, s state) {
	if s&never != 0 {
		return
	}
	m := l.weightedUp(i, r)
	if s&always != 0 {
		m = m.negated()
		for d := range x {
			u.linear[d].add(m, x[d])
		}
		return
	}
	l.addHinge(u, x, m)
}

// addHinge adds m·max(0, t_v) for all vertices, by doubling.
func (l *boundFixed) addHinge(u *boundFixedUnit, x []fixed, m fixed) {
	t := l.doubled[:1]
	t[0] = fixed{}
	last := -1
	for d := range x {
		if u.lo[d] != u.hi[d] {
			last = d
		}
	}
	var step fixed
	for d := range x {
		mx := mulNearest(m, x[d])
		low := mulNearest(mx, u.lo[d])
		for v := range t {
			t[v] = t[v].plus(low)
		}
		if u.lo[d] == u.hi[d] {
			continue
		}
		step = mulNearest(mx, u.hi[d]).minus(low)
		if d == last {
			continue
		}
		n := len(t)
		t = l.doubled[:2*n]
		for v := range n {
			t[n+v] = t[v].plus(step)
		}
	}
	first, second := u.hinges[:len(t)], u.hinges[len(t):]
	for v := range t {
		first[v] = first[v].plus(t[v].above0())
	}
	if last < 0 {
		return
	}
	for v := range t {
		second[v] = second[v].plus(t[v].plus(step).above0())
	}
}

// least is min_v Ψ(v) as computed.
func (l *boundFixed) least(u *boundFixedUnit) fixed {
	t := l.doubled[:1]
	t[0] = fixed{}
	for d := range u.linear {
		g := u.linear[d].nearest()
		low := mulNearest(g, u.lo[d])
		for v := range t {
			t[v] = t[v].plus(low)
		}
		if u.lo[d] == u.hi[d] {
			continue
		}
		step := mulNearest(g, u.hi[d]).minus(low)
		n := len(t)
		t = l.doubled[:2*n]
		for v := range n {
			t[n+v] = t[v].plus(step)
		}
	}
	least := t[0].minus(u.hinges[0])
	for v := range t {
		least = minOf(least, t[v].minus(u.hinges[v]))
	}
	return least
}

// errorOf bounds what rounding may have added to Ψ, in ulps: x̂ is within one,
// which counts with the coefficient; and a few more a coordinate and sample.
func (l *boundFixed) errorOf(u *boundFixedUnit) fixed {
	m := uint64(l.count())
	each := (l.sumW+m)*(l.largest+1) + 2*m + u.wall.ceil() + 8
	return ulp.times(each).times(uint64(l.n))
}
