package check

import "relucert/internal/wide"

// fit is what a block's line costs, whatever pulls it: ρ + Σg_j·l̂(t_j) − g² − h², g = G/2√W and h = H/2√A. Of g, h and q = √A·b̂ an
// ulp is 2^(spread−58), and of the g_j, which are a load's numbers, 2^loadUnit.
type fit struct {
	rho         wide.Fixed
	root        uint64   // 1/2√W is root/2^rootShift ulps
	z           [4]int64 // (x − x̄)/2√A at the inputs that loads are on, over 2^zShift
	line        [4]int64 // l̂ there, within 10, over 2^lineShift
	q           int64
	rootShift   uint8
	zShift      uint8
	lineShift   uint8
	ready, fits bool
	bound       bool // to go through the point
}

// ulpBits is how many bits an ulp has behind the root of the spread.
const ulpBits = 58

// fixedSums are sums in 128 bits.
type fixedSums struct{ w, wx, wxx, wy, wxy, wyy wide.Fixed }

func (s *fixedSums) minus(t *fixedSums) fixedSums {
	return fixedSums{s.w.Minus(t.w), s.wx.Minus(t.wx), s.wxx.Minus(t.wxx), s.wy.Minus(t.wy), s.wxy.Minus(t.wxy), s.wyy.Minus(t.wyy)}
}

// crossed is a·b − c·d.
func crossed(a, b, c, d wide.Fixed) (s wide.Sum) {
	s.Add(a, b)
	s.Add(c.Negated(), d)
	return s
}

// fit is that of inputs [a, b) with loads on the inputs at; −1 is none.
func (p *fastPrices) fit(a, b int, at [4]int) (f fit) {
	f.ready = true
	s := p.sums[b].minus(&p.sums[a])
	d := s.spread()
	rootW, ok := d.w.InverseRoot()
	root, also := d.wa.InverseRoot()
	if f.rho, f.fits = p.explained(&d); !ok || !also || !f.fits {
		f.fits = false
		return f
	}
	up := ulpBits - p.spread
	m, e := rootW.Half(1).Parts()
	shift := -(e + up + p.loadUnit)
	var fits [3]bool
	f.root, f.rootShift = m, uint8(shift)
	f.q, fits[0] = integer(d.xy.Times(root), up, d.falls)
	ends := p.ends(s, at)
	fits[1] = p.setTurns(&f, &ends, root.Half(1))
	fits[2] = p.setLine(&f, &ends, signed{s.wy.Leading().Over(d.w), s.wy.Negative()}, signed{d.xy.Over(d.wa), d.falls})
	f.fits = fits == [3]bool{true, true, true} && shift > 1 && shift < 64
	return f
}

// spread is Σω, its product with Σω·Σω(x − x̄)², and Σω·Σω|…| of the mixed one and that of the labels, rounded down.
type spread struct {
	w, wa, xy, yy wide.Scaled
	falls         bool // the mixed one is negative
}

func (s *fixedSums) spread() spread {
	aa, bb, cc := crossed(s.w, s.wxx, s.wx, s.wx), crossed(s.w, s.wxy, s.wx, s.wy), crossed(s.w, s.wyy, s.wy, s.wy)
	w := s.w.Leading()
	return spread{w, w.Times(aa.Leading()), bb.Leading(), cc.Leading(), bb.Sign() < 0}
}

// rho is the cost of the inputs [a, b) on their own line, rounded down; false: it does not fit.
func (p *fastPrices) rho(a, b int) (rho wide.Fixed, fits bool) {
	s := p.sums[b].minus(&p.sums[a])
	d := s.spread()
	return p.explained(&d)
}

// explained is what the labels' spread is less what the line explains of it.
func (p *fastPrices) explained(d *spread) (rho wide.Fixed, fits bool) {
	return p.difference(d.yy.Over(d.w), d.xy.Times(d.xy).Over(d.wa))
}

// difference is what of all is not explained, both rounded down, and the difference too.
func (p *fastPrices) difference(all, explained wide.Scaled) (rho wide.Fixed, fits bool) {
	shift := valueGrain - 2*p.spread
	v, ok := all.Fixed(shift)
	less, also := explained.Fixed(shift)
	return v.Minus(less).Minus(less.Shifted(58)).Minus(wide.Integer(4)).Above0(), ok && also
}

// straight is exactPrices' rounded down.
func (p *fastPrices) straight(a, b int) wide.Fixed {
	if b-a < 3 {
		return wide.Fixed{}
	}
	if rho, fits := p.rho(a, b); fits {
		return p.besides(rho, a, b)
	}
	return p.exactPrices.straight(a, b)
}

// integer is v·2^n toward 0; it fails beyond 60 bits.
func integer(v wide.Scaled, n int, negative bool) (int64, bool) {
	a, ok := v.Fixed(n)
	if !ok || a.Size() > 60 {
		return 0, false
	}
	if negative {
		a = a.Negated()
	}
	return a.Int64(), true
}

// signed is a number with its sign.
type signed struct {
	wide.Scaled
	negative bool
}

func (a signed) times(b wide.Scaled) signed { return signed{a.Times(b), a.negative} }

// exponent is of a number other than 0; of 0 it is none's.
func (a signed) exponent() int {
	if m, e := a.Parts(); m > 0 {
		return e
	}
	return noExponent
}

const noExponent = -1 << 20

// ends are W(x − x̄) at the inputs that loads are on.
func (p *fastPrices) ends(s fixedSums, at [4]int) (all [4]signed) {
	for j, i := range at {
		if i >= 0 {
			n := crossed(s.w, p.x[i], s.wx, wide.Ulp)
			all[j] = signed{n.Leading(), n.Sign() < 0}
		}
	}
	return all
}

// setTurns puts what the loads' places turn over a common power of two.
func (p *fastPrices) setTurns(f *fit, ends *[4]signed, root wide.Scaled) bool {
	top := noExponent
	var z [4]signed
	for j := range ends {
		z[j] = ends[j].times(root)
		top = max(top, z[j].exponent())
	}
	up := ulpBits - p.spread + p.loadUnit
	shift := min(-2-top-up, 126)
	if shift < 0 {
		return false
	}
	for j := range z {
		f.z[j], _ = integer62(z[j].Scaled, up+shift, z[j].negative)
	}
	f.zShift = uint8(shift)
	return true
}

// setLine puts the line's values where loads are over a common power of two: ȳ and what the slope adds have 61 bits, and each is wrong by
// a share of 2^-59, and by 1.
func (p *fastPrices) setLine(f *fit, ends *[4]signed, mean, rise signed) bool {
	top := mean.exponent()
	var far [4]signed
	for j := range ends {
		far[j] = ends[j].times(rise.Scaled)
		far[j].negative = far[j].negative != rise.negative
		top = max(top, far[j].exponent())
	}
	up := p.loadUnit + valueGrain - 2*p.spread
	shift := min(-3-top-up, 63)
	if shift < 4 { // so that what loads cost is below 2^120
		return false
	}
	for j := range far {
		middle, _ := integer62(mean.Scaled, up+shift, mean.negative)
		more, _ := integer62(far[j].Scaled, up+shift, far[j].negative)
		f.line[j] = middle + more
	}
	f.lineShift = uint8(shift)
	return true
}

// integer62 is integer for up to 62 bits.
func integer62(v wide.Scaled, n int, negative bool) (int64, bool) {
	a, ok := v.Fixed(n)
	if negative {
		a = a.Negated()
	}
	return a.Int64(), ok
}
