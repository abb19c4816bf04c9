package check

import "math/big"

// load is the multipliers of a kink state as what they add to the line on its right, and take
// from that on its left: first·l(x_at) + second·l(x_to), in losses over labels.
type load struct {
	alpha, beta   float64
	at, to        int // the inputs on both sides of the kink
	first, second big.Rat
	sum, moment   big.Rat // of both, and with x
	fast          fastLoad
}

var noLoad = &load{fast: fastLoad{fits: true}}

// newLoad is a state's.
func (c *kinkClass) newLoad(v *knot, alpha, beta float64) *load {
	if alpha == 0 && beta == 0 {
		return noLoad
	}
	l := &load{alpha: alpha, beta: beta, at: int(v.cut) - 1, to: int(v.begin)}
	from, to := c.at(l.at), c.at(l.to)
	if c.parted {
		from, to, _ = c.ends(int(v.c), int(v.cut), v.side)
	}
	c.put(l, alpha, int64(v.sign), from)
	c.put(l, beta, -int64(v.sign), to)
	if c.rounds && from.Cmp(c.at(l.at)) == 0 && to.Cmp(c.at(l.to)) == 0 {
		c.round(l)
	}
	l.sum.Add(&l.first, &l.second)
	l.moment.Mul(&l.first, c.at(l.at))
	l.moment.Add(&l.moment, new(big.Rat).Mul(&l.second, c.at(l.to)))
	return l
}

// put adds a multiplier at t.
func (c *kinkClass) put(l *load, m float64, sign int64, t *big.Rat) {
	g := new(big.Rat).Mul(rational(m), c.alpha)
	g.Mul(g, big.NewRat(sign, 1))
	share := new(big.Rat).Sub(t, c.at(l.at)) // of the input behind
	share.Quo(share, c.distance(l.at, l.to))
	share.Mul(share, g)
	l.second.Add(&l.second, share)
	l.first.Add(&l.first, share.Sub(g, share))
}
