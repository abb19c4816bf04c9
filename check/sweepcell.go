package check

import (
	"math/big"
	"slices"
)

// cell is the kinks between two neighbouring features, or a block of them.
type cell struct {
	*sweep
	side              int // the unit is active right (1) or left (−1) of the kink
	passive, active   *sums
	passives, actives fit // each side fitted apart
}

func (s *sweep) newCell(left, right *sums, side int) *cell {
	c := &cell{sweep: s, side: side, passive: left, active: right}
	if side < 0 {
		c.passive, c.active = right, left
	}
	c.passives, c.actives = c.passive.fitOf(s.shape), c.active.fitOf(line)
	return c
}

// suffice says whether the sides apart reach the claim.
func (c *cell) suffice() bool { return c.suffices(&c.passives, &c.actives) }

// prove is for the kinks between samples r − 1 and r.
func (c *cell) prove(r int) error {
	if c.suffice() {
		return nil
	}
	from, to := c.x(r-1), c.x(r)
	if c.side < 0 {
		from, to = to, from
	}
	if c.meet(from, to) {
		return refuse("with the kink between %s and %s, an SSE of %s can be had", c.place(r-1), c.place(r), c.show(&c.passives, &c.actives))
	}
	all := new(sums).plus(c.passive, c.active)
	for i, t := range []*big.Int{from, to} {
		k := kinked(c.shape, all.about(t), c.active.about(t))
		if sign := k.top.Sign() * c.side; !c.suffices(&k) && slices.Contains(c.signs, sign) {
			return refuse("with the kink at %s, an SSE of %s can be had", c.place([2][2]int{{r - 1, r}, {r, r - 1}}[(1-c.side)/2][i]), c.show(&k))
		}
	}
	return nil
}

// meet says whether the two sides' only best functions meet between from, the
// passive end, and to, with an allowed sign.
func (c *cell) meet(from, to *big.Int) bool {
	a, uniqueA := c.gapAt(from)
	b, uniqueB := c.gapAt(to)
	return uniqueA && uniqueB && slices.ContainsFunc(c.signs, func(sign int) bool { return a*sign <= 0 && b*sign >= 0 })
}

// gapAt is the sign of the active side's line less the passive function.
func (c *cell) gapAt(x *big.Int) (sign int, unique bool) {
	a, p := c.active.valueAt(line, x), c.passive.valueAt(c.shape, x)
	var left, right big.Int
	left.Mul(a.top, p.pivot)
	return left.Cmp(right.Mul(p.top, a.pivot)), a.unique && p.unique
}

// valueAt is the best function's value at x, as the last coefficient of a fit.
func (s *sums) valueAt(k shape, x *big.Int) fit {
	if k == zero {
		return fit{top: new(big.Int), pivot: oneInt, unique: true}
	}
	return s.about(x).fitOf(k)
}

// place is a sample's feature for people.
func (s *sweep) place(i int) string {
	den, _, _ := s.scale()
	return decimal(new(big.Rat).SetFrac(s.x(i), den), false)
}
