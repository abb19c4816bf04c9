package check

import (
	"math/big"

	"relucert/internal/wide"
)

// moments are Σ ω xxᵀ and Σ ωy x of raw columns, and of 1 behind them if there
// is no bias, as integers over the columns' denominators.
type moments struct {
	n      int
	xx, xy []wide.Sum
}

// width is how many columns moments have.
func (c *coordinates) width() int {
	if c.header.Bias {
		return len(c.column)
	}
	return len(c.column) + 1
}

func (c *coordinates) newMoments() *moments {
	n := c.width()
	return &moments{n: n, xx: make([]wide.Sum, n*(n+1)/2), xy: make([]wide.Sum, n)}
}

// row reads sample i's raw columns to dst.
func (h *short) row(dst []int64, i int) {
	for e, column := range h.column {
		dst[e] = column[i]
	}
	if len(dst) > len(h.column) {
		dst[len(h.column)] = 1
	}
}

func (m *moments) add(x []int64, weight, label int64) {
	at, l := 0, wide.Integer(label)
	for d, v := range x {
		wx := wide.Product(weight, v)
		m.xy[d].Add(l, wide.Integer(v))
		for _, u := range x[:d+1] {
			m.xx[at].Add(wx, wide.Integer(u))
			at++
		}
	}
}

// quadratic is Σω⟨g, x⟩² − 2Σωy⟨g, x⟩·labelScale for an integer form g.
func (m *moments) quadratic(g []big.Int, labelScale *big.Int) *big.Int {
	sum, row, term := new(big.Int), new(big.Int), new(big.Int)
	at := 0
	for d := range g {
		row.Mul(m.xy[d].Big(), labelScale)
		row.Lsh(row, 1).Neg(row)
		for e := range d + 1 {
			term.Mul(m.xx[at].Big(), &g[e])
			if e < d {
				term.Lsh(term, 1)
			}
			row.Add(row, term)
			at++
		}
		sum.Add(sum, row.Mul(row, &g[d]))
	}
	return sum
}

// at is Σωx_d x_e.
func (m *moments) at(d, e int) *big.Int { return m.xx[max(d, e)*(max(d, e)+1)/2+min(d, e)].Big() }

// product is Σω⟨a, x⟩⟨b, x⟩.
func (m *moments) product(a, b []big.Rat) *big.Rat {
	sum := new(big.Rat)
	var term, v big.Rat
	for d := range a {
		for e := range b {
			if a[d].Sign() == 0 || b[e].Sign() == 0 {
				continue
			}
			v.SetInt(m.at(d, e))
			sum.Add(sum, v.Mul(&v, term.Mul(&a[d], &b[e])))
		}
	}
	return sum
}
