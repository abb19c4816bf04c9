package check

import "math/big"

// sums are Σω, Σωx, Σωx², Σωy, Σωxy and Σωy² over some samples, as integers.
type sums [6]big.Int

func (s *sums) plus(a, b *sums) *sums {
	for i := range s {
		s[i].Add(&a[i], &b[i])
	}
	return s
}

func (s *sums) minus(a, b *sums) *sums {
	for i := range s {
		s[i].Sub(&a[i], &b[i])
	}
	return s
}

// about are the sums with x − t in place of x.
func (s *sums) about(t *big.Int) *sums {
	var r sums
	var term big.Int
	r[0], r[3], r[5] = s[0], s[3], s[5]
	r[1].Sub(&s[1], term.Mul(t, &s[0]))
	r[4].Sub(&s[4], term.Mul(t, &s[3]))
	r[2].Add(&s[1], &r[1])
	r[2].Sub(&s[2], r[2].Mul(&r[2], t)) // x² − t(x + (x − t)) = (x − t)²
	return &r
}

// least is a least-squares problem: the products of columns with each other and,
// last, with the labels; the lower half of a symmetric matrix of integers.
type least [][]*big.Int

// eliminate does so without fractions (Bareiss). The matrix is semidefinite, so
// a column with the pivot 0 depends on those before it and is left out.
func (g least) eliminate() fit {
	f := fit{pivot: oneInt}
	n := len(g) - 1
	for d := range n {
		pivot := g[d][d]
		f.top = g[n][d]
		if f.unique = pivot.Sign() != 0; !f.unique {
			continue
		}
		for e := d + 1; e <= n; e++ {
			for h := d + 1; h <= e; h++ {
				v := new(big.Int).Set(g[e][h])
				reducedBy(v, pivot, g[e][d], g[h][d], f.pivot)
				g[e][h] = v
			}
		}
		f.pivot = pivot
	}
	f.rest = g[n][n]
	return f
}

// fit is the solution: its SSE is rest/pivot, and the last column's coefficient
// top/pivot, if that column does not depend on the others.
type fit struct {
	rest, pivot, top *big.Int
	unique           bool
}

// sse is in grains, rounded down.
func (f *fit) sse() *big.Int {
	v := new(big.Int).Lsh(f.rest, grain)
	return v.Div(v, f.pivot)
}

// shape is the functions on a side of the kink.
type shape int

const (
	zero shape = iota
	constant
	line
)

// fitOf fits a shape, with the constant as its last column.
func (s *sums) fitOf(k shape) fit {
	switch k {
	case zero:
		return least{{&s[5]}}.eliminate()
	case constant:
		return least{{&s[0]}, {&s[3], &s[5]}}.eliminate()
	}
	return least{{&s[2]}, {&s[1], &s[0]}, {&s[4], &s[3], &s[5]}}.eliminate()
}

// kinked fits a function of a shape to all samples and a multiple of x − t, last, to the
// active ones; both sums are about t.
func kinked(k shape, all, active *sums) fit {
	switch k {
	case zero:
		return least{{&active[2]}, {&active[4], &all[5]}}.eliminate()
	case constant:
		return least{{&all[0]}, {&active[1], &active[2]}, {&all[3], &active[4], &all[5]}}.eliminate()
	}
	return least{{&all[0]}, {&all[1], &all[2]}, {&active[1], &active[2], &active[2]},
		{&all[3], &all[4], &active[4], &all[5]}}.eliminate()
}
