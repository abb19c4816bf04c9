package breakpoints

import "math"

// A *hinge* is what a lone kink of a sign s in a span costs at least. With l and r the lines before and behind it, a the last input before the span
// and b the first behind it, its curve is l up to some t in [a, b], r from there on, and turns by Δ, sΔ ≥ 0. Let p be any line, z_i = ω_i(y_i − p(x_i))
// at the span's inner inputs, and φ(t) = Σ z_i max(0, x_i − t). As squares lie above their tangents, and (r − l)(a) = −Δ(t − a), these inputs cost
//
//	Σω(y − f)² ≥ Σω(y² − p²) − 2Σzf = Σω(y² − p²) − 2Σzl − 2Δφ(t) ≥ Σω(y² − p²) − 2Σzl + ν(r − l)(a) − s(M + ε)Δ
//
// for any ν, any ε ≥ 0 and M the largest s(2φ(t) − ν(t − a)) in [a, b]. This is linear in l and r.
type hinge struct {
	known  bool
	value  float64
	left   pull // on l, about a
	right  pull // on r, about b
	weight float64
	multipliers
}

// pull is what is put on a line: on its value at an input, and on its slope.
type pull struct{ value, slope float64 }

// multipliers are a hinge's: ν; ε over b − a; p at a and at b, labels not less their mean.
type multipliers struct{ force, turn, near, far float64 }

// hinge is that of the span of cuts first to last.
func (s *samples) hinge(first, last int, sign float64, m multipliers) hinge {
	a, width := s.x[first-1], s.x[last]-s.x[first-1]
	value, slope := m.near-s.y0, (m.far-m.near)/width
	h := hinge{known: true, multipliers: m}
	sum, moment, phi, at := 0.0, 0.0, 0.0, s.x[last] // Σz, Σz(x − a) and φ of what lies behind
	most := -sign * m.force * width
	for i := last - 1; i >= first-1; i-- {
		d := s.x[i] - a
		phi += sum * (at - s.x[i])
		at = s.x[i]
		if most = max(most, sign*(2*phi-m.force*d)); i < first {
			break
		}
		p := value + slope*d
		z := s.w[i] * (s.y[i] - p)
		sum, moment = sum+z, moment+z*d
		h.value += z * (s.y[i] + p)
		h.weight += math.Abs(z)
	}
	turn := sign * (most + m.turn*width)
	h.left = pull{-m.force - 2*sum, turn - 2*moment}
	h.right = pull{m.force, -m.force*width - turn}
	return h
}

// loaded is what the inputs between two spans cost on one line, by what stands at its ends.
type loaded struct {
	costs [kinds][kinds]float64
	near  bool // some multipliers would cost more than they are worth on so few inputs
}

// kinds of what stands at a line's end: no multipliers, or those of a kink of a sign.
const kinds = 3

var kindSign = [kinds]float64{0, 1, -1}

// load is those of a line, with hinges by kind; worst becomes at least the sizes that a cost is the sum of.
func (t *sums) load(from, to *[kinds]*hinge, a, b, limit float64, worst *float64) (l loaded) {
	r, x, y, slope, perW, perA := t.cost(), t.x0+t.x, t.y0+t.y, t.xy/t.xx, 1/t.w, 1/t.xx
	steep := math.Sqrt(t.yy * perA)
	for k, p := range from {
		for o, q := range to {
			if p == nil || q == nil {
				continue
			}
			g := p.right.value + q.left.value
			h := p.right.slope + p.right.value*(a-x) + q.left.slope + q.left.value*(b-x)
			lost := 0.25 * (g*g*perW + h*h*perA)
			l.near = l.near || lost > limit
			l.costs[k][o] = r + g*y + h*slope - lost
			size := math.Abs(g*y) + math.Abs(h)*steep + lost + (p.weight+q.weight)*(math.Abs(y)+steep*(math.Abs(a-x)+math.Abs(b-x)))
			*worst = max(*worst, size)
		}
	}
	return l
}

// ends are the multipliers as those of a kink at the ends of its span.
func (m *multipliers) ends(sign float64) (near, far float64) {
	return -sign * (m.turn + max(0, sign*m.force)), sign * (m.turn + max(0, -sign*m.force))
}
