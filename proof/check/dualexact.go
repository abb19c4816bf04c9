package check

import (
	"iter"
	"math"
	"math/big"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// dualExact is the rule of FORMAT.md for dual records, exactly. It keeps nothing
// between records.
type dualExact struct {
	*coordinates
	costH *big.Rat   // 4(Y/√S + 2kNΛ)
	reach []*big.Rat // a sample: b
}

func newDualExact(c *coordinates) *dualExact {
	c.widen()
	l := &dualExact{coordinates: c, costH: c.freeCost()}
	for i := range c.count() {
		l.reach = append(l.reach, c.reachOf(i))
	}
	return l
}

// dualExactUnit is a unit at work: g over x.den and 2^(mBits + thetaBits).
type dualExactUnit struct {
	sign    int
	cuts    []*cut
	bounds  map[int]interval             // of the samples with cuts
	theta   map[int]float64              // a sample
	implied map[int]*certificate.Implied // a sample
	linear  []big.Int
}

// interval is what the cuts leave of sample i's t.
func (u *dualExactUnit) interval(i int) interval {
	if v, isCut := u.bounds[i]; isCut {
		return v
	}
	return everything
}

// dualBits are how finely the numbers of a record divide.
type dualBits struct{ m, slope uint }

// prove implements prover for a proof with a dual record.
func (l *dualExact) prove(p *proof) (*big.Int, error) {
	bits := bitsOf(p.dual)
	units := l.units(p)
	value := new(big.Int) // in grains, rounded down
	moments := make([]big.Int, l.p)
	for i, n := range l.multipliers(p.dual, units, bits) {
		value.Add(value, l.dualTerm(n, bits.m, i))
		l.addMoments(moments, n, i)
		for j := range units {
			value.Sub(value, l.pair(&units[j], n, bits, i))
		}
	}
	total := new(big.Rat).SetFrac(value, new(big.Int).Lsh(oneInt, grain))
	total.Add(total, &l.within)
	total.Sub(total, l.freeTerm(moments, bits.m))
	total.Add(total, l.walls(p, units, bits))
	for j := range units {
		total.Sub(total, l.payment(p.dual, j, &units[j], bits))
	}
	return scaleDown(total), nil
}

// multipliers are the samples and their m over 2^bits.m.
func (l *dualExact) multipliers(d *certificate.Dual, units []dualExactUnit, bits dualBits) iter.Seq2[int, *big.Int] {
	if d.Point != nil {
		return l.derived(d.Point, &units[0])
	}
	return func(yield func(int, *big.Int) bool) {
		for _, m := range d.Samples {
			if !yield(int(l.ofRow[m.Row]), integerAt(m.Value, bits.m)) {
				return
			}
		}
	}
}

// slopeBits are those of a chord's slope, which is rounded.
const slopeBits = wide.Fraction

func bitsOf(d *certificate.Dual) (b dualBits) {
	if d.Point != nil {
		b.m = pointBits
	}
	for _, m := range d.Samples {
		b.m = max(b.m, fractionBits(m.Value))
	}
	b.slope = slopeBits
	for _, k := range d.Kinks {
		b.slope = max(b.slope, fractionBits(k.Value))
	}
	for _, w := range d.Walls {
		if need := fractionBits(w.Value); need > b.m+b.slope {
			b.slope = need - b.m
		}
	}
	return b
}

func (l *dualExact) units(p *proof) []dualExactUnit {
	units := make([]dualExactUnit, len(p.regions))
	for j, r := range p.regions {
		units[j] = dualExactUnit{sign: p.signs[j], cuts: r.cutList(), bounds: r.intervals(),
			theta: make(map[int]float64), implied: make(map[int]*certificate.Implied), linear: make([]big.Int, l.n)}
	}
	for k := range p.dual.Implied {
		i := &p.dual.Implied[k]
		units[i.Unit].implied[int(l.ofRow[i.Row])] = i
	}
	for _, k := range p.dual.Kinks {
		units[k.Unit].theta[int(l.ofRow[k.Row])] = k.Value
	}
	return units
}

// dualTerm is -(2mωy + m²)/ω in grains, rounded down.
func (l *dualExact) dualTerm(m *big.Int, bits uint, i int) *big.Int {
	w, y := &l.coordinates.weight, &l.moment
	// (2 m·y.n/y.den + m²/2^bits) / 2^bits / (w.n/w.den)
	var sum, square, den big.Int
	sum.Mul(m, &y.n[i])
	sum.Lsh(&sum, bits+1)
	square.Mul(m, m)
	sum.Add(&sum, square.Mul(&square, &y.den))
	sum.Lsh(sum.Mul(&sum, &w.den), grain)
	den.Lsh(den.Mul(&y.den, &w.n[i]), 2*bits)
	return sum.Neg(divUp(&sum, &den))
}

// addMoments adds m·z.
func (l *dualExact) addMoments(moments []big.Int, m *big.Int, i int) {
	var term big.Int
	for d := range moments {
		z := oneInt
		if l.header.Output == certificate.Affine {
			z = &l.x.n[i*l.n+d]
		}
		moments[d].Add(&moments[d], term.Mul(m, z))
	}
}

// pair adds to g what bounds m·max(0, t) from below, and returns twice the
// constant that goes with it, in grains, rounded up.
func (l *dualExact) pair(u *dualExactUnit, m *big.Int, bits dualBits, i int) *big.Int {
	slope := new(big.Int) // over 2^bits.slope
	constant := new(big.Int)
	v := u.interval(i)
	side := v.sign()
	switch {
	case side < 0:
		return constant
	case side > 0:
		slope.Lsh(oneInt, bits.slope)
	case m.Sign()*u.sign >= 0:
		slope = integerAt(u.theta[i], bits.slope)
	case u.implied[i] != nil:
		if u.implied[i].Active {
			slope.Lsh(oneInt, bits.slope)
		}
		constant = times(m, bits.m, l.lacking(u, i))
	case l.enveloped():
		slope.Lsh(oneInt, bits.slope)
		constant = l.envelope(u, m, bits.m, i)
	default:
		var height *big.Rat
		slope, height = l.chord(v, i)
		slope.Lsh(slope, bits.slope-slopeBits)
		constant = times(m, bits.m, height)
	}
	if u.sign < 0 {
		slope.Neg(slope)
	}
	l.addTo(u.linear, slope.Mul(slope, m), i)
	return constant
}

// ends are the interval of sample i's t.
func (l *dualExact) ends(v interval, i int) (low, high *big.Rat) {
	low, high = new(big.Rat).Neg(l.reach[i]), l.reach[i]
	if own := rational(max(v.low, -math.MaxFloat64)); own.Cmp(low) > 0 {
		low = own
	}
	if own := rational(min(v.high, math.MaxFloat64)); own.Cmp(high) < 0 {
		high = own
	}
	return low, high
}

// chord is the slope s = h/(h − l) over 2^slopeBits, rounded, of a line above max(0, t) on
// [l, h], and twice its height at 0, 2·max(−sl, (1 − s)h).
func (l *dualExact) chord(v interval, i int) (slope *big.Int, height *big.Rat) {
	low, high := l.ends(v, i)
	width := new(big.Rat).Sub(high, low)
	slope = new(big.Int).Lsh(oneInt, slopeBits-1)
	if width.Sign() > 0 {
		slope = onGrid(width.Quo(high, width), slopeBits)
	}
	s := new(big.Rat).SetFrac(slope, new(big.Int).Lsh(oneInt, slopeBits))
	left := new(big.Rat).Mul(s, low)
	right := new(big.Rat).Mul(s.Sub(big.NewRat(1, 1), s), high)
	if left.Neg(left); left.Cmp(right) < 0 {
		left = right
	}
	return slope, left.Add(left, left)
}

// envelope is how much less than −2my − m²/ω the sample is worth, in grains, rounded up:
// −(m + ωy − ωah)²/ω if a(m + ωy) > ωh, else 0, or 2ml − (m + ωy)²/ω if that is more.
func (l *dualExact) envelope(u *dualExactUnit, m *big.Int, bits uint, i int) *big.Int {
	low, high := l.ends(u.interval(i), i)
	omega := new(big.Rat).SetFrac(&l.coordinates.weight.n[i], &l.coordinates.weight.den)
	own := new(big.Rat).SetFrac(new(big.Int).Mul(m, big.NewInt(int64(u.sign))), new(big.Int).Lsh(oneInt, bits))
	top := new(big.Rat).SetFrac(&l.moment.n[i], &l.moment.den) // of the parabola, times ω
	top.Mul(top, big.NewRat(int64(u.sign), 1)).Add(top, own)
	cost := new(big.Rat).Mul(own, low)
	cost.Add(cost, cost).Sub(cost, squareOver(top, omega))
	over := new(big.Rat).Sub(top, new(big.Rat).Mul(omega, high))
	most := new(big.Rat)
	if over.Sign() > 0 {
		most.Neg(squareOver(over, omega))
	}
	if cost.Cmp(most) < 0 {
		cost = most
	}
	return divUp(new(big.Int).Lsh(cost.Num(), grain), cost.Denom())
}

// squareOver is v²/ω.
func squareOver(v, omega *big.Rat) *big.Rat {
	q := new(big.Rat).Mul(v, v)
	return q.Quo(q, omega)
}

// addTo adds weight·x̂.
func (l *dualExact) addTo(sum []big.Int, weight *big.Int, i int) {
	var term big.Int
	for d := range sum {
		sum[d].Add(&sum[d], term.Mul(weight, &l.x.n[i*l.n+d]))
	}
}

// times is |m|·b in grains, rounded up.
func times(m *big.Int, bits uint, b *big.Rat) *big.Int {
	size := new(big.Int).Abs(m)
	size.Lsh(size.Mul(size, b.Num()), grain)
	return divUp(size, new(big.Int).Lsh(b.Denom(), bits))
}

// lacking is 2Λ·Σ_d |±x̂_d - Σ νσx̂_d|: the sample is on its implied side up to half
// of this.
func (l *dualExact) lacking(u *dualExactUnit, i int) *big.Rat {
	implied := u.implied[i]
	bits := uint(0)
	for _, by := range implied.By {
		bits = max(bits, fractionBits(by.Value))
	}
	rest := make([]big.Int, l.n)
	weight := new(big.Int).Lsh(oneInt, bits)
	if !implied.Active {
		weight.Neg(weight)
	}
	l.addTo(rest, weight, i)
	for _, by := range implied.By {
		l.addCut(rest, u.cuts[by.Cut], integerAt(by.Value, bits))
	}
	sum := new(big.Int)
	for d := range rest {
		sum.Add(sum, rest[d].Abs(&rest[d]))
	}
	b := new(big.Rat).SetFrac(sum, new(big.Int).Lsh(&l.x.den, bits))
	b.Mul(b, &l.limit)
	return b.Add(b, b)
}

// walls takes ησx̂ off g and returns Σ 2ησ·at.
func (l *dualExact) walls(p *proof, units []dualExactUnit, bits dualBits) *big.Rat {
	total := new(big.Rat)
	for _, w := range p.dual.Walls {
		u := &units[w.Unit]
		c := u.cuts[w.Cut]
		l.addCut(u.linear, c, integerAt(w.Value, bits.m+bits.slope))
		if c.at != 0 {
			gain := big.NewRat(2*int64(c.sign), 1)
			total.Add(total, gain.Mul(gain, rational(w.Value)).Mul(gain, rational(c.at)))
		}
	}
	return total
}

// addCut takes weight·σx̂ of a cut off a sum.
func (l *dualExact) addCut(sum []big.Int, c *cut, weight *big.Int) {
	if c.sign > 0 {
		weight.Neg(weight)
	}
	l.addTo(sum, weight, c.sample)
}

// payment is 2Λ·Σ_d |g + Th| + 2B‖(h, Cᵀh)‖, rounded up.
func (l *dualExact) payment(d *certificate.Dual, j int, u *dualExactUnit, bits dualBits) *big.Rat {
	g := make([]big.Rat, l.n)
	den := new(big.Int).Lsh(&l.x.den, bits.m+bits.slope)
	for e := range g {
		g[e].SetFrac(&u.linear[e], den)
	}
	cost := new(big.Rat)
	for _, s := range d.Slacks {
		if s.Unit == j {
			cost = l.addSlack(g, rationals(s.Vector))
		}
	}
	if d.Point != nil {
		cost = l.addSlack(g, l.cancelling(g))
	}
	var sum, size big.Rat
	for e := range g {
		sum.Add(&sum, size.Abs(&g[e]))
	}
	sum.Mul(&sum, &l.limit)
	return cost.Add(cost, sum.Add(&sum, &sum))
}

func rationals(vector []float64) []big.Rat {
	h := make([]big.Rat, len(vector))
	for e, v := range vector {
		h[e].Set(rational(v))
	}
	return h
}

// addSlack adds Th to g and returns 2B‖(h, Cᵀh)‖, rounded up.
func (l *dualExact) addSlack(g, h []big.Rat) *big.Rat {
	th, cost := l.slack(h)
	for e := range g {
		g[e].Add(&g[e], &th[e])
	}
	return cost
}

// freeTerm is 4‖H‖(Y/√S + 2kNΛ), rounded up.
func (l *dualExact) freeTerm(moments []big.Int, bits uint) *big.Rat {
	if l.p == 0 {
		return new(big.Rat)
	}
	squares, term := new(big.Int), new(big.Int)
	for d := range moments {
		squares.Add(squares, term.Mul(&moments[d], &moments[d]))
	}
	den := new(big.Int).Lsh(oneInt, bits)
	if l.header.Output == certificate.Affine {
		den.Mul(den, &l.x.den)
	}
	norm := rootUp(new(big.Rat).SetFrac(squares, den.Mul(den, den)))
	return norm.Mul(norm, l.costH)
}
