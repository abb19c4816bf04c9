package check

import (
	"math/big"
	"slices"
)

// cell is the kinks between two neighbouring features, or a block of them.
type cell struct {
	*sweep
	side            int // the unit is active right (1) or left (−1) of the kink
	passive, active *group
	apart           *big.Int // the SSE of each side's best function, in grains, rounded down
}

func (s *sweep) newCell(left, right *sums, side int) *cell {
	c := &cell{sweep: s, side: side, passive: newGroup(left), active: newGroup(right)}
	if side < 0 {
		c.passive, c.active = c.active, c.passive
	}
	c.apart = new(big.Int).Add(grains(c.passive.sse(s.shape)), grains(c.active.sse(line)))
	return c
}

// grains is a fraction in them, rounded down.
func grains(num, den *big.Int) *big.Int {
	v := new(big.Int).Lsh(num, grain)
	return v.Div(v, den)
}

// suffices says whether the sides apart reach the claim.
func (c *cell) suffices() bool { return c.reaches(c.apart) }

// prove is for the kinks between samples r − 1 and r.
func (c *cell) prove(r int) error {
	if c.suffices() {
		return nil
	}
	before, behind := c.gapAt(r-1), c.gapAt(r)
	from, to := before, behind
	if c.side < 0 {
		from, to = to, from
	}
	if c.passive.determines(c.shape) && c.active.determines(line) && slices.ContainsFunc(c.signs, func(sign int) bool {
		return sign*from.num.Sign() <= 0 && sign*to.num.Sign() >= 0
	}) {
		return refuse("with the kink between %s and %s, an SSE of %s can be had", c.place(r-1), c.place(r), c.show(c.apart))
	}
	return firstOf(c.proveEnd(before), c.proveEnd(behind))
}

// gap is by how much the active side's line exceeds the passive function at sample i:
// num/den, and what closing it is to be divided by: give/den.
type gap struct {
	i              int
	num, give, den *big.Int
}

func (c *cell) gapAt(i int) gap {
	x := c.x(i)
	a, giveA, denA := c.active.value(line, x)
	p, giveP, denP := c.passive.value(c.shape, x)
	g := gap{i: i, num: new(big.Int).Mul(a, denP), give: new(big.Int).Mul(giveA, denP), den: new(big.Int).Mul(denA, denP)}
	var term big.Int
	g.num.Sub(g.num, term.Mul(p, denA))
	g.give.Add(g.give, term.Mul(giveP, denA))
	return g
}

// proveEnd is for the kink at a sample, by what it costs to close the gap there,
// or else by the best fit.
func (c *cell) proveEnd(g gap) error {
	if c.passive.determines(c.shape) && c.active.determines(line) {
		var lack, cost big.Int
		lack.Sub(c.enough, c.apart)
		lack.Mul(lack.Mul(&lack, g.give), g.den)
		if cost.Lsh(cost.Mul(g.num, g.num), grain).Cmp(&lack) >= 0 {
			return nil
		}
	}
	x := c.x(g.i)
	all := new(sums).plus(c.passive.sums, c.active.sums)
	num, den, sign := kink(c.shape, all.about(x), c.active.about(x))
	if sse := grains(num, den); !c.reaches(sse) && slices.Contains(c.signs, sign*c.side) {
		return refuse("with the kink at %s, an SSE of %s can be had", c.place(g.i), c.show(sse))
	}
	return nil
}

// place is a sample's feature for people.
func (s *sweep) place(i int) string {
	den, _, _ := s.scale()
	return decimal(new(big.Rat).SetFrac(s.x(i), den), false)
}
