package check

import "math/big"

// sums are Σω, Σωx, Σωx², Σωy, Σωxy and Σωy² over some samples, as integers.
type sums struct{ w, wx, wxx, wy, wxy, wyy big.Int }

func (s *sums) all() [6]*big.Int {
	return [...]*big.Int{&s.w, &s.wx, &s.wxx, &s.wy, &s.wxy, &s.wyy}
}

func (s *sums) plus(a, b *sums) *sums {
	left, right := a.all(), b.all()
	for i, v := range s.all() {
		v.Add(left[i], right[i])
	}
	return s
}

func (s *sums) minus(a, b *sums) *sums {
	left, right := a.all(), b.all()
	for i, v := range s.all() {
		v.Sub(left[i], right[i])
	}
	return s
}

// about are the sums with x − t in place of x.
func (s *sums) about(t *big.Int) *sums {
	var r sums
	var term big.Int
	r.w.Set(&s.w)
	r.wy.Set(&s.wy)
	r.wyy.Set(&s.wyy)
	r.wx.Sub(&s.wx, term.Mul(t, &s.w))
	r.wxy.Sub(&s.wxy, term.Mul(t, &s.wy))
	r.wxx.Sub(&s.wxx, term.Mul(t, r.wxx.Add(&s.wx, &r.wx))) // x² − t(x + (x − t)) = (x − t)²
	return &r
}

// aboutLabel are the sums with y − t in place of y.
func (s *sums) aboutLabel(t *big.Int) *sums {
	r := &sums{w: s.w, wx: s.wx, wxx: s.wxx}
	var term big.Int
	r.wy.Sub(&s.wy, term.Mul(t, &s.w))
	r.wxy.Sub(&s.wxy, term.Mul(t, &s.wx))
	r.wyy.Sub(&s.wyy, term.Mul(t, term.Add(&s.wy, &r.wy)))
	return r
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
	g.a.Sub(g.a.Mul(&s.w, &s.wxx), term.Mul(&s.wx, &s.wx))
	g.b.Sub(g.b.Mul(&s.w, &s.wxy), term.Mul(&s.wx, &s.wy))
	g.c.Sub(g.c.Mul(&s.w, &s.wyy), term.Mul(&s.wy, &s.wy))
	return g
}

// determines says whether the samples have only one best function.
func (g *group) determines(k shape) bool { return k != line || g.a.Sign() != 0 }

// sse is the least one of a shape, as a fraction.
func (g *group) sse(k shape) (num, den *big.Int) {
	switch {
	case k == zero || g.w.Sign() == 0:
		return &g.wyy, oneInt
	case k == constant || g.a.Sign() == 0:
		return &g.c, &g.w
	}
	var term big.Int
	num = new(big.Int).Mul(&g.c, &g.a)
	return num.Sub(num, term.Mul(&g.b, &g.b)), new(big.Int).Mul(&g.w, &g.a)
}

// value is that of the best function at x, as a fraction, and give over the same denominator
// by how much the value changes if a force of 1 pulls it there: to close a gap between two
// functions costs gap² / (give + give).
func (g *group) value(k shape, x *big.Int) (num, give, den *big.Int) {
	if k == zero {
		return new(big.Int), new(big.Int), oneInt
	}
	if k == constant || g.a.Sign() == 0 {
		return &g.wy, oneInt, &g.w
	}
	var d, term big.Int // Σω·(x − x̄)
	d.Sub(d.Mul(&g.w, x), &g.wx)
	num = new(big.Int).Mul(&g.wy, &g.a)
	give = new(big.Int).Mul(&d, &d)
	return num.Add(num, term.Mul(&g.b, &d)), give.Add(give, &g.a), new(big.Int).Mul(&g.w, &g.a)
}

// kink is the best function with a kink at 0: p, of a shape, plus s·max(0, x) on the
// active samples. Its SSE is num/den. It eliminates without fractions (Bareiss); a column that
// depends on those before it has the pivot 0 and is left out.
func kink(k shape, all, active *sums) (num, den *big.Int, sign int) {
	columns := [][]*big.Int{{&all.w}, {&all.wx, &all.wxx}, {&active.wx, &active.wxx, &active.wxx},
		{&all.wy, &all.wxy, &active.wxy, &all.wyy}}
	switch k {
	case zero:
		columns = [][]*big.Int{{&active.wxx}, {&active.wxy, &all.wyy}}
	case constant:
		columns = [][]*big.Int{{&all.w}, {&active.wx, &active.wxx}, {&all.wy, &active.wxy, &all.wyy}}
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
