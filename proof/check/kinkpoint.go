package check

import (
	"math/big"

	"relucert/internal/wide"
)

// fastPoint is the point that curves go through, and the sums of the inputs before each about it.
type fastPoint struct {
	x    wide.Fixed
	y    signed
	sums []fixedSums
}

// fastPoint is nil if there is none, or it or the sums are no integers that fit.
func (c *kinkClass) fastPoint() *fastPoint {
	if c.x == nil || !c.x.IsInt() || !c.y.IsInt() {
		return nil
	}
	p := &fastPoint{sums: make([]fixedSums, c.n+1)}
	ok := true
	fixed := func(v *big.Int) wide.Fixed {
		f, fits := wide.FromBig(v)
		ok = ok && fits && v.BitLen() <= 124
		return f
	}
	y := fixed(c.y.Num())
	p.x, p.y = fixed(c.x.Num()), signed{y.Leading(), y.Negative()}
	for i := range p.sums {
		s := c.before[i].about(c.x.Num()).aboutLabel(c.y.Num())
		p.sums[i] = fixedSums{wxx: fixed(&s.wxx), wxy: fixed(&s.wxy), wyy: fixed(&s.wyy)}
	}
	if !ok {
		return nil
	}
	return p
}

// fitOf is a line's, of either kind.
func (p *fastPrices) fitOf(u, v *knot) fit {
	a, b, at := int(u.cut), int(v.cut), p.places(u, v)
	if p.point != nil && p.isBound(a, b, u.side, v.side) {
		return p.boundFit(a, b, at)
	}
	return p.fit(a, b, at)
}

// boundFit is fit for lines through the point: of slope b, b alone being free. Σω(y − Y)² + Σg_j Y takes the place of what the mean costs, so
// that g is 0, and sums about the point that of those about the mean.
func (p *fastPrices) boundFit(a, b int, at [4]int) (f fit) {
	f.ready, f.bound = true, true
	s := p.point.sums[b].minus(&p.point.sums[a])
	root, ok := s.wxx.Leading().InverseRoot()
	slope := signed{s.wxy.Leading().Over(s.wxx.Leading()), s.wxy.Negative()}
	if f.rho, f.fits = p.difference(s.wyy.Leading(), slope.Scaled.Times(s.wxy.Leading())); !ok || !f.fits {
		f.fits = false
		return f
	}
	var fits [3]bool
	f.q, fits[0] = integer(s.wxy.Leading().Times(root), ulpBits-p.spread, s.wxy.Negative())
	ends := p.ends(fixedSums{w: wide.Ulp, wx: p.point.x}, at)
	fits[1] = p.setTurns(&f, &ends, root.Half(1))
	fits[2] = p.setLine(&f, &ends, p.point.y, slope)
	f.rootShift, f.fits = 63, fits == [3]bool{true, true, true}
	return f
}
