package check

import (
	"math/big"
	"math/bits"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// fixedData is the samples in fixed point, with what rounding them cost.
type fixedData struct {
	*coordinates
	x            []wide.Fixed // m×N, each within 1 ulp of x̂
	y            []wide.Fixed // within 1 ulp
	w            []wide.Fixed // ω rounded down
	coarse       []int64      // x in units of 2^(xBits-coarseBits), to the nearest: see coarse.go
	wSlack       wide.Fixed   // 0 if every ω is exact, else 1 ulp
	unitWeight   wide.Fixed   // 2^-unitShift, the least ω, if that is such; else negative, as no ω is
	unitShift    uint
	halfUnit     wide.Fixed   // of rounding: 2^unitShift / 2 ulps
	inverse      []wide.Fixed // (Σωzzᵀ)⁻¹·2^inverseShift, P×P
	inverseShift uint
	limit        wide.Fixed // Λ rounded up
	freeCost     wide.Fixed // 4(Y/√S + 2kNΛ) rounded up
	within       wide.Fixed // rounded down
	dualHolder

	// Integers not below Σω, Σ|x̂_d|, for error bounds in ulps; and bits.
	sumW, sumZ          uint64
	xBits, yBits, wBits int
}

// tooLarge is why a bound is refused in fixed point.
const tooLarge = "numbers too large or too fine for fixed point (use --exact)"

func newFixedData(c *coordinates) (*fixedData, error) {
	d := &fixedData{coordinates: c, x: make([]wide.Fixed, c.count()*c.n), y: make([]wide.Fixed, c.count()), w: make([]wide.Fixed, c.count())}
	q := &rounder{}
	if c.widened || !d.roundShort() {
		c.widen()
		d.round(q)
	}
	d.limit = q.up(&c.limit)
	d.freeCost = q.up(c.freeCost())
	d.within = q.upNegated(&c.within).Negated()
	d.measure(q)
	d.invert(q)
	if q.failed || d.xBits > 30 || d.yBits > 30 || d.wBits > 44 {
		return nil, refuse("the data has %s", tooLarge)
	}
	d.coarsen()
	d.findUnit()
	return d, nil
}

// findUnit sees whether a product with the least ω is but a shift.
func (d *fixedData) findUnit() {
	least := d.w[0]
	for _, w := range d.w {
		least = wide.Min(least, w)
	}
	d.unitWeight = wide.One.Negated()
	for n := range uint(40) {
		if least == wide.One.Shifted(n) {
			d.unitWeight, d.unitShift = least, n
			d.halfUnit = wide.Ulp.Times(1 << n >> 1)
		}
	}
}

// round rounds the samples.
func (d *fixedData) round(q *rounder) {
	c := d.coordinates
	for i := range c.x.n {
		d.x[i] = q.nearest(&c.x.n[i], &c.x.den)
	}
	var num, den big.Int
	d.wSlack = wide.Fixed{}
	for i := range c.count() {
		var exact bool
		if d.w[i], exact = q.down(&c.weight.n[i], &c.weight.den); !exact {
			d.wSlack = wide.Ulp
		}
		num.Mul(&c.moment.n[i], &c.weight.den)
		den.Mul(&c.moment.den, &c.weight.n[i])
		d.y[i] = q.nearest(&num, &den)
	}
}

// rounder rounds to fixed numbers; a number that does not fit sticks.
type rounder struct {
	failed       bool
	n, remainder big.Int
}

func (q *rounder) keep(v *big.Int) wide.Fixed {
	a, ok := wide.FromBig(v)
	q.failed = q.failed || !ok
	return a
}

func (q *rounder) nearest(num, den *big.Int) wide.Fixed {
	q.n.Lsh(num, wide.Fraction+1)
	q.n.Add(&q.n, den)
	q.n.Div(&q.n, q.remainder.Lsh(den, 1))
	return q.keep(&q.n)
}

func (q *rounder) down(num, den *big.Int) (v wide.Fixed, exact bool) {
	q.n.Lsh(num, wide.Fraction)
	q.n.DivMod(&q.n, den, &q.remainder)
	return q.keep(&q.n), q.remainder.Sign() == 0
}

func (q *rounder) up(v *big.Rat) wide.Fixed {
	a, ok := wide.RatUp(v)
	q.failed = q.failed || !ok
	return a
}

func (q *rounder) upNegated(v *big.Rat) wide.Fixed { return q.up(new(big.Rat).Neg(v)) }

// freeCost is 4(Y/√S + 2kNΛ), rounded up.
func (c *coordinates) freeCost() *big.Rat {
	ratio := new(big.Rat).Quo(&c.squares, &c.total)
	v := rootUp(ratio)
	kn := new(big.Rat).SetInt64(2 * int64(c.header.Units) * int64(c.n))
	v.Add(v, kn.Mul(kn, &c.limit))
	return v.Mul(v, big.NewRat(4, 1))
}

// rootUp is √v rounded up to the grain.
func rootUp(v *big.Rat) *big.Rat {
	n := new(big.Int).Lsh(v.Num(), 2*grain)
	n.Sqrt(divUp(n, v.Denom())) // rounds down
	n.Add(n, big.NewInt(1))
	return new(big.Rat).SetFrac(n, new(big.Int).Lsh(big.NewInt(1), grain))
}

// measure finds the sizes of the data.
func (d *fixedData) measure(q *rounder) {
	var sum, limit wide.Fixed
	for i := range d.w {
		if sum = sum.Plus(d.w[i]).Plus(d.wSlack); sum.Size() > 125 {
			q.failed = true
			return
		}
		d.yBits = max(d.yBits, d.y[i].Size()-wide.Fraction)
	}
	d.sumW, d.wBits = sum.Above(), sum.Size()-wide.Fraction
	for j := range d.n {
		sum = wide.Fixed{}
		for i := range d.w {
			a := d.x[i*d.n+j].Abs()
			d.xBits = max(d.xBits, a.Size()-wide.Fraction)
			if sum = sum.Plus(a).Plus(wide.Ulp); sum.Size() > 125 {
				q.failed = true
				return
			}
		}
		limit = wide.Max(limit, sum)
	}
	if d.header.Output != certificate.Affine {
		limit = wide.One.Times(uint64(d.count()))
	}
	d.sumZ = limit.Above()
}

// invert computes (Σωzzᵀ)⁻¹, which need not be exact.
func (d *fixedData) invert(q *rounder) {
	a := d.freeInverse()
	d.inverseShift = uint(bits.Len64(d.sumW))
	shift := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), d.inverseShift))
	for r := range a {
		for g := range d.p {
			v := new(big.Rat).Mul(&a[r][g], shift)
			d.inverse = append(d.inverse, q.nearest(v.Num(), v.Denom()))
		}
	}
}

// freeInverse is (Σωzzᵀ)⁻¹, or nil if there are too many columns for the bound
// records that need it.
func (c *coordinates) freeInverse() [][]big.Rat {
	if c.vertices() == 0 {
		return nil
	}
	a := c.freeGram()
	for r := range a {
		for g := range c.p {
			var v big.Rat
			if g == r {
				v.SetInt64(1)
			}
			a[r] = append(a[r], v)
		}
	}
	eliminate(a)
	for r := range a {
		a[r] = a[r][c.p:]
	}
	return a
}

// freeGram is Σωzzᵀ.
func (c *coordinates) freeGram() [][]big.Rat {
	a := make([][]big.Rat, c.p)
	if c.header.Output == certificate.Intercept {
		a[0] = []big.Rat{*new(big.Rat).Set(&c.total)}
	}
	if c.header.Output != certificate.Affine {
		return a
	}
	for d := range a {
		for e := range c.gram[d] {
			a[d] = append(a[d], *new(big.Rat).Set(&c.gram[d][e]))
		}
	}
	return a
}
