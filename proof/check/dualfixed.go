package check

import (
	"math"
	"math/big"
	"math/bits"

	"relucert/internal/wide"
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
	value   wide.Sum   // Σ (2my + m²/ω) and the constants
	moments []wide.Sum // Σ m z
	total   wide.Fixed // Σ|m|
	slack   wide.Fixed // Σ|h| of a unit
	point   []wide.Fixed
}

// dualFixedUnit is a unit at work.
type dualFixedUnit struct {
	sign    int
	cuts    []*cut
	bounds  []interval   // a sample
	theta   []wide.Fixed // a sample
	given   []bool       // a sample: the record gives θ
	implied map[int]*certificate.Implied
	linear  []wide.Sum // g
	walls   wide.Fixed // Σ η
	slopes  []knownSlope
}

// knownSlope is what was computed for a sample's interval last.
type knownSlope struct {
	of    interval
	sign  int
	value wide.Fixed
}

// forDuals is the worker's rule for dual records.
func (l *boundFixed) forDuals() *dualFixed {
	if l.dual != nil {
		return l.dual
	}
	m := l.count()
	d := &dualFixed{fixedData: l.fixedData, dualData: l.dualDataOf(), moments: make([]wide.Sum, l.p), point: make([]wide.Fixed, l.n),
		units: make([]dualFixedUnit, l.k)}
	for j := range d.units {
		d.units[j] = dualFixedUnit{bounds: make([]interval, m), theta: make([]wide.Fixed, m), given: make([]bool, m), linear: make([]wide.Sum, l.n),
			slopes: make([]knownSlope, m)}
	}
	l.dual = d
	return d
}

// bound is the record's, or false if it does not fit.
func (l *dualFixed) bound(p *proof) (wide.Fixed, bool) {
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
		return wide.Fixed{}, false
	}
	// y is within an ulp: 2|m| ulps.
	value := l.within.Minus(l.sum(&l.value)).Minus(wide.Ulp).Minus(wide.Ulp.Times(2 * l.total.Above())).Minus(l.freeTerm())
	for j := range l.units {
		value = value.Minus(l.payment(&l.units[j], p.dual, j))
	}
	return value, !l.guard.failed
}

func (l *dualFixed) load(p *proof) {
	l.value, l.total = wide.Sum{}, wide.Fixed{}
	clear(l.moments)
	for j := range l.units {
		u := &l.units[j]
		u.sign, u.cuts, u.walls = p.signs[j], p.regions[j].cutList(), wide.Fixed{}
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
func (l *dualFixed) add(i int, m wide.Fixed) {
	size := m.Abs()
	if size.Size() > wide.Fraction+30 {
		l.guard.failed = true
		return
	}
	l.total = l.plus(l.total, size)
	l.value.Add(m, l.y[i].Plus(l.y[i]))
	l.value.Add(wide.One, l.cost(size, l.cost(size, l.weightless[i])))
	for d := range l.moments {
		z := wide.One
		if l.hasFreeInputs() {
			z = l.x[i*l.n+d]
		}
		l.moments[d].Add(m, z)
	}
	for j := range l.units {
		l.pair(&l.units[j], i, m.Signed(l.units[j].sign))
	}
}

// pair adds to g what bounds m·max(0, t) from below, and to the value twice the constant.
func (l *dualFixed) pair(u *dualFixedUnit, i int, m wide.Fixed) {
	v := u.bounds[i]
	side := v.sign()
	switch implied := u.implied[i]; {
	case side < 0:
		return
	case side > 0:
	case !m.Negative():
		m = wide.MulNearest(m, u.theta[i])
	case implied != nil:
		l.value.Add(wide.One, l.cost(l.lacking(u, implied, i), m.Abs()))
		if !implied.Active {
			return
		}
	case l.enveloped():
		l.value.Add(wide.One, l.envelope(u, i, m.Abs()))
	default:
		all := m
		m = l.share(u, i, m)
		low, high := l.ends(v, i)
		height := wide.Max(l.cost(m.Abs(), low.Negated()), l.cost(all.Minus(m).Abs(), high))
		l.value.Add(wide.One, height.Plus(height))
	}
	x := l.x[i*l.n:][:l.n]
	for d := range x {
		u.linear[d].Add(m, x[d])
	}
}

// ends are the interval of sample i's t, rounded outward.
func (l *dualFixed) ends(v interval, i int) (low, high wide.Fixed) {
	low, high = l.reach[i].Negated(), l.reach[i]
	if !math.IsInf(v.low, 0) {
		low = wide.Max(low, l.exact(v.low))
	}
	if !math.IsInf(v.high, 0) {
		high = wide.Min(high, l.exact(v.high))
	}
	return low, high
}

// envelope is dualExact's, rounded up, for a·m = −size.
func (l *dualFixed) envelope(u *dualFixedUnit, i int, size wide.Fixed) wide.Fixed {
	low, high := l.ends(u.bounds[i], i)
	label := l.y[i].Signed(u.sign)
	// The parabola's top lies between these.
	least := label.Minus(wide.Ulp).Minus(l.cost(size, l.weightless[i]))
	most := label.Plus(wide.Ulp).Minus(l.atLeast(size, l.weightless[i].Minus(wide.Ulp)))
	off := wide.Max(least, wide.Max(most.Negated(), wide.Fixed{}))
	cost := l.cost(size.Plus(size), low.Negated()).Minus(l.parabola(i, off))
	over := least.Minus(high).Above0()
	return wide.Max(cost, l.parabola(i, over).Negated())
}

// parabola is ωv², rounded down.
func (l *dualFixed) parabola(i int, v wide.Fixed) wide.Fixed {
	return l.atLeast(l.w[i], l.atLeast(v, v))
}

// share is about m·h/(h − l), between 0 and m.
func (l *dualFixed) share(u *dualFixedUnit, i int, m wide.Fixed) wide.Fixed {
	v := u.bounds[i]
	if v == everything {
		return m.Shifted(1)
	}
	k := &u.slopes[i]
	if k.sign == 0 || k.of != v {
		low, high := l.ends(v, i)
		width := high.Minus(low).Big()
		*k = knownSlope{v, 1, wide.One}
		if width.Sign() > 0 {
			s := new(big.Int).Lsh(high.Big(), wide.Fraction)
			k.value, _ = wide.FromBig(s.Quo(s, width))
		}
	}
	return wide.MulNearest(m, k.value)
}

// lacking is 2Λ·Σ_d |±x̂_d − Σ νσx̂_d|, rounded up.
func (l *dualFixed) lacking(u *dualFixedUnit, implied *certificate.Implied, i int) wide.Fixed {
	sign := -1
	if implied.Active {
		sign = 1
	}
	var rest wide.Fixed
	weights := wide.One
	for _, by := range implied.By {
		weights = l.plus(weights, l.plus(l.number(by.Value), wide.Ulp))
	}
	if l.guard.failed || weights.Size() > wide.Fraction+30 {
		l.guard.failed = true
		return wide.Fixed{}
	}
	for d := range l.n {
		var sum wide.Sum
		sum.Add(wide.One.Signed(sign), l.x[i*l.n+d])
		for _, by := range implied.By {
			c := u.cuts[by.Cut]
			sum.Add(l.number(by.Value).Signed(-c.sign), l.x[c.sample*l.n+d])
		}
		rest = l.plus(rest, l.sum(&sum).Abs())
	}
	rest = l.plus(rest, wide.Ulp.Times(uint64(l.n)*(weights.Above()+1)))
	return l.cost(l.limit.Plus(l.limit), rest)
}

// addWalls takes ησx̂ off g, and −2ησ·at off the value.
func (l *dualFixed) addWalls(walls []certificate.Wall) {
	for _, w := range walls {
		u := &l.units[w.Unit]
		c, eta := u.cuts[w.Cut], l.number(w.Value)
		if eta.Size() > wide.Fraction+30 {
			l.guard.failed = true
			return
		}
		u.walls = l.plus(u.walls, eta)
		for d, x := range l.x[c.sample*l.n:][:l.n] {
			u.linear[d].Add(eta.Signed(-c.sign), x)
		}
		at := l.exact(c.at).Signed(-c.sign)
		l.value.Add(eta, at.Plus(at))
	}
}

// fits makes sure that no sum leaves the range.
func (l *dualFixed) fits() bool {
	size := l.total
	for j := range l.units {
		size = wide.Max(size, l.units[j].walls)
	}
	return !l.guard.failed && size.Size()-wide.Fraction+max(l.xBits, l.yBits, 1)+bits.Len(uint(l.n)) <= 40 && l.limit.Size()-wide.Fraction <= 40
}

// freeTerm is 4‖H‖(Y/√S + 2kNΛ), rounded up.
func (l *dualFixed) freeTerm() wide.Fixed {
	if l.p == 0 {
		return wide.Fixed{}
	}
	var squares wide.Sum
	for d := range l.moments {
		h := l.sum(&l.moments[d]).Abs().Plus(wide.Ulp.Times(l.total.Above() + 1))
		l.addSquare(&squares, h)
	}
	return l.cost(l.freeCost, l.root(&squares))
}

// payment is 2Λ·Σ_d |g + Th| + 2B‖(h, Cᵀh)‖, rounded up.
func (l *dualFixed) payment(u *dualFixedUnit, d *certificate.Dual, j int) wide.Fixed {
	g := make([]wide.Fixed, l.n)
	for e := range g {
		g[e] = l.sum(&u.linear[e])
	}
	var cost wide.Fixed
	l.slack = wide.Fixed{}
	if h := l.slackOf(d, j, g); h != nil && !l.guard.failed {
		cost = l.addSlack(g, h)
	}
	var sum wide.Fixed
	for _, v := range g {
		sum = l.plus(sum, v.Abs())
	}
	// x̂ and T are within an ulp.
	doubt := l.plus(l.plus(l.total, u.walls), l.slack).Above() + 4
	return cost.Plus(l.cost(l.limit.Plus(l.limit), l.plus(sum, wide.Ulp.Times(doubt).Times(uint64(l.n)))))
}

// slackOf is the record's h, or a point's: Th = −g, about.
func (l *dualFixed) slackOf(d *certificate.Dual, j int, g []wide.Fixed) []wide.Fixed {
	var h []wide.Fixed
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
		rest := wide.Sum{}
		rest.Add(wide.One, g[e])
		for f := range e {
			rest.Add(row[f], h[f])
		}
		v := wide.MulNearest(l.sum(&rest), l.pivots[e]).Negated()
		if v.Size() > wide.Fraction+36 {
			l.guard.failed = true
			return nil
		}
		h = append(h, v)
	}
	return h
}

// addSlack adds Th to g and returns 2B‖(h, Cᵀh)‖, rounded up.
func (l *dualFixed) addSlack(g, h []wide.Fixed) wide.Fixed {
	for _, v := range h {
		if l.slack = l.plus(l.slack, v.Abs()); l.guard.failed || l.slack.Size() > wide.Fraction+40 {
			l.guard.failed = true
			return wide.Fixed{}
		}
	}
	var squares wide.Sum
	for e, row := range l.transform {
		th := wide.Sum{}
		for f, t := range row {
			th.Add(t, h[f])
		}
		g[e] = g[e].Plus(l.sum(&th))
		l.addSquare(&squares, h[e])
	}
	for o := range l.out {
		part := wide.Sum{}
		for e, row := range l.columns {
			part.Add(row[o], h[e])
		}
		v := l.sum(&part).Abs().Plus(wide.Ulp.Times(l.slack.Above() + 1))
		l.addSquare(&squares, v)
	}
	return l.cost(l.radius, l.root(&squares))
}

// root is √s, rounded up.
func (l *dualFixed) root(s *wide.Sum) wide.Fixed {
	l.sum(s) // which fails if it is too large
	n := s.Big()
	root, _ := wide.FromBig(n.Sqrt(n).Add(n, oneInt))
	return root
}

// addPoint enters the multipliers of a point: half the slopes of the samples' envelopes.
func (l *dualFixed) addPoint(point []float64) {
	for d, v := range point {
		l.point[d] = l.number(v)
	}
	u := &l.units[0]
	for i := range l.y {
		t := wide.Sum{}
		for d, x := range l.x[i*l.n:][:l.n] {
			t.Add(l.point[d], x)
		}
		at := l.sum(&t)
		if !u.given[i] && at.Positive() {
			u.theta[i] = wide.One
		}
		if m := l.slopeAt(at, u, i); !m.IsZero() {
			l.add(i, m)
		}
		if l.guard.failed {
			return
		}
	}
}

// slopeAt is m of sample i at t.
func (l *dualFixed) slopeAt(t wide.Fixed, u *dualFixedUnit, i int) wide.Fixed {
	y := l.y[i].Signed(u.sign)
	rest := t.Minus(y)
	switch side := u.bounds[i].sign(); {
	case side > 0:
	case side < 0 || !y.Positive() && !t.Positive():
		rest = y.Negated()
	case y.Positive():
		rest = wide.Max(rest, l.tailSlope(u, i).Negated())
	}
	return wide.MulNearest(l.w[i], rest).Signed(u.sign)
}

// tailSlope is that of sample i.
func (l *dualFixed) tailSlope(u *dualFixedUnit, i int) wide.Fixed {
	k := &u.slopes[i]
	if v := u.bounds[i]; k.sign != u.sign || k.of != v {
		low, high := l.ends(v, i)
		s := tailSlope(l.y[i].Signed(u.sign).Big(), low.Big(), high.Big())
		*k = knownSlope{of: v, sign: u.sign}
		k.value, _ = wide.FromBig(s)
	}
	return k.value
}
