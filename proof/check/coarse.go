package check

import "relucert/internal/wide"

// Most samples are far from a unit's kink: a sum of small integers proves them
// decided, at a fraction of what fixed numbers cost.

// coarseBits are those of coarse coordinates and of a box's coarse sides: sums
// of 128 products (parts that are dropped have as many columns) stay within 2^61.
const coarseBits = 27

// coarseSide is [lo, hi] in units of 2^-coarseBits, rounded to the nearest.
type coarseSide struct{ lo, hi int64 }

// coarsen rounds x̂; with xBits ≤ 30 the shift is at least 1.
func (d *fixedData) coarsen() {
	d.coarse = make([]int64, len(d.x))
	for i, x := range d.x {
		d.coarse[i] = x.Rounded(uint(wide.Fraction + d.xBits - coarseBits))
	}
}

func (u *boundFixedUnit) coarsen() {
	u.coarse = u.coarse[:0]
	for d := range u.lo {
		u.coarse = append(u.coarse, coarseSide{u.lo[d].Rounded(wide.Fraction - coarseBits), u.hi[d].Rounded(wide.Fraction - coarseBits)})
	}
}

// glance is what integers can prove of a sample: always active, never, or 0.
func (u *boundFixedUnit) glance(x []int64) state {
	var least, most int64
	for d, v := range x {
		a, b := u.coarse[d].lo*v, u.coarse[d].hi*v
		least += min(a, b)
		most += max(a, b)
	}
	// Both factors, at most 2^coarseBits, are wrong by less than 2.
	doubt := int64(len(x)) << (coarseBits + 3)
	switch {
	case least >= doubt:
		return active | always
	case most <= -doubt:
		return inactive | never
	}
	return 0
}
