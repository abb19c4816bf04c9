package sides

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// implication proves that a region's cuts decide a sample: its row is nearly
// ±Σ ν σ x̂ over some of them.
type implication struct {
	cuts []int     // positions in the region's cuts
	nu   []float64 // positive
	rest float64   // bounds the sum of |entries| of what is left
}

// cone finds out what cuts imply: one worker's scratch.
type cone struct {
	nearest
	x   []float64 // the problem's rows
	n   int
	off []float64 // a sample: bounds the rounding of its row's entries
}

func newCone(p *whiten.Problem, watch *budget.Watch) cone {
	c := cone{nearest: newNearest(p.N, watch), x: p.X, n: p.N, off: make([]float64, p.M)}
	for i, w := range p.Weights {
		row := c.row(int32(i))
		c.off[i] = p.XError/math.Sqrt(w) + 0x1p-50*float64(p.N)*math.Sqrt(linalg.Dot(row, row))
	}
	return c
}

// negligible is the size of what may be left of a row, relative to it.
const negligible = 1e-12

// imply returns r with all samples decided that its cuts decide, if sample i is
// one of them, else nil. Known points of r spare most of the tests: where t > 0 is
// possible, t ≤ 0 is not implied.
func (c *cone) imply(r *region, i int32) *region {
	c.cuts = c.cuts[:0]
	for _, i := range r.cuts {
		row := make([]float64, c.n)
		linalg.AddScaled(row, float64(r.side[i]), c.row(i))
		c.cuts = append(c.cuts, row)
	}
	r = r.clone()
	if c.try(r, i); r.side[i] == 0 {
		return nil
	}
	for i := range int32(len(r.side)) {
		c.try(r, i)
	}
	return r
}

// try decides sample i if r's cuts do.
func (c *cone) try(r *region, i int32) {
	for _, side := range [2]int8{1, -1} {
		c.watch.Look(len(r.points) * c.n)
		if r.side[i] == 0 && !r.excludes(c.row(i), side) {
			c.trySide(r, i, side)
		}
	}
}

func (c *cone) row(i int32) []float64 { return c.x[int(i)*c.n:][:c.n] }

// excludes says that some known point of the region is strictly on the other side.
func (r *region) excludes(x []float64, side int8) bool {
	for _, w := range r.points {
		if float64(side)*linalg.Dot(x, w) < 0 {
			return true
		}
	}
	return false
}

// trySide tests whether sample i is on the side on all of r, and keeps what it finds.
func (c *cone) trySide(r *region, i int32, side int8) {
	clear(c.target)
	linalg.AddScaled(c.target, float64(side), c.row(i))
	c.find()
	size := math.Sqrt(linalg.Dot(c.target, c.target))
	if rest := math.Sqrt(linalg.Dot(c.rest, c.rest)); !(rest <= negligible*size) {
		r.addPoint(c.rest)
		return
	}
	r.side[i] = side
	m := implication{rest: float64(c.n) * c.off[i]}
	for _, q := range c.passive {
		m.cuts, m.nu = append(m.cuts, q), append(m.nu, c.nu[q])
		m.rest += c.nu[q] * float64(c.n) * c.off[r.cuts[q]]
	}
	for _, v := range c.rest {
		m.rest += math.Abs(v)
	}
	r.implied[i] = m
}

// mostPoints of a region are kept.
const mostPoints = 24

// addPoint keeps -rest, which is in the cone of the cuts.
func (r *region) addPoint(rest []float64) {
	if len(r.points) == mostPoints {
		return
	}
	w := make([]float64, len(rest))
	linalg.AddScaled(w, -1, rest)
	r.points = append(r.points, w)
}
