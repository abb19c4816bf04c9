package check

import (
	"math"
	"math/big"
	"sync"
)

// load is the multipliers of a kink state as what they add to the line on its right, and take
// from that on its left: first·l(x_at) + second·l(x_to), in losses over labels.
type load struct {
	at, to  int // the inputs on both sides of the kink
	fast    fastLoad
	exactly func() *exactLoad
}

// exactLoad is a load's numbers, their sum, and that with x.
type exactLoad struct{ first, second, sum, moment big.Rat }

var noLoad = &load{fast: fastLoad{fits: true}, exactly: func() *exactLoad { return new(exactLoad) }}

// newLoad is a state's.
func (c *kinkClass) newLoad(v *knot, alpha, beta float64) *load {
	if alpha == 0 && beta == 0 {
		return noLoad
	}
	l := &load{at: int(v.cut) - 1, to: int(v.cut)}
	from, to := c.at(l.at), c.at(l.to)
	if c.parted {
		from, to, _ = c.ends(int(v.c), int(v.cut), v.side)
	}
	sign := int64(v.sign)
	switch {
	case c.rounds && (!c.parted || from.Cmp(c.at(l.at)) == 0 && to.Cmp(c.at(l.to)) == 0):
		l.fast = c.fastLoad(alpha, beta, sign)
	case c.rounds:
		l.fast = c.innerLoad(l, alpha, beta, sign, from, to)
	}
	l.exactly = sync.OnceValue(func() *exactLoad {
		e := new(exactLoad)
		if l.fast.fits {
			e.first.Set(c.inUnits(l.fast.first))
			e.second.Set(c.inUnits(l.fast.second))
		} else {
			c.put(e, l, alpha, sign, from)
			c.put(e, l, beta, -sign, to)
		}
		return c.summed(e, l)
	})
	return l
}

// put adds a multiplier at t.
func (c *kinkClass) put(e *exactLoad, l *load, m float64, sign int64, t *big.Rat) {
	g := new(big.Rat).Mul(rational(m), c.alpha)
	g.Mul(g, big.NewRat(sign, 1))
	share := new(big.Rat).Sub(t, c.at(l.at)) // of the input behind
	share.Quo(share, c.distance(l.at, l.to))
	share.Mul(share, g)
	e.second.Add(&e.second, share)
	e.first.Add(&e.first, share.Sub(g, share))
}

func (c *kinkClass) summed(e *exactLoad, l *load) *exactLoad {
	e.sum.Add(&e.first, &e.second)
	e.moment.Mul(&e.first, c.at(l.at))
	e.moment.Add(&e.moment, new(big.Rat).Mul(&e.second, c.at(l.to)))
	return e
}

// fastLoad is multipliers in whole units, rounded toward 0: others of the same signs, for a kink
// whose ends are inputs.
func (c *kinkClass) fastLoad(alpha, beta float64, sign int64) (f fastLoad) {
	a, ok := c.units(alpha)
	b, also := c.units(beta)
	f.first, f.second = sign*a, -sign*b
	f.size, f.fits = uint64(a)+uint64(b), ok && also
	return f
}

// innerLoad is multipliers in whole units for a kink whose ends are not both inputs: both numbers rounded down or up so that they
// still are those of some multipliers of the same signs.
func (c *kinkClass) innerLoad(l *load, alpha, beta float64, sign int64, from, to *big.Rat) (f fastLoad) {
	e := new(exactLoad)
	c.put(e, l, alpha, sign, from)
	c.put(e, l, beta, -sign, to)
	first, second := c.inWhole(&e.first), c.inWhole(&e.second)
	for corner := range int64(4) {
		a, b := new(big.Int).Add(first, big.NewInt(corner&1)), new(big.Int).Add(second, big.NewInt(corner>>1))
		if a.BitLen() < loadBits && b.BitLen() < loadBits && c.isLoad(l, a, b, sign, from, to) {
			f.first, f.second, f.fits = a.Int64(), b.Int64(), true
			f.size = size(f.first) + size(f.second)
			return f
		}
	}
	return f
}

// inWhole is a number of units, rounded down.
func (c *kinkClass) inWhole(v *big.Rat) *big.Int {
	n := new(big.Int).Set(v.Num())
	return n.Div(shifted(n, -c.loadUnit), shifted(v.Denom(), c.loadUnit))
}

// isLoad says whether a·l(x_at) + b·l(x_to) is sign·(α·l(from) − β·l(to)) with some α and β that are not negative. The
// function that is 0 at to and positive before gives α's sign, that which is 0 at from and positive behind −β's.
func (c *kinkClass) isLoad(l *load, a, b *big.Int, sign int64, from, to *big.Rat) bool {
	on := func(zero *big.Rat, way int64) int {
		v := new(big.Rat).Mul(new(big.Rat).SetInt(a), new(big.Rat).Sub(c.at(l.at), zero))
		v.Add(v, new(big.Rat).Mul(new(big.Rat).SetInt(b), new(big.Rat).Sub(c.at(l.to), zero)))
		return v.Sign() * int(way*sign)
	}
	return from.Cmp(to) < 0 && on(to, -1) >= 0 && on(from, -1) >= 0
}

// units is how many whole ones a multiplier has.
func (c *kinkClass) units(m float64) (int64, bool) {
	fraction, exponent := math.Frexp(m)
	n := big.NewInt(int64(math.Ldexp(fraction, 53)))
	shift := exponent - 53 - c.loadUnit
	n.Mul(n, c.alpha.Num())
	n.Quo(shifted(n, shift), shifted(c.alpha.Denom(), -shift))
	return n.Int64(), n.BitLen() < loadBits
}

func (c *kinkClass) inUnits(v int64) *big.Rat {
	n := shifted(big.NewInt(v), c.loadUnit)
	return new(big.Rat).SetFrac(n, shifted(oneInt, -c.loadUnit))
}
