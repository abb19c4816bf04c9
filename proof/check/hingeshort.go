package check

import (
	"math/big"
	"math/bits"

	"relucert/internal/wide"
)

// shortHinges is a column of numbers that 128 bits are enough for.
//
// With W, u and u′ the bits of weights and of the columns' spans, C those of the kept columns and P their number, an inner product is
// (K − Σ_e s_e·p_e) / 2^(W+u+u′): K the integers' product, p_e that of the other hinge with a kept column, s the first hinge's, times the inverse Gram matrix.
// Each p_e has at most W + u′ + c_e bits, c_e of the column, and is kept times 2^(C − c_e + k), so exactly; s_e is kept times 2^(T − C + c_e),
// T = hingeBits + C + log P − u, rounded down. So the sum is off by P·2^(W+u′+C+k), and it is divided by 2^n, n = C + W + u′ + log P + k, to the nearest:
// off by less than 2 in all. k makes n large enough for [wide.Sum.Rounded].
type shortHinges struct {
	place  []int64        // a value less the least one
	along  [][]wide.Fixed // a kept column: p, a number a knot
	shift  uint           // n
	spread uint           // k
}

// Limits of what is short, in bits.
const (
	shortest      = 70  // n
	mostShift     = 120 // n
	mostPlace     = 40  // u, and of a weight
	mostShortProd = 118 // W + u + u′, with room for a shift
	mostSolved    = 118 // s
)

// keptBits is C, and the bits of each kept column.
func (t *hingeTable) keptBits() (most uint, each []uint) {
	for _, e := range t.kept {
		n := uint(0)
		for i := range t.column[e].n {
			n = max(n, uint(t.column[e].n[i].BitLen()))
		}
		each, most = append(each, n), max(most, n)
	}
	return most, each
}

// shorten makes a column short, if it is.
func (t *hingeTable) shorten(c *hingeColumn) *shortHinges {
	most, each := t.keptBits()
	n := most + t.weight + c.unit + uint(bits.Len(uint(len(t.kept))))
	if n > mostShift || c.unit > mostPlace || t.weight+2*c.unit > mostShortProd {
		return nil
	}
	h := &shortHinges{shift: max(n, shortest)}
	h.spread = h.shift - n
	var v big.Int
	for _, value := range c.values {
		h.place = append(h.place, v.Sub(value, c.values[0]).Int64())
	}
	for d, products := range c.along {
		all := make([]wide.Fixed, len(products))
		for k := range products {
			var ok bool
			if all[k], ok = wide.FromBig(v.Lsh(&products[k], most-each[d]+h.spread)); !ok {
				return nil
			}
		}
		h.along = append(h.along, all)
	}
	return h
}

// shortProducts are inner products of short numbers, nil if they are not.
func (t *hingeTable) shortProducts(c *hingeColumn, l int, other *hingeColumn, solved []big.Int) []wide.Fixed {
	bitsOfProduct := t.weight + c.unit + other.unit
	if c.short == nil || other.short == nil || bitsOfProduct > mostShortProd {
		return nil
	}
	most, each := t.keptBits()
	up := int(hingeBits+most) + bits.Len(uint(len(t.kept))) - int(c.unit) // T
	factors := make([]wide.Fixed, len(solved))
	for d := range solved {
		f, ok := floorBig(up-int(most)+int(each[d]), &solved[d], &t.det)
		if !ok || f.Size() > mostSolved {
			return nil
		}
		factors[d] = f.Negated()
	}
	// K·2^(T + k), in two factors.
	first := mostShortProd + 4 - bitsOfProduct
	second := up + int(other.short.spread) - int(first)
	if second < 0 || second > 126 {
		return nil
	}
	all := t.shortKernel(c, l, other)
	for k, v := range all {
		var sum wide.Sum
		sum.Add(lifted(v, first), wide.Power(uint(second)))
		for d, f := range factors {
			sum.Add(f, other.short.along[d][k])
		}
		var ok bool
		if all[k], ok = sum.Rounded(other.short.shift); !ok {
			return nil
		}
	}
	return all
}

// lifted is v·2^n, n < 127.
func lifted(v wide.Fixed, n uint) wide.Fixed {
	return v.Times(1 << (n / 2)).Times(1 << (n - n/2))
}

func floorBig(up int, num, den *big.Int) (wide.Fixed, bool) {
	var v, d big.Int
	if up >= 0 {
		return wide.FromBig(v.Div(v.Lsh(num, uint(up)), den))
	}
	return wide.FromBig(v.Div(num, d.Lsh(den, uint(-up))))
}

// shortKernel is Σ of weights, the hinge at a value and each of the other column's, as integers.
func (t *hingeTable) shortKernel(c *hingeColumn, l int, other *hingeColumn) []wide.Fixed {
	sums, at := make([]wide.Fixed, len(other.values)), c.short.place[l]
	for i, v := range c.level {
		if int(v) > l {
			to := other.level[i]
			sums[to] = sums[to].Plus(wide.Product(t.samples.weight.n[i].Int64(), c.short.place[v]-at))
		}
	}
	all := make([]wide.Fixed, other.knots())
	var mass, sum wide.Fixed
	for v := len(sums) - 1; v > 1; v-- {
		mass = mass.Plus(sums[v])
		sum = sum.Plus(mass.Times(uint64(other.short.place[v] - other.short.place[v-1])))
		all[v-2] = sum
	}
	return all
}
