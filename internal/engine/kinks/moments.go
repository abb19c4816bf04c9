package kinks

import (
	"math"

	"relucert/internal/twofold"
)

// moments are the weighted sums over a group of rows that its least squares need.
type moments struct{ w, x, xx, y, xy, yy twofold.Number }

func (m *moments) add(r row) {
	wx, wy := twofold.Product(r.w, r.x), twofold.Product(r.w, r.y)
	m.w = m.w.Plus(twofold.Number{Hi: r.w})
	m.x = m.x.Plus(wx)
	m.y = m.y.Plus(wy)
	m.xx = m.xx.Plus(wx.Scaled(r.x))
	m.xy = m.xy.Plus(wy.Scaled(r.x))
	m.yy = m.yy.Plus(wy.Scaled(r.y))
}

func (m moments) plus(n moments) moments {
	return moments{m.w.Plus(n.w), m.x.Plus(n.x), m.xx.Plus(n.xx), m.y.Plus(n.y), m.xy.Plus(n.xy), m.yy.Plus(n.yy)}
}

// group is some consecutive rows: their moments, and these about their mean.
type group struct {
	moments
	meanX, meanY twofold.Number
	a, b, c      twofold.Number // Σω(x−x̄)², Σω(x−x̄)(y−ȳ), Σω(y−ȳ)²
	single       bool           // all rows have the same x, or there is none
}

// newGroup is that of some rows, given their moments.
func newGroup(m moments, rows []row) group {
	g := group{moments: m, single: true}
	if len(rows) == 0 {
		return g
	}
	g.meanX, g.meanY = twofold.Number{Hi: rows[0].x}, m.y.Over(m.w)
	g.c = m.yy.Minus(m.y.Times(g.meanY))
	if g.single = rows[0].x == rows[len(rows)-1].x; g.single {
		return g
	}
	g.meanX = m.x.Over(m.w)
	g.a = m.xx.Minus(m.x.Times(g.meanX))
	g.b = m.xy.Minus(m.x.Times(g.meanY))
	return g
}

// shape is the functions that fit a side of the kink.
type shape int

const (
	zero shape = iota
	constant
	line
)

// slope of the best function of a shape.
func (g *group) slope(s shape) twofold.Number {
	if s != line || g.single || g.a.Hi <= 0 {
		return twofold.Number{}
	}
	return g.b.Over(g.a)
}

// sse of the best function of a shape.
func (g *group) sse(s shape) twofold.Number {
	switch {
	case s == zero:
		return g.yy
	case s == constant || g.single || g.a.Hi <= 0:
		return g.c
	}
	return g.c.Minus(g.b.Times(g.b.Over(g.a)))
}

// at is the best function's value at x.
func (g *group) at(s shape, x float64) twofold.Number {
	if s == zero {
		return twofold.Number{}
	}
	return g.meanY.Plus(g.slope(s).Times(twofold.Number{Hi: x}.Minus(g.meanX)))
}

// stiffness is half of what the SSE's second derivative is by the function's value at t.
func (g *group) stiffness(s shape, t float64) float64 {
	switch d := g.meanX.Minus(twofold.Number{Hi: t}).Hi; s {
	case zero:
		return math.Inf(1)
	case line:
		if d != 0 {
			return 1 / (1/g.w.Hi + d*d/g.a.Hi)
		}
	}
	return g.w.Hi
}

// through is what a group says about a function through a point (t, h) that the
// other side shares: its SSE is e − 2hm + h²n at the best slope, (q − hp)/pp.
type through struct{ e, m, n, q, p, pp twofold.Number }

func (g *group) through(s shape, t float64) through {
	w := g.w
	if s == zero {
		return through{e: g.yy}
	}
	d := g.meanX.Minus(twofold.Number{Hi: t})
	k := through{e: g.yy, m: g.y, n: w, p: w.Times(d)}
	k.pp = g.a.Plus(k.p.Times(d))
	k.q = g.b.Plus(k.p.Times(g.meanY))
	if s == constant || k.pp.Hi <= 0 {
		k.p, k.q, k.pp = twofold.Number{}, twofold.Number{}, twofold.Number{Hi: 1}
		return k
	}
	share := w.Over(k.pp)
	k.n = share.Times(g.a)
	k.m = share.Times(g.meanY.Times(g.a).Minus(d.Times(g.b)))
	k.e = k.e.Minus(k.q.Times(k.q.Over(k.pp)))
	return k
}

func (k *through) slope(h twofold.Number) twofold.Number {
	if k.pp.Hi == 0 {
		return twofold.Number{}
	}
	return k.q.Minus(h.Times(k.p)).Over(k.pp)
}
