package check

import (
	"math"
	"math/big"
	"math/bits"

	"relucert/proof/certificate"
)

// dualFixed is the rule of FORMAT.md for dual records in fixed point: one worker's memory.
// Multipliers are fixed numbers, and what is chosen of them is exact; x̂ and y are
// within an ulp.
type dualFixed struct {
	*fixedData
	*dualData
	guard
	units   []dualFixedUnit
	value   wide   // Σ (2my + m²/ω) and the constants
	moments []wide // Σ m z
	total   fixed  // Σ|m|
	slack   fixed  // Σ|h| of a unit
	point   []fixed
}

// dualFixedUnit is a unit at work.
type dualFixedUnit struct {
	sign    int
	cuts    []*cut
	bounds  []interval // a sample
	theta   []fixed    // a sample
	given   []bool     // a sample: the record gives θ
	implied map[int]*certificate.Implied
	linear  []wide // g
	walls   fixed  // Σ η
	slopes  []knownSlope
}

// knownSlope is what was computed for a sample's interval last.
type knownSlope struct {
	of    interval
	sign  int
	value fixed
}

// forDuals is the worker's rule for dual records.
func (l *boundFixed) forDuals() *dualFixed {
	if l.dual != nil {
		return l.dual
	}
	m := l.count()
	d := &dualFixed{fixedData: l.fixedData, dualData: l.dualDataOf(), moments: make([]wide, l.p), point: make([]fixed, l.n),
		units: make([]dualFixedUnit, l.k)}
	for j := range d.units {
		d.units[j] = dualFixedUnit{bounds: make([]interval, m), theta: make([]fixed, m), given: make([]bool, m), linear: make([]wide, l.n),
			slopes: make([]knownSlope, m)}
	}
	l.dual = d
	return d
}

// bound is the record's, or false if it does not fit.
func (l *dualFixed) bound(p *proof) (fixed, bool) {
	l.guard.failed = l.dualData.failed
	l.load(p)
	if p.dual.Point != nil {
		l.addPoint(p.dual.Point)
	}
	for _, m := range p.dual.Samples {
		l.add(int(l.ofRow[m.Row]), l.number(m.Value))
	}
	l.addWalls(p.dual.Walls)
	if !l.fits() {
		return fixed{}, false
	}
	// y is within an ulp: 2|m| ulps.
	value := l.within.minus(l.sum(&l.value)).minus(ulp).minus(ulp.times(2 * l.total.ceil())).minus(l.freeTerm())
	for j := range l.units {
		value = value.minus(l.payment(&l.units[j], p.dual, j))
	}
	return value, !l.guard.failed
}

func (l *dualFixed) load(p *proof) {
	l.value, l.total = wide{}, fixed{}
	clear(l.moments)
	for j := range l.units {
		u := &l.units[j]
		u.sign, u.cuts, u.walls = p.signs[j], p.regions[j].cutList(), fixed{}
		clear(u.linear)
		clear(u.theta)
		clear(u.given)
		for i := range u.bounds {
			u.bounds[i] = everything
		}
		for _, c := range u.cuts {
			u.bounds[c.sample] = u.bounds[c.sample].cut(c)
		}
		u.implied = make(map[int]*certificate.Implied)
	}
	for k := range p.dual.Implied {
		i := &p.dual.Implied[k]
		l.units[i.Unit].implied[int(l.ofRow[i.Row])] = i
	}
	for _, k := range p.dual.Kinks {
		u, i := &l.units[k.Unit], int(l.ofRow[k.Row])
		u.theta[i], u.given[i] = l.number(k.Value), true
	}
}

// add enters sample i with multiplier m.
func (l *dualFixed) add(i int, m fixed) {
	size := m.abs()
	if size.size() > fraction+30 {
		l.guard.failed = true
		return
	}
	l.total = l.plus(l.total, size)
	l.value.add(m, l.y[i].plus(l.y[i]))
	l.value.add(one, l.cost(size, l.cost(size, l.weightless[i])))
	for d := range l.moments {
		z := one
		if l.hasFreeInputs() {
			z = l.x[i*l.n+d]
		}
		l.moments[d].add(m, z)
	}
	for j := range l.units {
		l.pair(&l.units[j], i, m.signed(l.units[j].sign))
	}
}

// pair adds to g what bounds m·max(0, t) from below, and to the value twice the constant.
func (l *dualFixed) pair(u *dualFixedUnit, i int, m fixed) {
	v := u.bounds[i]
	side := v.sign()
	switch implied := u.implied[i]; {
	case side < 0:
		return
	case side > 0:
	case !m.negative():
		m = mulNearest(m, u.theta[i])
	case implied != nil:
		l.value.add(one, l.cost(l.lacking(u, implied, i), m.abs()))
		if !implied.Active {
			return
		}
	case l.enveloped():
		l.value.add(one, l.envelope(u, i, m.abs()))
	default:
		all := m
		m = l.share(u, i, m)
		low, high := l.ends(v, i)
		height := maxOf(l.cost(m.abs(), low.negated()), l.cost(all.minus(m).abs(), high))
		l.value.add(one, height.plus(height))
	}
	x := l.x[i*l.n:][:l.n]
	for d := range x {
		u.linear[d].add(m, x[d])
	}
}

// ends are the interval of sample i's t, rounded outward.
func (l *dualFixed) ends(v interval, i int) (low, high fixed) {
	low, high = l.reach[i].negated(), l.reach[i]
	if !math.IsInf(v.low, 0) {
		low = maxOf(low, l.exact(v.low))
	}
	if !math.IsInf(v.high, 0) {
		high = minOf(high, l.exact(v.high))
	}
	return low, high
}

// envelope is dualExact's, rounded up, for a·m = −size.
func (l *dualFixed) envelope(u *dualFixedUnit, i int, size fixed) fixed {
	low, high := l.ends(u.bounds[i], i)
	label := l.y[i].signed(u.sign)
	// The parabola's top lies between these.
	least := label.minus(ulp).minus(l.cost(size, l.weightless[i]))
	most := label.plus(ulp).minus(l.atLeast(size, l.weightless[i].minus(ulp)))
	off := maxOf(least, maxOf(most.negated(), fixed{}))
	cost := l.cost(size.plus(size), low.negated()).minus(l.parabola(i, off))
	over := least.minus(high).above0()
	return maxOf(cost, l.parabola(i, over).negated())
}

// parabola is ωv², rounded down.
func (l *dualFixed) parabola(i int, v fixed) fixed { return l.atLeast(l.w[i], l.atLeast(v, v)) }

// share is about m·h/(h − l), between 0 and m.
func (l *dualFixed) share(u *dualFixedUnit, i int, m fixed) fixed {
	v := u.bounds[i]
	if v == everything {
		return m.shifted(1)
	}
	k := &u.slopes[i]
	if k.sign == 0 || k.of != v {
		low, high := l.ends(v, i)
		width := high.minus(low).big()
		*k = knownSlope{v, 1, one}
		if width.Sign() > 0 {
			s := new(big.Int).Lsh(high.big(), fraction)
			k.value, _ = fixedOf(s.Quo(s, width))
		}
	}
	return mulNearest(m, k.value)
}

// lacking is 2Λ·Σ_d |±x̂_d − Σ νσx̂_d|, rounded up.
func (l *dualFixed) lacking(u *dualFixedUnit, implied *certificate.Implied, i int) fixed {
	sign := -1
	if implied.Active {
		sign = 1
	}
	var rest fixed
	weights := one
	for _, by := range implied.By {
		weights = l.plus(weights, l.plus(l.number(by.Value), ulp))
	}
	if l.guard.failed || weights.size() > fraction+30 {
		l.guard.failed = true
		return fixed{}
	}
	for d := range l.n {
		var sum wide
		sum.add(one.signed(sign), l.x[i*l.n+d])
		for _, by := range implied.By {
			c := u.cuts[by.Cut]
			sum.add(l.number(by.Value).signed(-c.sign), l.x[c.sample*l.n+d])
		}
		rest = l.plus(rest, l.sum(&sum).abs())
	}
	rest = l.plus(rest, ulp.times(uint64(l.n)*(weights.ceil()+1)))
	return l.cost(l.limit.plus(l.limit), rest)
}

// addWalls takes ησx̂ off g, and −2ησ·at off the value.
func (l *dualFixed) addWalls(walls []certificate.Wall) {
	for _, w := range walls {
		u := &l.units[w.Unit]
		c, eta := u.cuts[w.Cut], l.number(w.Value)
		if eta.size() > fraction+30 {
			l.guard.failed = true
			return
		}
		u.walls = l.plus(u.walls, eta)
		for d, x := range l.x[c.sample*l.n:][:l.n] {
			u.linear[d].add(eta.signed(-c.sign), x)
		}
		at := l.exact(c.at).signed(-c.sign)
		l.value.add(eta, at.plus(at))
	}
}

// fits makes sure that no sum leaves the range.
func (l *dualFixed) fits() bool {
	size := l.total
	for j := range l.units {
		size = maxOf(size, l.units[j].walls)
	}
	return !l.guard.failed && size.size()-fraction+max(l.xBits, l.yBits, 1)+bits.Len(uint(l.n)) <= 40 && l.limit.size()-fraction <= 40
}

// freeTerm is 4‖H‖(Y/√S + 2kNΛ), rounded up.
func (l *dualFixed) freeTerm() fixed {
	if l.p == 0 {
		return fixed{}
	}
	var squares wide
	for d := range l.moments {
		h := l.sum(&l.moments[d]).abs().plus(ulp.times(l.total.ceil() + 1))
		l.addSquare(&squares, h)
	}
	return l.cost(l.freeCost, l.root(&squares))
}

// payment is 2Λ·Σ_d |g + Th| + 2B‖(h, Cᵀh)‖, rounded up.
func (l *dualFixed) payment(u *dualFixedUnit, d *certificate.Dual, j int) fixed {
	g := make([]fixed, l.n)
	for e := range g {
		g[e] = l.sum(&u.linear[e])
	}
	var cost fixed
	l.slack = fixed{}
	if h := l.slackOf(d, j, g); h != nil && !l.guard.failed {
		cost = l.addSlack(g, h)
	}
	var sum fixed
	for _, v := range g {
		sum = l.plus(sum, v.abs())
	}
	// x̂ and T are within an ulp.
	doubt := l.plus(l.plus(l.total, u.walls), l.slack).ceil() + 4
	return cost.plus(l.cost(l.limit.plus(l.limit), l.plus(sum, ulp.times(doubt).times(uint64(l.n)))))
}

// slackOf is the record's h, or a point's: Th = −g, about.
func (l *dualFixed) slackOf(d *certificate.Dual, j int, g []fixed) []fixed {
	var h []fixed
	for _, s := range d.Slacks {
		if s.Unit != j {
			continue
		}
		for _, v := range s.Vector {
			h = append(h, l.number(v))
		}
	}
	if d.Point == nil {
		return h
	}
	for e, row := range l.transform {
		rest := wide{}
		rest.add(one, g[e])
		for f := range e {
			rest.add(row[f], h[f])
		}
		v := mulNearest(l.sum(&rest), l.pivots[e]).negated()
		if v.size() > fraction+36 {
			l.guard.failed = true
			return nil
		}
		h = append(h, v)
	}
	return h
}

// addSlack adds Th to g and returns 2B‖(h, Cᵀh)‖, rounded up.
func (l *dualFixed) addSlack(g, h []fixed) fixed {
	for _, v := range h {
		if l.slack = l.plus(l.slack, v.abs()); l.guard.failed || l.slack.size() > fraction+40 {
			l.guard.failed = true
			return fixed{}
		}
	}
	var squares wide
	for e, row := range l.transform {
		th := wide{}
		for f, t := range row {
			th.add(t, h[f])
		}
		g[e] = g[e].plus(l.sum(&th))
		l.addSquare(&squares, h[e])
	}
	for o := range l.out {
		part := wide{}
		for e, row := range l.columns {
			part.add(row[o], h[e])
		}
		v := l.sum(&part).abs().plus(ulp.times(l.slack.ceil() + 1))
		l.addSquare(&squares, v)
	}
	return l.cost(l.radius, l.root(&squares))
}

// root is √s, rounded up.
func (l *dualFixed) root(s *wide) fixed {
	l.sum(s) // which fails if it is too large
	n := s.big()
	root, _ := fixedOf(n.Sqrt(n).Add(n, oneInt))
	return root
}

// addPoint enters the multipliers of a point: half the slopes of the samples' envelopes.
func (l *dualFixed) addPoint(point []float64) {
	for d, v := range point {
		l.point[d] = l.number(v)
	}
	u := &l.units[0]
	for i := range l.y {
		t := wide{}
		for d, x := range l.x[i*l.n:][:l.n] {
			t.add(l.point[d], x)
		}
		at := l.sum(&t)
		if !u.given[i] && at.positive() {
			u.theta[i] = one
		}
		if m := l.slopeAt(at, u, i); !m.isZero() {
			l.add(i, m)
		}
		if l.guard.failed {
			return
		}
	}
}

// slopeAt is m of sample i at t.
func (l *dualFixed) slopeAt(t fixed, u *dualFixedUnit, i int) fixed {
	y := l.y[i].signed(u.sign)
	rest := t.minus(y)
	switch side := u.bounds[i].sign(); {
	case side > 0:
	case side < 0 || !y.positive() && !t.positive():
		rest = y.negated()
	case y.positive():
		rest = maxOf(rest, l.tailSlope(u, i).negated())
	}
	return mulNearest(l.w[i], rest).signed(u.sign)
}

// tailSlope is that of sample i.
func (l *dualFixed) tailSlope(u *dualFixedUnit, i int) fixed {
	k := &u.slopes[i]
	if v := u.bounds[i]; k.sign != u.sign || k.of != v {
		low, high := l.ends(v, i)
		s := tailSlope(l.y[i].signed(u.sign).big(), low.big(), high.big())
		*k = knownSlope{of: v, sign: u.sign}
		k.value, _ = fixedOf(s)
	}
	return k.value
}
