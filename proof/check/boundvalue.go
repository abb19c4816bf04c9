package check

import (
	"math/bits"

	"relucert/internal/wide"
)

// fits makes sure that no sum below leaves the range, and that the error bounds
// in ulps are exact integers.
func (l *boundFixed) fits() bool {
	size, weight := max(l.size, l.yBits, 1), max(l.wBits, 1)
	return weight+2*size+2 <= 44 && weight+size+max(l.xBits, 1)+bits.Len(uint(l.n)) <= 42 &&
		bits.Len64(l.sumZ)+size <= 55 && l.limit.Size()-wide.Fraction <= 40
}

// settle makes r from ρ and adds up what it proves, in one pass: Σ ω (2ry + r²),
// Σωrz and the units' sums. What does not fit is found afterwards, by fits.
func (l *boundFixed) settle() {
	clear(l.moments)
	l.duals = wide.Sum{}
	var most wide.Fixed
	for i := range l.r {
		r := l.r[i]
		if l.p > 0 {
			r = r.Minus(l.free(l.e, i))
			l.r[i] = r
			l.addMoment(i)
		}
		most = wide.Max(most, r.Abs())
		l.addDual(i, r)
		if !r.IsZero() {
			l.addToUnits(i, r)
		}
	}
	l.size, l.largest = most.Size()-wide.Fraction, most.Above()
}

// addDual adds ω (2ry + r²), rounded up.
func (l *boundFixed) addDual(i int, r wide.Fixed) {
	q := wide.MulCeil(r, l.y[i].Plus(l.y[i]).Plus(r))
	w := l.w[i]
	if q.Positive() {
		w = w.Plus(l.wSlack)
	}
	l.duals.Add(w, q)
}

func (l *boundFixed) addToUnits(i int, r wide.Fixed) {
	x, size := l.x[i*l.n:][:l.n], r.Abs()
	for j := range l.units {
		u, s := &l.units[j], l.states[i*l.k+j]
		switch {
		case r.Negative() == (u.sign < 0):
			l.gain(u, x, i, size, s, &l.theta[i*l.k+j])
		default:
			l.loss(u, x, i, size, s)
		}
	}
}

// duality is Σ ω (2ry + r²), rounded up.
func (l *boundFixed) duality() wide.Fixed {
	// y is within an ulp: 2ωr ulps; the product's rounding is in the sum.
	return l.duals.Ceil().Plus(wide.Ulp.Times(2 * l.sumW * l.largest))
}

// freeTerm is 4‖H‖(Y/√S + 2kNΛ), rounded up.
func (l *boundFixed) freeTerm() wide.Fixed {
	if l.p == 0 {
		return wide.Fixed{}
	}
	var norm wide.Fixed
	for d := range l.moments {
		norm = norm.Plus(l.moments[d].Nearest().Abs())
	}
	// ω·r as added is within 1 + |r| ulps, z within 1 ulp.
	m := uint64(l.count())
	each := (1+l.largest)*l.sumZ + (l.sumW+m)*l.largest + m + 1
	return l.cost(l.freeCost, norm.Plus(wide.Ulp.Times(each).Times(uint64(l.p))))
}

// payment is 2Λ·max(0, −min_v Ψ(v)), rounded up.
func (l *boundFixed) payment(u *boundFixedUnit) wide.Fixed {
	lack := l.errorOf(u).Minus(l.least(u))
	if !lack.Positive() {
		return wide.Fixed{}
	}
	return l.cost(l.limit.Plus(l.limit), lack)
}

// gain adds a sample with m > 0: any number in [0, m] may be mθ.
func (l *boundFixed) gain(u *boundFixedUnit, x []wide.Fixed, i int, r wide.Fixed, s state, theta *wide.Fixed) {
	if s&stateMask == inactive {
		return
	}
	m := l.weightedDown(i, r)
	if s&stateMask == undecided {
		m = wide.MulFloor(m, *theta)
	}
	for d := range x {
		u.linear[d].Add(m, x[d])
	}
}

// loss adds a sample with m < 0: any number above |m| may be |m|.
func (l *boundFixed) loss(u *boundFixedUnit, x []wide.Fixed, i int, r wide.Fixed, s state) {
	if s&never != 0 {
		return
	}
	m := l.weightedUp(i, r)
	if s&always != 0 {
		m = m.Negated()
		for d := range x {
			u.linear[d].Add(m, x[d])
		}
		return
	}
	l.addHinge(u, x, m)
}

// addHinge adds m·max(0, t_v) for all vertices, by doubling.
func (l *boundFixed) addHinge(u *boundFixedUnit, x []wide.Fixed, m wide.Fixed) {
	t := l.doubled[:1]
	t[0] = wide.Fixed{}
	last := -1
	for d := range x {
		if u.lo[d] != u.hi[d] {
			last = d
		}
	}
	var step wide.Fixed
	for d := range x {
		mx := wide.MulNearest(m, x[d])
		low := wide.MulNearest(mx, u.lo[d])
		for v := range t {
			t[v] = t[v].Plus(low)
		}
		if u.lo[d] == u.hi[d] {
			continue
		}
		step = wide.MulNearest(mx, u.hi[d]).Minus(low)
		if d == last {
			continue
		}
		n := len(t)
		t = l.doubled[:2*n]
		for v := range n {
			t[n+v] = t[v].Plus(step)
		}
	}
	first, second := u.hinges[:len(t)], u.hinges[len(t):]
	for v := range t {
		first[v] = first[v].Plus(t[v].Above0())
	}
	if last < 0 {
		return
	}
	for v := range t {
		second[v] = second[v].Plus(t[v].Plus(step).Above0())
	}
}

// least is min_v Ψ(v) as computed.
func (l *boundFixed) least(u *boundFixedUnit) wide.Fixed {
	t := l.doubled[:1]
	t[0] = wide.Fixed{}
	for d := range u.linear {
		g := u.linear[d].Nearest()
		low := wide.MulNearest(g, u.lo[d])
		for v := range t {
			t[v] = t[v].Plus(low)
		}
		if u.lo[d] == u.hi[d] {
			continue
		}
		step := wide.MulNearest(g, u.hi[d]).Minus(low)
		n := len(t)
		t = l.doubled[:2*n]
		for v := range n {
			t[n+v] = t[v].Plus(step)
		}
	}
	least := t[0].Minus(u.hinges[0])
	for v := range t {
		least = wide.Min(least, t[v].Minus(u.hinges[v]))
	}
	return least
}

// errorOf bounds what rounding may have added to Ψ, in ulps: x̂ is within one,
// which counts with the coefficient; and a few more a coordinate and sample.
func (l *boundFixed) errorOf(u *boundFixedUnit) wide.Fixed {
	m := uint64(l.count())
	each := (l.sumW+m)*(l.largest+1) + 2*m + u.wall.Above() + 8
	return wide.Ulp.Times(each).Times(uint64(l.n))
}
