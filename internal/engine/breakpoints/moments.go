package breakpoints

import (
	"relucert/internal/twofold"
)

// moments are weighted sums over rows, about an origin.
type moments struct{ w, x, xx, y, xy, yy twofold.Number }

func (m *moments) add(r row, x0, y0 float64) {
	x, y := twofold.Sum(r.x, -x0), twofold.Sum(r.y, -y0)
	wx, wy := x.Scaled(r.w), y.Scaled(r.w)
	m.w = m.w.Plus(twofold.Number{Hi: r.w})
	m.x = m.x.Plus(wx)
	m.y = m.y.Plus(wy)
	m.xx = m.xx.Plus(wx.Times(x))
	m.xy = m.xy.Plus(wx.Times(y))
	m.yy = m.yy.Plus(wy.Times(y))
}

func (m moments) plus(n moments) moments {
	return moments{m.w.Plus(n.w), m.x.Plus(n.x), m.xx.Plus(n.xx), m.y.Plus(n.y), m.xy.Plus(n.xy), m.yy.Plus(n.yy)}
}

func (m moments) minus(n moments) moments {
	return moments{m.w.Minus(n.w), m.x.Minus(n.x), m.xx.Minus(n.xx), m.y.Minus(n.y), m.xy.Minus(n.xy), m.yy.Minus(n.yy)}
}

// within is Σω(y − ȳ)².
func (m *moments) within() twofold.Number {
	v := m.yy.Minus(m.y.Times(m.y.Over(m.w)))
	if v.Hi < 0 {
		return twofold.Number{}
	}
	return v
}

// fit is a piece's least-squares line and what its cost under multipliers needs: the
// loss r of the inputs' mean labels, the line's value y at the weighted mean x̄, its slope, 1/W, 1/A with A = Σω(x−x̄)², and
// how far x̄ is from the piece's first and last input.
//
// The least of Σω(l(x)−y)² + Σ_j α_j l(x̄+d_j) over lines l is, with G = Σα_j and H = Σα_j d_j,
//
//	r + G·y + H·slope − (G²/W + H²/A)/4.
type fit struct {
	r, y, slope, perW, perA, left, right float64

	_ float64 // fills the cache line
}

// trusted is the least share of the prefix sums' Σωx² that A may be for their
// differences to be used: with less, the piece is summed anew, about its own first row.
const trusted = 0x1p-40

// fit is the piece of the inputs [a, b), two at least.
func (s *samples) fit(a, b int) fit {
	x0, y0 := s.x0, s.y0
	m := s.prefix[b].minus(s.prefix[a])
	mean := m.x.Over(m.w)
	spread := m.xx.Minus(m.x.Times(mean))
	if spread.Hi < trusted*(s.prefix[b].xx.Hi+s.prefix[a].xx.Hi) {
		x0, y0 = s.x[a], s.y[a]+s.y0
		m = s.momentsAbout(a, b, x0, y0)
		mean = m.x.Over(m.w)
		spread = m.xx.Minus(m.x.Times(mean))
	}
	label := m.y.Over(m.w)
	slope := m.xy.Minus(m.x.Times(label)).Over(spread)
	r := m.yy.Minus(m.y.Times(label)).Minus(m.xy.Minus(m.x.Times(label)).Times(slope))
	return fit{
		r: max(0, r.Hi), y: label.Plus(twofold.Sum(y0, -s.y0)).Hi, slope: slope.Hi,
		perW: 1 / m.w.Hi, perA: 1 / spread.Hi,
		left:  mean.Minus(twofold.Sum(s.x[a], -x0)).Hi,
		right: twofold.Sum(s.x[b-1], -x0).Minus(mean).Hi,
	}
}

func (s *samples) momentsAbout(a, b int, x0, y0 float64) (m moments) {
	for i := a; i < b; i++ {
		own, _ := s.input(i, x0, y0)
		m = m.plus(own)
	}
	return m
}

// input is an input's moments with its mean label, and the spread of its labels about that.
func (s *samples) input(i int, x0, y0 float64) (m moments, spread twofold.Number) {
	rows := s.rows[s.from[i]:s.from[i+1]]
	for _, r := range rows {
		m.add(r, x0, y0)
	}
	if len(rows) > 1 {
		spread = m.within()
		m.yy = m.yy.Minus(spread)
	}
	return m, spread
}
