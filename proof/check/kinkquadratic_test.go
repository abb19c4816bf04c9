package check

import (
	"math/big"
	"slices"
)

// quadratic is zᵀQz − 2cz + d.
type quadratic struct {
	n int
	q [][]*big.Rat
	c []*big.Rat
	d *big.Rat
}

func (q *quadratic) init() {
	q.d = new(big.Rat)
	for range q.n {
		q.q, q.c = append(q.q, zeros(q.n)), append(q.c, new(big.Rat))
	}
}

func zeros(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}

func (q *quadratic) row() *row { return &row{v: zeros(q.n), c: new(big.Rat)} }

func (q *quadratic) loss(r *row, w, y *big.Rat) {
	for i := range q.n {
		if r.v[i].Sign() == 0 {
			continue
		}
		wr := new(big.Rat).Mul(w, r.v[i])
		for j := range q.n {
			q.q[i][j].Add(q.q[i][j], new(big.Rat).Mul(wr, r.v[j]))
		}
		q.c[i].Add(q.c[i], wr.Mul(wr, y))
	}
	wy := new(big.Rat).Mul(w, y)
	q.d.Add(q.d, wy.Mul(wy, y))
}

// tight tries the optimum with the conditions of a set tight; true if it is the chain's.
func (q *quadratic) tight(equal, atLeast []*row, set int, c *kinkChain) bool {
	rows := slices.Clone(equal)
	for i, r := range atLeast {
		if set>>i&1 > 0 {
			rows = append(rows, r)
		}
	}
	m := q.n + len(rows)
	a := make([][]*big.Rat, m)
	for i := range a {
		a[i] = zeros(m + 1)
	}
	for i := range q.n {
		for j := range q.n {
			a[i][j].Add(q.q[i][j], q.q[i][j])
		}
		a[i][m].Add(q.c[i], q.c[i])
		for e, r := range rows {
			a[i][q.n+e].Neg(r.v[i])
			a[q.n+e][i].Set(r.v[i])
		}
	}
	for e, r := range rows {
		a[q.n+e][m].Set(r.c)
	}
	z := solved(a)
	if z == nil {
		return false
	}
	for i := len(equal); i < len(rows); i++ {
		if z[q.n+i].Sign() < 0 {
			return false
		}
	}
	for _, r := range atLeast {
		if dot(r.v, z[:q.n]).Cmp(r.c) < 0 {
			return false
		}
	}
	for i, r := range rows {
		if r.parent != nil {
			r.parent.Set(z[q.n+i])
		}
	}
	c.z, c.sse = z[:q.n], new(big.Rat).Set(q.d)
	for i := range q.n {
		c.sse.Add(c.sse, new(big.Rat).Mul(z[i], dot(q.q[i], z[:q.n])))
		c.sse.Sub(c.sse, new(big.Rat).Mul(z[i], new(big.Rat).Add(q.c[i], q.c[i])))
	}
	return true
}

func dot(a, b []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i := range a {
		sum.Add(sum, new(big.Rat).Mul(a[i], b[i]))
	}
	return sum
}

// solved is the solution of a linear system; nil if it has not just one.
func solved(a [][]*big.Rat) []*big.Rat {
	n := len(a)
	for i := range n {
		p := i
		for p < n && a[p][i].Sign() == 0 {
			p++
		}
		if p == n {
			return nil
		}
		a[i], a[p] = a[p], a[i]
		for j := range n {
			if j == i || a[j][i].Sign() == 0 {
				continue
			}
			f := new(big.Rat).Quo(a[j][i], a[i][i])
			for e := i; e <= n; e++ {
				a[j][e].Sub(a[j][e], new(big.Rat).Mul(f, a[i][e]))
			}
		}
	}
	z := make([]*big.Rat, n)
	for i := range z {
		z[i] = new(big.Rat).Quo(a[i][n], a[i][i])
	}
	return z
}
