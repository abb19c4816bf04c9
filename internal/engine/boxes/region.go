package boxes

import (
	"math"

	"relucert/internal/linalg"
)

// region is the cone over a box: ŵ = λ·(±e_face + Σ_{d≠face} δ_d e_d) with
// λ ≥ 0 and lo_d ≤ δ_d ≤ hi_d. Regions are immutable and shared: units of one
// sign that have not been told apart have the same *region.
type region struct {
	face int       // the largest coordinate; whole: any
	sign float64   // its sign, +1 or -1; lo[face] = hi[face] = sign
	lo   []float64 // length N
	hi   []float64 // length N
	cuts []cut     // see cut.go
}

// whole is the face of the region that no split has touched: all directions.
const whole = -1

// narrowest is the width below which a side is not cut again: its bits would
// no longer fit a float64.
const narrowest = 0x1p-40

// faceOf is the cone over one face of the cube.
func faceOf(n, face int, sign float64) *region {
	r := &region{face: face, sign: sign, lo: make([]float64, n), hi: make([]float64, n)}
	for d := range n {
		r.lo[d], r.hi[d] = -1, 1
	}
	r.lo[face], r.hi[face] = sign, sign
	return r
}

// faces are the regions that the whole space is split into: 2N faces of the
// cube, or the N positive ones when w and -w describe the same functions.
func faces(n int, positiveOnly bool) []*region {
	var all []*region
	for d := range n {
		all = append(all, faceOf(n, d, 1))
		if !positiveOnly {
			all = append(all, faceOf(n, d, -1))
		}
	}
	return all
}

// split cuts δ_d at a dyadic cut strictly inside [lo_d, hi_d].
func (r *region) split(d int, cut float64) (lower, upper *region) {
	a, b := *r, *r
	a.hi = append([]float64(nil), r.hi...)
	b.lo = append([]float64(nil), r.lo...)
	a.hi[d], b.lo[d] = cut, cut
	return &a, &b
}

// interval is the range [l, u] of ⟨ŵ, x⟩/λ over the region's box.
func (r *region) interval(x []float64) (l, u float64) {
	lo, hi := r.lo[:len(x)], r.hi[:len(x)]
	for d, v := range x {
		a, b := float64(v*lo[d]), float64(v*hi[d])
		l += min(a, b)
		u += max(a, b)
	}
	return l, u
}

// widest is the coordinate with the longest side, -1 when none can be cut.
func (r *region) widest() int {
	best, width := -1, narrowest
	for d := range r.lo {
		if w := r.hi[d] - r.lo[d]; w > width {
			best, width = d, w
		}
	}
	return best
}

// cutAt is a dyadic number of few bits near target, within 30 to 70 % of side d.
func (r *region) cutAt(d int, target float64) float64 {
	lo, width := r.lo[d], r.hi[d]-r.lo[d]
	target = min(max(target, lo+0.3*width), lo+0.7*width)
	_, e := math.Frexp(width)
	grid := math.Ldexp(1, e-5)
	return math.RoundToEven(target/grid) * grid
}

// overVertices fills dst with ⟨v, x⟩ over the vertices, by doubling: flipping
// coordinate d from lo to hi adds (hi_d - lo_d) x_d.
func (r *region) overVertices(x, dst []float64) {
	dst[0] = 0
	for d, v := range x {
		dst[0] += float64(v * r.lo[d])
	}
	count := 1
	for d, v := range x {
		if d == r.face {
			continue
		}
		step := v * (r.hi[d] - r.lo[d])
		linalg.Shift(dst[count:2*count], dst[:count], step)
		count *= 2
	}
}

// overAllVertices does so for count samples, which stand coordinate by coordinate in columns, vertex by vertex.
func (r *region) overAllVertices(columns []float64, count int, dst []float64) {
	clear(dst[:count])
	linalg.AddRows(dst[:count], r.lo, columns)
	done := count
	for d := range r.lo {
		if d == r.face {
			continue
		}
		column, side := columns[d*count:][:count], r.hi[d]-r.lo[d]
		for from := 0; from < done; from += count {
			linalg.SetScaled(dst[done+from:][:count], dst[from:][:count], side, column)
		}
		done *= 2
	}
}

// barycentric writes ŵ, clamped to the region, as Σ α_v v over at most N
// vertices: those met on the way from the low corner when the coordinates are
// raised in the order of their fractions (Kuhn's triangulation). λ is held to limit.
func (r *region) barycentric(w, alpha []float64, limit float64) {
	lambda := min(w[r.face]*r.sign, limit)
	if lambda <= 0 {
		return
	}
	left, vertex := 1.0, 0
	for done := 0; ; {
		best, bit := 0.0, 0
		for d, b := 0, 1; d < len(w); d++ {
			if d == r.face {
				continue
			}
			if f := r.fraction(d, w[d]/lambda); done&b == 0 && f > best {
				best, bit = f, b
			}
			b <<= 1
		}
		alpha[vertex] += lambda * (left - best)
		if bit == 0 {
			return
		}
		left, done, vertex = best, done|bit, vertex|bit
	}
}

// fraction is where δ lies between lo_d and hi_d, 0 to 1.
func (r *region) fraction(d int, delta float64) float64 {
	return min(max((delta-r.lo[d])/(r.hi[d]-r.lo[d]), 0), 1)
}
