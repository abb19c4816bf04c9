package sweep

import "math"

// moments are the weighted sums over a group of rows that its least squares need.
type moments struct{ w, x, xx, y, xy, yy dd }

func (m *moments) add(r row) {
	wx, wy := product(r.w, r.x), product(r.w, r.y)
	m.w = m.w.plus(dd{hi: r.w})
	m.x = m.x.plus(wx)
	m.y = m.y.plus(wy)
	m.xx = m.xx.plus(wx.scaled(r.x))
	m.xy = m.xy.plus(wy.scaled(r.x))
	m.yy = m.yy.plus(wy.scaled(r.y))
}

func (m moments) plus(n moments) moments {
	return moments{m.w.plus(n.w), m.x.plus(n.x), m.xx.plus(n.xx), m.y.plus(n.y), m.xy.plus(n.xy), m.yy.plus(n.yy)}
}

// group is some consecutive rows: their moments, and these about their mean.
type group struct {
	moments
	meanX, meanY dd
	a, b, c      dd   // Σω(x−x̄)², Σω(x−x̄)(y−ȳ), Σω(y−ȳ)²
	single       bool // all rows have the same x, or there is none
}

// newGroup is that of some rows, given their moments.
func newGroup(m moments, rows []row) group {
	g := group{moments: m, single: true}
	if len(rows) == 0 {
		return g
	}
	g.meanX, g.meanY = dd{hi: rows[0].x}, m.y.over(m.w)
	g.c = m.yy.minus(m.y.times(g.meanY))
	if g.single = rows[0].x == rows[len(rows)-1].x; g.single {
		return g
	}
	g.meanX = m.x.over(m.w)
	g.a = m.xx.minus(m.x.times(g.meanX))
	g.b = m.xy.minus(m.x.times(g.meanY))
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
func (g *group) slope(s shape) dd {
	if s != line || g.single || g.a.hi <= 0 {
		return dd{}
	}
	return g.b.over(g.a)
}

// sse of the best function of a shape.
func (g *group) sse(s shape) dd {
	switch {
	case s == zero:
		return g.yy
	case s == constant || g.single || g.a.hi <= 0:
		return g.c
	}
	return g.c.minus(g.b.times(g.b.over(g.a)))
}

// at is the best function's value at x.
func (g *group) at(s shape, x float64) dd {
	if s == zero {
		return dd{}
	}
	return g.meanY.plus(g.slope(s).times(dd{hi: x}.minus(g.meanX)))
}

// stiffness is half of what the SSE's second derivative is by the function's value at t.
func (g *group) stiffness(s shape, t float64) float64 {
	switch d := g.meanX.minus(dd{hi: t}).hi; s {
	case zero:
		return math.Inf(1)
	case line:
		if d != 0 {
			return 1 / (1/g.w.hi + d*d/g.a.hi)
		}
	}
	return g.w.hi
}

// through is what a group says about a function through a point (t, h) that the
// other side shares: its SSE is e − 2hm + h²n at the best slope, (q − hp)/pp.
type through struct{ e, m, n, q, p, pp dd }

func (g *group) through(s shape, t float64) through {
	w := g.w
	if s == zero {
		return through{e: g.yy}
	}
	d := g.meanX.minus(dd{hi: t})
	k := through{e: g.yy, m: g.y, n: w, p: w.times(d)}
	k.pp = g.a.plus(k.p.times(d))
	k.q = g.b.plus(k.p.times(g.meanY))
	if s == constant || k.pp.hi <= 0 {
		k.p, k.q, k.pp = dd{}, dd{}, dd{hi: 1}
		return k
	}
	share := w.over(k.pp)
	k.n = share.times(g.a)
	k.m = share.times(g.meanY.times(g.a).minus(d.times(g.b)))
	k.e = k.e.minus(k.q.times(k.q.over(k.pp)))
	return k
}

func (k *through) slope(h dd) dd {
	if k.pp.hi == 0 {
		return dd{}
	}
	return k.q.minus(h.times(k.p)).over(k.pp)
}
