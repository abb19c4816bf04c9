package check

import (
	"math"
	"math/big"
	"math/bits"

	"relucert/proof/certificate"
)

// shortSums is sums from the exact moments of short data.
func (c *coordinates) shortSums() {
	h, all := c.short, c.newMoments()
	x := make([]int64, all.n)
	var total, square wide
	for i, w := range h.weight {
		h.row(x, i)
		all.add(x, w, h.label[i])
		total.add(integer(w), unitInteger)
		square.add(h.square[i], unitInteger)
	}
	weightUnit := new(big.Rat).Mul(rational(c.header.WeightScale), ratio(h.weightDen, 1)) // ω is an integer over it
	c.total.SetInt(total.big())
	c.total.Quo(&c.total, weightUnit)
	within := c.shortWithin()
	// Σω(label − within's part)² is Σ(ωy)²/ω, rounded up.
	between := new(big.Rat).SetInt(square.big())
	between.Sub(between, within)
	c.shortGram(all, weightUnit)
	c.shortSquares(all, between)
	toData := ratio(1, h.weightDen)
	toData.Mul(toData, ratio(1, h.labelDen)).Mul(toData, ratio(1, h.labelDen))
	c.within.Mul(within, toData)
	c.within.Quo(&c.within, c.unit())
}

// unitInteger is 1 as an integer, not as a fixed number.
var unitInteger = fixed{lo: 1}

func ratio(a, b uint64) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
}

// shortWithin is Σ (Σωy² − (Σωy)²/Σω) over weightDen·labelDen², rounded down to
// the grain. It is 0 for samples of one row.
func (c *coordinates) shortWithin() *big.Rat {
	h, sum := c.short, new(big.Int)
	var w, l, v big.Int
	for i, multiple := range h.multiple {
		if !multiple {
			continue
		}
		w.SetInt64(h.weight[i])
		l.SetInt64(h.label[i])
		v.Mul(h.square[i].big(), &w)
		v.Sub(&v, l.Mul(&l, &l))
		sum.Add(sum, v.Div(v.Lsh(&v, grain), &w))
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Lsh(oneInt, grain))
}

// shortGram is T Σωxxᵀ Tᵀ.
func (c *coordinates) shortGram(all *moments, weightUnit *big.Rat) {
	t, den := integers(c.rows())
	unit := new(big.Rat).SetInt(den.Mul(den, den))
	unit.Mul(unit, weightUnit)
	half := make([]big.Int, c.n)
	var sum, term big.Int
	c.gram = make([][]big.Rat, c.n)
	for d := range c.gram {
		c.gram[d] = make([]big.Rat, c.n)
		for g := range half[:d+1] {
			half[g].SetInt64(0)
			for e := range t[d] {
				half[g].Add(&half[g], term.Mul(&t[d][e], all.at(c.header.Keep[e], c.header.Keep[g])))
			}
		}
		for e := range d + 1 {
			sum.SetInt64(0)
			for g := range t[e] {
				sum.Add(&sum, term.Mul(&t[e][g], &half[g]))
			}
			c.gram[d][e].SetInt(&sum)
			c.gram[d][e].Quo(&c.gram[d][e], unit)
			c.gram[e][d].Set(&c.gram[d][e])
		}
	}
}

// at is Σωx_d x_e.
func (m *moments) at(d, e int) *big.Int { return m.xx[max(d, e)*(max(d, e)+1)/2+min(d, e)].big() }

// forKept is T for integers of all raw columns: N rows.
func (c *coordinates) forKept() [][]big.Rat {
	t := make([][]big.Rat, c.n)
	for d, row := range c.rows() {
		t[d] = make([]big.Rat, c.width())
		for e := range row {
			t[d][c.header.Keep[e]].Set(&row[e])
		}
	}
	return t
}

// product is Σω⟨a, x⟩⟨b, x⟩.
func (m *moments) product(a, b []big.Rat) *big.Rat {
	sum := new(big.Rat)
	var term, v big.Rat
	for d := range a {
		for e := range b {
			if a[d].Sign() == 0 || b[e].Sign() == 0 {
				continue
			}
			v.SetInt(m.at(d, e))
			sum.Add(sum, v.Mul(&v, term.Mul(&a[d], &b[e])))
		}
	}
	return sum
}

// referenceForm is the reference on integers of raw columns, and of 1 behind
// them.
func (c *coordinates) referenceForm() []big.Rat {
	form := make([]big.Rat, c.width())
	switch c.header.Output {
	case certificate.Affine:
		var term big.Rat
		for d, row := range c.forKept() {
			for e := range row {
				form[e].Add(&form[e], term.Mul(&row[e], rational(c.header.Reference[d])))
			}
		}
	case certificate.Intercept:
		// With a bias, column 0 is 1.
		at := len(form) - 1
		if c.header.Bias {
			at = 0
		}
		form[at].Set(rational(c.header.Reference[0]))
	}
	return form
}

// shortSquares is Σωy² = Σω(label/label-scale − ⟨reference, z⟩)², given Σω·label²
// over weightDen·labelDen².
func (c *coordinates) shortSquares(all *moments, between *big.Rat) {
	h, form := c.short, c.referenceForm()
	label := new(big.Rat).Quo(ratio(1, h.labelDen), rational(c.header.LabelScale))
	sum := all.product(form, form)
	var term, v big.Rat
	for e := range form {
		v.SetInt(all.xy[e].big())
		term.Mul(&form[e], label)
		v.Mul(&v, &term)
		sum.Sub(sum, v.Add(&v, &v))
	}
	term.Mul(label, label)
	sum.Add(sum, term.Mul(&term, between))
	sum.Quo(sum, ratio(h.weightDen, 1))
	c.squares.Quo(sum, rational(c.header.WeightScale))
}

// mostPatterned is for how many units shortSSE sums by activation pattern.
const mostPatterned = 8

// shortSSE is sse: a quadratic form of the moments of each activation pattern.
func (c *coordinates) shortSSE(net *Network) *big.Rat {
	h, den, n := c.short, c.forms(net), c.width()
	forms := make([]*signedForm, len(net.Units))
	for j, u := range net.Units {
		forms[j] = newSignedForm(c.form(u.Weights, den))
	}
	parts := make([]*moments, 1<<len(forms))
	x := make([]int64, n)
	var square wide
	for i, w := range h.weight {
		h.row(x, i)
		pattern := 0
		for j, f := range forms {
			if f.positive(x) {
				pattern |= 1 << j
			}
		}
		if parts[pattern] == nil {
			parts[pattern] = c.newMoments()
		}
		parts[pattern].add(x, w, h.label[i])
		square.add(h.square[i], unitInteger)
	}
	output := c.form(c.spread(net.Output), den)
	if c.header.Bias { // column 0 is 1
		output[0].Add(&output[0], &output[n])
	}
	label := new(big.Int).SetUint64(h.labelDen)
	// Over weightDen·(labelDen·den)².
	sum := square.big()
	sum.Mul(sum, new(big.Int).Mul(den, den))
	for pattern, part := range parts {
		if part == nil {
			continue
		}
		f := make([]big.Int, n)
		var term big.Int
		for e := range f {
			f[e].Set(&output[e])
			for j := range forms {
				if pattern>>j&1 == 1 && e < len(forms[j].v) {
					f[e].Add(&f[e], term.Mul(&forms[j].v[e], big.NewInt(int64(net.Units[j].Sign))))
				}
			}
			f[e].Mul(&f[e], label)
		}
		sum.Add(sum, part.quadratic(f, den))
	}
	scale := new(big.Int).Mul(label, den)
	scale.Mul(scale, scale).Mul(scale, new(big.Int).SetUint64(h.weightDen))
	return new(big.Rat).SetFrac(sum, scale)
}

// signedForm is an integer form with its first bits.
type signedForm struct {
	v     []big.Int
	first []fixed // v / 2^shift, rounded down, as integers
	exact bool    // the shift is 0
}

func newSignedForm(v []big.Int) *signedForm {
	f := &signedForm{v: v}
	longest := 0
	for e := range v {
		longest = max(longest, v[e].BitLen())
	}
	shift := max(0, longest-120)
	f.exact = shift == 0
	for e := range v {
		a, _ := fixedOf(new(big.Int).Rsh(&v[e], uint(shift))) // 121 bits at most
		f.first = append(f.first, a)
	}
	return f
}

// positive says whether ⟨v, x⟩ > 0.
func (f *signedForm) positive(x []int64) bool {
	var s wide
	for e := range f.first {
		s.add(f.first[e], integer(x[e]))
	}
	high, low := s.w3|s.w2, s.w3&s.w2
	switch {
	case f.exact:
		return int64(s.w3) >= 0 && high|s.w1|s.w0 != 0
	case int64(s.w3) >= 0 && high != 0:
		return true // ≥ 2^128: what was cut off is at most Σ|x|, far less
	case int64(s.w3) < 0 && low != ^uint64(0):
		return false
	}
	var sum, term big.Int
	for e := range f.v {
		sum.Add(&sum, term.Mul(&f.v[e], big.NewInt(x[e])))
	}
	return sum.Sign() > 0
}

// affineForm is a linear function of a sample's integers, times 2^(fraction+formShift).
// An integer of few bits is lifted to shortBits, so that its coefficient needs fewer.
type affineForm struct {
	coefficient []fixed
	lift        []uint
}

// formShift makes a coefficient's error, half a unit, times an integer below
// 2^shortBits at most 2^-9 ulps; with mostWidth of them it is below 2^-3.
const (
	formShift = shortBits + 8
	mostWidth = 32
)

// newAffineForm is false for what does not fit; size is the integers' bits.
func newAffineForm(form []big.Rat, size []int) (f affineForm, fits bool) {
	q := &rounder{}
	for e := range form {
		lift := uint(shortBits - size[e])
		v := q.nearest(new(big.Int).Lsh(form[e].Num(), formShift-lift), form[e].Denom())
		q.failed = q.failed || v.size() > 120
		f.coefficient, f.lift = append(f.coefficient, v), append(f.lift, lift)
	}
	return f, !q.failed
}

func (f *affineForm) addTo(s *wide, x []int64) {
	for e, v := range x {
		if v != 0 {
			s.add(f.coefficient[e], integer(v<<f.lift[e]))
		}
	}
}

func sizeOf(column []int64) int {
	var all uint64
	for _, v := range column {
		all |= magnitude(v)
	}
	return bits.Len64(all)
}

// sizes are the columns' bits.
func (c *coordinates) sizes() []int {
	all := make([]int, c.width())
	for e := range all {
		if all[e] = 1; e < len(c.short.column) {
			all[e] = sizeOf(c.short.column[e])
		}
	}
	return all
}

// unshifted is the nearest s / 2^formShift as a fixed number.
func (s *wide) unshifted() (v fixed, fits bool) {
	const k = formShift - 64
	t, c := *s, uint64(0)
	t.w1, c = bits.Add64(t.w1, 1<<(k-1), 0)
	t.w2, c = bits.Add64(t.w2, 0, c)
	t.w3 += c
	v = fixed{t.w2>>k | t.w3<<(64-k), t.w1>>k | t.w2<<(64-k)}
	rest := int64(t.w3) >> k
	return v, (rest == 0 && !v.negative() || rest == -1 && v.negative()) && v.size() <= 126
}

// dividedBy is s / d, rounded toward 0.
func (s *wide) dividedBy(d uint64) (q wide, remainder uint64) {
	t, negative := *s, int64(s.w3) < 0
	if negative {
		t = t.negated()
	}
	q.w3, remainder = bits.Div64(0, t.w3, d)
	q.w2, remainder = bits.Div64(remainder, t.w2, d)
	q.w1, remainder = bits.Div64(remainder, t.w1, d)
	q.w0, remainder = bits.Div64(remainder, t.w0, d)
	if negative {
		q = q.negated()
	}
	return q, remainder
}

func (s *wide) negated() (n wide) {
	var b uint64
	n.w0, b = bits.Sub64(0, s.w0, 0)
	n.w1, b = bits.Sub64(0, s.w1, b)
	n.w2, b = bits.Sub64(0, s.w2, b)
	n.w3, _ = bits.Sub64(0, s.w3, b)
	return n
}

// roundShort is round for short data; it is false for numbers that do not fit.
func (d *fixedData) roundShort() bool {
	c, h := d.coordinates, d.short
	if h == nil || c.width() > mostWidth {
		return false
	}
	forms := make([]affineForm, 0, c.n+1)
	sizes := c.sizes()
	for _, row := range append(c.forKept(), c.referenceForm()) {
		f, fits := newAffineForm(row, sizes)
		if !fits {
			return false
		}
		forms = append(forms, f)
	}
	label := new(big.Rat).Quo(ratio(1, h.labelDen), rational(c.header.LabelScale))
	perLabel, fits := newAffineForm([]big.Rat{*label}, []int{sizeOf(h.label)})
	_, exponent := math.Frexp(c.header.WeightScale) // 2^(exponent-1)
	weightShift := fraction + 1 - exponent
	if !fits || weightShift < 0 || weightShift > 120 {
		return false
	}
	shifted := integerPower(uint(weightShift))
	x := make([]int64, c.width())
	for i, weight := range h.weight {
		h.row(x, i)
		for e := range c.n {
			var s wide
			forms[e].addTo(&s, x)
			if d.x[i*c.n+e], fits = s.unshifted(); !fits {
				return false
			}
		}
		// label/weight − ⟨reference, z⟩
		var mean, s wide
		perLabel.addTo(&mean, h.label[i:i+1])
		if weight != 1 {
			mean, _ = mean.dividedBy(uint64(weight))
		}
		forms[c.n].addTo(&s, x)
		s = s.negated()
		s.plus(&mean)
		if d.y[i], fits = s.unshifted(); !fits {
			return false
		}
		var w wide
		w.add(shifted, integer(weight))
		w, rest := w.dividedBy(h.weightDen)
		if rest != 0 {
			d.wSlack = ulp
		}
		d.w[i] = fixed{w.w1, w.w0}
		if w.w2|w.w3 != 0 || d.w[i].size() > 126 || d.w[i].negative() {
			return false
		}
	}
	return true
}

func (s *wide) plus(t *wide) {
	var c uint64
	s.w0, c = bits.Add64(s.w0, t.w0, 0)
	s.w1, c = bits.Add64(s.w1, t.w1, c)
	s.w2, c = bits.Add64(s.w2, t.w2, c)
	s.w3, _ = bits.Add64(s.w3, t.w3, c)
}

// integerPower is the integer 2^n, n < 126.
func integerPower(n uint) fixed {
	if n >= 64 {
		return fixed{hi: 1 << (n - 64)}
	}
	return fixed{lo: 1 << n}
}
