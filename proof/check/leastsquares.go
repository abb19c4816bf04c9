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
	for _, i := range []int{0, 3, 5} {
		r[i].Set(&s[i])
	}
	r[1].Sub(&s[1], term.Mul(t, &s[0]))
	r[4].Sub(&s[4], term.Mul(t, &s[3]))
	r[2].Sub(&s[2], term.Mul(t, r[2].Add(&s[1], &r[1]))) // x² − t(x + (x − t)) = (x − t)²
	return &r
}

// shape is the functions on a side of the kink.
type shape int

const (
	zero shape = iota
	constant
	line
)

// group is some samples: their sums, and these about their means, times Σω.
type group struct {
	*sums
	a, b, c big.Int // Σω·Σω(x−x̄)², Σω·Σω(x−x̄)(y−ȳ), Σω·Σω(y−ȳ)²
}

func newGroup(s *sums) *group {
	g := &group{sums: s}
	var term big.Int
	g.a.Sub(g.a.Mul(&s[0], &s[2]), term.Mul(&s[1], &s[1]))
	g.b.Sub(g.b.Mul(&s[0], &s[4]), term.Mul(&s[1], &s[3]))
	g.c.Sub(g.c.Mul(&s[0], &s[5]), term.Mul(&s[3], &s[3]))
	return g
}

// determines says whether the samples have only one best function.
func (g *group) determines(k shape) bool { return k != line || g.a.Sign() != 0 }

// sse is the least one of a shape, as a fraction.
func (g *group) sse(k shape) (num, den *big.Int) {
	switch {
	case k == zero || g.sums[0].Sign() == 0:
		return &g.sums[5], oneInt
	case k == constant || g.a.Sign() == 0:
		return &g.c, &g.sums[0]
	}
	var term big.Int
	num = new(big.Int).Mul(&g.c, &g.a)
	return num.Sub(num, term.Mul(&g.b, &g.b)), new(big.Int).Mul(&g.sums[0], &g.a)
}

// value is that of the best function at x, as a fraction, and give over the same denominator
// by how much the value changes if a force of 1 pulls it there: to close a gap between two
// functions costs gap² / (give + give).
func (g *group) value(k shape, x *big.Int) (num, give, den *big.Int) {
	if k == zero {
		return new(big.Int), new(big.Int), oneInt
	}
	if k == constant || g.a.Sign() == 0 {
		return &g.sums[3], oneInt, &g.sums[0]
	}
	var d, term big.Int // Σω·(x − x̄)
	d.Sub(d.Mul(&g.sums[0], x), &g.sums[1])
	num = new(big.Int).Mul(&g.sums[3], &g.a)
	give = new(big.Int).Mul(&d, &d)
	return num.Add(num, term.Mul(&g.b, &d)), give.Add(give, &g.a), new(big.Int).Mul(&g.sums[0], &g.a)
}

// kink is the best function with a kink at 0: p, of a shape, plus s·max(0, x) on the
// active samples. Its SSE is num/den. It eliminates without fractions (Bareiss); a column that
// depends on those before it has the pivot 0 and is left out.
func kink(k shape, all, active *sums) (num, den *big.Int, sign int) {
	columns := [][]*big.Int{{&all[0]}, {&all[1], &all[2]}, {&active[1], &active[2], &active[2]},
		{&all[3], &all[4], &active[4], &all[5]}}
	switch k {
	case zero:
		columns = [][]*big.Int{{&active[2]}, {&active[4], &all[5]}}
	case constant:
		columns = [][]*big.Int{{&all[0]}, {&active[1], &active[2]}, {&all[3], &active[4], &all[5]}}
	}
	den = oneInt
	last := len(columns) - 1
	for d := range last {
		pivot := columns[d][d]
		sign = 0
		if pivot.Sign() == 0 {
			continue
		}
		sign = columns[last][d].Sign() // of the coefficient of the last column
		for e := d + 1; e <= last; e++ {
			for h := d + 1; h <= e; h++ {
				v := new(big.Int).Set(columns[e][h])
				reducedBy(v, pivot, columns[e][d], columns[h][d], den)
				columns[e][h] = v
			}
		}
		den = pivot
	}
	return columns[last][last], den, sign
}
