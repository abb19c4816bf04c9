package sides

import (
	"math"
	"slices"

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
	watch   *budget.Watch
	x       []float64 // the problem's rows
	n       int
	error   []float64 // a sample: bounds the rounding of its row's entries
	target  []float64
	rest    []float64
	cuts    [][]float64 // σx̂
	passive []int
	nu      []float64 // a cut
	gram    []float64
	right   []float64
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
	c.nearest()
	size := math.Sqrt(linalg.Dot(c.target, c.target))
	if rest := math.Sqrt(linalg.Dot(c.rest, c.rest)); !(rest <= negligible*size) {
		r.addPoint(c.rest)
		return
	}
	r.side[i] = side
	m := implication{rest: float64(c.n) * c.error[i]}
	for _, q := range c.passive {
		m.cuts, m.nu = append(m.cuts, q), append(m.nu, c.nu[q])
		m.rest += c.nu[q] * float64(c.n) * c.error[r.cuts[q]]
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

// nearest finds the point Σ ν·cut, ν ≥ 0, that is nearest to target (Lawson and
// Hanson, Solving Least Squares Problems, 1974, chapter 23), and the rest.
func (c *cone) nearest() {
	c.nu = append(c.nu[:0], make([]float64, len(c.cuts))...)
	c.passive = c.passive[:0]
	copy(c.rest, c.target)
	for range 3 * (c.n + 1) {
		best, steepest := -1, 1e-10*math.Sqrt(linalg.Dot(c.rest, c.rest))
		c.watch.Look(2 * len(c.cuts) * c.n)
		for q, a := range c.cuts {
			if g := linalg.Dot(a, c.rest) / math.Sqrt(linalg.Dot(a, a)); g > steepest && !slices.Contains(c.passive, q) {
				best, steepest = q, g
			}
		}
		if best < 0 || !c.enter(best) {
			return
		}
	}
}

// enter makes a cut passive and moves to the least squares over the passive
// ones, dropping those that reach zero on the way.
func (c *cone) enter(q int) bool {
	c.passive = append(c.passive, q)
	for len(c.passive) > 0 {
		if !c.leastSquares() {
			c.passive = c.passive[:len(c.passive)-1]
			c.subtract()
			return false
		}
		step, blocking := 1.0, -1
		for a, p := range c.passive {
			if c.right[a] > 0 {
				continue
			}
			if s := c.nu[p] / max(c.nu[p]-c.right[a], math.SmallestNonzeroFloat64); blocking < 0 || s < step {
				step, blocking = min(s, step), a
			}
		}
		for a, p := range c.passive {
			c.nu[p] += step * (c.right[a] - c.nu[p])
		}
		if blocking < 0 {
			break
		}
		c.nu[c.passive[blocking]] = 0
		c.passive = slices.Delete(c.passive, blocking, blocking+1)
	}
	c.subtract()
	return true
}

// leastSquares sets right to the multipliers of the passive cuts, refined once.
func (c *cone) leastSquares() bool {
	k := len(c.passive)
	c.gram = append(c.gram[:0], make([]float64, k*k)...)
	c.right = c.right[:0]
	c.watch.Look(k * k * c.n)
	for a, p := range c.passive {
		for b, q := range c.passive[:a+1] {
			c.gram[a*k+b] = linalg.Dot(c.cuts[p], c.cuts[q])
		}
		c.right = append(c.right, linalg.Dot(c.cuts[p], c.target))
	}
	if !linalg.CholeskyFactor(c.gram, k) {
		return false
	}
	linalg.CholeskySolve(c.gram, k, c.right)
	copy(c.rest, c.target)
	for a, p := range c.passive {
		linalg.AddScaled(c.rest, -c.right[a], c.cuts[p])
	}
	correction := make([]float64, k)
	for a, p := range c.passive {
		correction[a] = linalg.Dot(c.cuts[p], c.rest)
	}
	linalg.CholeskySolve(c.gram, k, correction)
	linalg.AddScaled(c.right, 1, correction)
	return true
}

// subtract sets rest.
func (c *cone) subtract() {
	copy(c.rest, c.target)
	for _, p := range c.passive {
		linalg.AddScaled(c.rest, -c.nu[p], c.cuts[p])
	}
}

func newCone(p *whiten.Problem, watch *budget.Watch) cone {
	c := cone{watch: watch, x: p.X, n: p.N, error: make([]float64, p.M), target: make([]float64, p.N), rest: make([]float64, p.N)}
	for i, w := range p.Weights {
		row := c.row(int32(i))
		c.error[i] = p.XError/math.Sqrt(w) + 0x1p-50*float64(p.N)*math.Sqrt(linalg.Dot(row, row))
	}
	return c
}
