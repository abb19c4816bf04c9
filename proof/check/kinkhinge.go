package check

import (
	"math/big"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// hinge is what a lone kink of a sign in a span costs, and what it puts on the lines beside it (FORMAT.md, "Lone kinks").
type hinge struct {
	cost        wide.Fixed
	left, right pull
}

// pull is put on two neighbouring inputs of a line: of that before the span on the last two, of that behind it on the first two.
type pull struct {
	fast        fastLoad // as it is added to a line on the right, or taken from one on the left
	sum, moment big.Rat  // of what is added, and with x
}

func noPull() pull { return pull{fast: fastLoad{fits: true}} }

// residuals are z_i = W_i(y_i − p(x_i)) of a span's inner inputs, over a common denominator, with Σ W_i(y_i² − p(x_i)²).
type residuals struct {
	over  *big.Int
	z     []*big.Int
	value *big.Rat
}

// newHinge is that of the span of cuts e to f.
func (c *kinkClass) newHinge(e, f int, h *certificate.LoneKink) *hinge {
	z := c.residuals(e, f, h)
	width := c.distance(e-1, f)
	force := new(big.Rat).Mul(rational(h.Force), c.alpha)
	turn := new(big.Rat).Mul(rational(h.Turn), c.alpha)
	turn.Mul(turn, width).Add(turn, c.mostTurn(e, f, z, force, h.Sign))
	turn.Mul(turn, big.NewRat(int64(h.Sign), 1))
	var sum, moment big.Int
	for j, v := range z.z {
		sum.Add(&sum, v)
		moment.Add(&moment, new(big.Int).Mul(v, c.away(e-1, e+j)))
	}
	twice := func(v *big.Int) *big.Rat { return new(big.Rat).SetFrac(new(big.Int).Lsh(v, 1), z.over) }
	value := new(big.Rat).Add(force, twice(&sum))
	left, lost := c.pull(e-1, e-2, value.Neg(value), new(big.Rat).Sub(turn, twice(&moment)))
	slope := new(big.Rat).Mul(force, width)
	right, more := c.pull(f, f+1, force, slope.Neg(slope.Add(slope, turn)))
	left.fast.first, left.fast.second = -left.fast.second, -left.fast.first // the farther input stands first there
	z.value.Sub(z.value, lost.Add(lost, more))
	return &hinge{c.within[e].Minus(c.within[f]).Plus(c.valueOf(z.value)), left, right}
}

// away is how far an input is from another.
func (c *kinkClass) away(from, to int) *big.Int {
	return new(big.Int).Sub(c.inputs.x[to], c.inputs.x[from])
}

// residuals are from the line p with the hinge's values at the inputs e − 1 and f.
func (c *kinkClass) residuals(e, f int, h *certificate.LoneKink) residuals {
	scale := rational(c.header.LabelScale)
	near, far := c.label(new(big.Rat).Mul(rational(h.Near), scale)), c.label(new(big.Rat).Mul(rational(h.Far), scale))
	under := new(big.Int).Mul(near.Denom(), far.Denom())
	width := c.away(e-1, f)
	r := residuals{over: new(big.Int).Mul(under, width), value: new(big.Rat)}
	first := new(big.Int).Mul(near.Num(), far.Denom())
	rise := new(big.Int).Mul(far.Num(), near.Denom())
	rise.Sub(rise, first)
	first.Mul(first, width)
	var all, squares big.Int
	for i := e; i < f; i++ {
		s := c.block(i, i+1)
		p := new(big.Int).Mul(rise, c.away(e-1, i)) // over r.over
		p.Add(p, first)
		own := new(big.Int).Mul(&s.w, p)
		squares.Add(&squares, new(big.Int).Mul(own, p))
		all.Add(&all, &s.wyy)
		z := new(big.Int).Mul(&s.wy, r.over)
		r.z = append(r.z, z.Sub(z, own))
	}
	r.value.SetFrac(&squares, new(big.Int).Mul(r.over, r.over))
	r.value.Sub(new(big.Rat).SetInt(&all), r.value)
	return r
}

// mostTurn is M: the largest of s·(2φ(t) − ν(t − a)), at an end or an inner input.
func (c *kinkClass) mostTurn(e, f int, z residuals, force *big.Rat, sign int) *big.Rat {
	var phi, sum big.Int // over z.over
	var most *big.Int    // over z.over·force.Denom()
	per := new(big.Int).Mul(force.Num(), z.over)
	for i := f; i >= e-1; i-- {
		if i < f {
			phi.Add(&phi, new(big.Int).Mul(&sum, c.away(i, i+1)))
		}
		v := new(big.Int).Lsh(&phi, 1)
		v.Mul(v, force.Denom())
		v.Sub(v, new(big.Int).Mul(per, c.away(e-1, i)))
		if v.Mul(v, big.NewInt(int64(sign))); most == nil || v.Cmp(most) > 0 {
			most = v
		}
		if i >= e && i < f {
			sum.Add(&sum, z.z[i-e])
		}
	}
	return new(big.Rat).SetFrac(most, new(big.Int).Mul(z.over, force.Denom()))
}

// pull is what is put on a line's value at an input and on its slope, on that input and another. Fast ones are rounded: that costs less
// than one unit each at the inputs' values, and these are within the root of the whole spread over their weight of the mean label, as the best function is a
// projection on a cone with all constants.
func (c *kinkClass) pull(at, other int, value, slope *big.Rat) (p pull, lost *big.Rat) {
	lost = new(big.Rat)
	if other < 0 || other >= c.n {
		return p, lost // it bounds no line of two inputs
	}
	second := new(big.Rat).Quo(slope, c.distance(at, other))
	first := new(big.Rat).Sub(value, second)
	if c.rounds {
		a, b := c.inWhole(first), c.inWhole(second)
		if p.fast.fits = a.BitLen() < loadBits && b.BitLen() < loadBits; p.fast.fits {
			p.fast.first, p.fast.second = a.Int64(), b.Int64()
			p.fast.size = size(p.fast.first) + size(p.fast.second)
			first, second = c.inUnits(p.fast.first), c.inUnits(p.fast.second)
			lost.Add(c.largest(at), c.largest(other)).Mul(lost, c.inUnits(1))
		}
	}
	p.sum.Add(first, second)
	p.moment.Mul(first, c.at(at))
	p.moment.Add(&p.moment, second.Mul(second, c.at(other)))
	return p, lost
}

// largest is at least what the best function's value at an input can be.
func (c *kinkClass) largest(i int) *big.Rat {
	n := c.spread - (c.block(i, i+1).w.BitLen()-1)/2
	v := new(big.Rat).SetFrac(shifted(oneInt, n), shifted(oneInt, -n))
	return v.Add(v, big.NewRat(1, 1))
}
