package check

import (
	"math/big"

	"relucert/internal/wide"
)

// kinkPrices are what a chain's steps cost, each rounded down.
type kinkPrices interface {
	// line is that from u to v; its block's cuts are theirs.
	line(u, v *knot) wide.Fixed
	run(a, b int, by forces) wide.Fixed
	// straight is that of the inputs [a, b) on a line of their own, without what is within inputs.
	straight(a, b int) wide.Fixed
}

// exactPrices are FORMAT.md's, word by word.
type exactPrices struct{ *kinkClass }

func (p exactPrices) line(u, v *knot) wide.Fixed {
	a, b := int(u.cut), int(v.cut)
	g := newGroup(p.block(a, b))
	var sum, moment big.Rat
	left, right := u.load.exactly(), v.load.exactly()
	sum.Sub(&left.sum, &right.sum)
	moment.Sub(&left.moment, &right.moment)
	limits := p.limits(int(u.c))
	if p.isBound(a, b, u.side, v.side) {
		return p.valueOf(p.bound(g.sums, &sum, &moment, limits))
	}
	return p.valueOf(free(g, &sum, &moment, limits))
}

func (p exactPrices) straight(a, b int) wide.Fixed {
	if b-a < 3 {
		return wide.Fixed{}
	}
	return p.besides(p.value(newGroup(p.block(a, b)).sse(line)), a, b)
}

// besides is a value without what is within inputs [a, b).
func (c *kinkClass) besides(v wide.Fixed, a, b int) wide.Fixed {
	return v.Minus(c.within[b].Minus(c.within[a])).Above0()
}

// limits are those of the slope behind so many kinks.
func (c *kinkClass) limits(kinks int) *slopeRange {
	if c.slopes == nil {
		return nil
	}
	return c.slopes[kinks]
}

// free is the least of Σω(y − l)² + sum·l(0) + moment·l's slope.
func free(g *group, sum, moment *big.Rat, limits *slopeRange) *big.Rat {
	w := new(big.Rat).SetInt(&g.w)
	mean := new(big.Rat).SetFrac(&g.wy, &g.w)
	middle := new(big.Rat).SetFrac(&g.wx, &g.w)
	curvature := new(big.Rat).SetFrac(&g.a, &g.w) // A
	h := new(big.Rat).Mul(sum, middle)
	h.Sub(moment, h)
	linear := new(big.Rat).SetFrac(&g.b, &g.w) // A·b̂
	linear.Add(linear, linear).Sub(h, linear)
	loss := new(big.Rat).SetFrac(&g.c, &g.w)
	loss.Add(loss, mean.Mul(mean, sum))
	loss.Sub(loss, quarter(sum, w))
	return loss.Add(loss, leastOf(curvature, linear, limits))
}

// quarter is v²/4w.
func quarter(v, w *big.Rat) *big.Rat {
	q := new(big.Rat).Mul(v, v)
	return q.Quo(q, new(big.Rat).Mul(w, big.NewRat(4, 1)))
}

// leastOf is the least of a·b² + linear·b, a > 0, b within limits.
func leastOf(a, linear *big.Rat, limits *slopeRange) *big.Rat {
	b := new(big.Rat).Quo(linear, a)
	b.Mul(b, big.NewRat(-1, 2))
	if limits != nil && limits.from != nil {
		b = upperOf(b, limits.from)
	}
	if limits != nil && limits.to != nil {
		b = lowerOf(b, limits.to)
	}
	v := new(big.Rat).Mul(a, b)
	v.Add(v, linear)
	return v.Mul(v, b)
}

// bound is the same over lines through the point.
func (c *kinkClass) bound(s *sums, sum, moment *big.Rat, limits *slopeRange) *big.Rat {
	of := func(v *big.Int) *big.Rat { return new(big.Rat).SetInt(v) }
	times := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	two := big.NewRat(2, 1)
	// Σω(x − X)², Σω(y − Y)(x − X), Σω(y − Y)²
	curvature := of(&s.wxx)
	curvature.Sub(curvature, times(two, times(c.x, of(&s.wx)))).Add(curvature, times(times(c.x, c.x), of(&s.w)))
	product := of(&s.wxy)
	product.Sub(product, times(c.y, of(&s.wx))).Sub(product, times(c.x, of(&s.wy))).Add(product, times(times(c.x, c.y), of(&s.w)))
	loss := of(&s.wyy)
	loss.Sub(loss, times(two, times(c.y, of(&s.wy)))).Add(loss, times(times(c.y, c.y), of(&s.w)))
	loss.Add(loss, times(sum, c.y))
	linear := times(sum, c.x)
	linear.Sub(moment, linear).Sub(linear, times(two, product))
	return loss.Add(loss, leastOf(curvature, linear, limits))
}

// forces are what pulls the values of a run's inputs, by input; nil entries are 0.
type forces map[int]*big.Rat

func (f forces) add(i int, v *big.Rat) {
	if f[i] == nil {
		f[i] = new(big.Rat)
	}
	f[i].Add(f[i], v)
}

// extend puts a load, times sign, on the chord of inputs i and i+1.
func (c *kinkClass) extend(f forces, l *load, sign int64, i int) {
	if l == noLoad {
		return
	}
	s, e := big.NewRat(sign, 1), l.exactly()
	for _, end := range []struct {
		g *big.Rat
		t int
	}{{&e.first, l.at}, {&e.second, l.to}} {
		g := new(big.Rat).Mul(end.g, s)
		share := c.distance(i, end.t)
		share.Quo(share, c.distance(i, i+1))
		share.Mul(share, g)
		f.add(i+1, share)
		f.add(i, new(big.Rat).Sub(g, share))
	}
}

// bend is the multiplier of a kink of a sign at input i.
func (c *kinkClass) bend(f forces, eta float64, sign, i int) {
	g := new(big.Rat).Mul(rational(eta), c.alpha)
	g.Mul(g, big.NewRat(int64(sign), 1))
	f.add(i, g)
	share := c.distance(i-1, i) // of the input behind
	share.Quo(share, c.distance(i-1, i+1))
	share.Mul(share, g)
	f.add(i+1, new(big.Rat).Neg(share))
	f.add(i-1, share.Sub(share, g))
}

// run is the inputs [a, b) whose values are free, pulled.
func (p exactPrices) run(a, b int, by forces) wide.Fixed {
	loss := new(big.Rat)
	for i := a; i < b; i++ {
		g := by[i]
		if g == nil || g.Sign() == 0 {
			continue
		}
		s := p.block(i, i+1)
		mean := new(big.Rat).SetFrac(&s.wy, &s.w)
		loss.Add(loss, mean.Mul(mean, g))
		loss.Sub(loss, quarter(g, new(big.Rat).SetInt(&s.w)))
	}
	return plus(p.valueOf(loss), p.within[b].Minus(p.within[a]))
}
