package check

import (
	"math/big"

	"relucert/proof/certificate"
)

// implied says that a penalty makes the weight limit needless, as FORMAT.md has it under "A limit that is implied":
// U is the objective of a network.
func (c *coordinates) implied(U *big.Rat) bool {
	h := c.header
	free := h.Bias && h.Ridge > 0
	if h.Ridge == 0 || free && h.Output == certificate.None {
		return false
	}
	square := new(big.Rat).Mul(rational(h.Ridge), rational(h.WeightLimit))
	square.Quo(U, square.Mul(square, rational(h.WeightLimit))) // of what ‖w‖ can be, in weight limits
	shares := make([]big.Rat, c.n)                             // squares of what |ŵ_d| can be, in the same
	for d := range shares {
		if free && d == 0 {
			continue
		}
		if shares[d].Mul(square, c.lengthSquare(d)).Cmp(one) > 0 {
			return false
		}
	}
	return !free || c.offsetsWithin(shares)
}

var one = big.NewRat(1, 1)

// lengthSquare is ‖(h, Cᵀh)‖² where Th = e_d.
func (c *coordinates) lengthSquare(d int) *big.Rat {
	h, term, sum := make([]big.Rat, c.n), new(big.Rat), new(big.Rat)
	h[d].SetInt64(1)
	for e := d; e < c.n; e++ {
		for g := d; g < e; g++ {
			h[e].Sub(&h[e], term.Mul(rational(c.header.Transform[e][g]), &h[g]))
		}
		h[e].Quo(&h[e], rational(c.header.Transform[e][e]))
		sum.Add(sum, term.Mul(&h[e], &h[e]))
	}
	for o := range c.out {
		along := new(big.Rat)
		for e := range h {
			along.Add(along, term.Mul(&c.reduce[e][o], &h[e]))
		}
		sum.Add(sum, term.Mul(along, along))
	}
	return sum
}

// shareBits are those of a share's root.
const shareBits = 64

// offsetsWithin says that Σ_{d≥1} √share_d·|x̂_d| ≤ |x̂_0| for all samples.
func (c *coordinates) offsetsWithin(shares []big.Rat) bool {
	roots := make([]big.Int, len(shares))
	for d := range shares {
		q := new(big.Int).Lsh(shares[d].Num(), 2*shareBits)
		roots[d].Sqrt(q.Quo(q, shares[d].Denom()))
		roots[d].Add(&roots[d], big.NewInt(1))
	}
	var dst []big.Int
	var sum, term big.Int
	for i := range c.count() {
		dst = c.xAt(dst, i)
		sum.SetInt64(0)
		for d := 1; d < len(dst); d++ {
			sum.Add(&sum, term.Mul(&roots[d], term.Abs(&dst[d])))
		}
		if sum.Cmp(term.Lsh(term.Abs(&dst[0]), shareBits)) > 0 {
			return false
		}
	}
	return true
}
