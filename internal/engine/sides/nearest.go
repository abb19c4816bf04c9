package sides

import (
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// nearest is the point of a cone that is nearest to a target.
type nearest struct {
	watch   *budget.Watch
	target  []float64
	rest    []float64   // the target less the point
	cuts    [][]float64 // σx̂, which span the cone
	passive []int       // the cuts in use
	nu      []float64   // a cut
	gram    []float64   // of the passive ones
	right   []float64
}

func newNearest(n int, watch *budget.Watch) nearest {
	return nearest{watch: watch, target: make([]float64, n), rest: make([]float64, n)}
}

// find finds the point Σ ν·cut, ν ≥ 0 (Lawson and Hanson, Solving Least Squares
// Problems, 1974, chapter 23), and the rest.
func (c *nearest) find() {
	c.nu = append(c.nu[:0], make([]float64, len(c.cuts))...)
	c.passive = c.passive[:0]
	copy(c.rest, c.target)
	for range 3 * (len(c.target) + 1) {
		if q := c.steepest(); q < 0 || !c.enter(q) {
			return
		}
	}
}

// steepest is the cut along which the rest falls the most, -1 if it falls along none.
func (c *nearest) steepest() int {
	best, most := -1, 1e-10*math.Sqrt(linalg.Dot(c.rest, c.rest))
	c.watch.Look(2 * len(c.cuts) * len(c.target))
	for q, a := range c.cuts {
		if g := linalg.Dot(a, c.rest) / math.Sqrt(linalg.Dot(a, a)); g > most && !slices.Contains(c.passive, q) {
			best, most = q, g
		}
	}
	return best
}

// enter makes a cut passive and moves to the least squares over the passive
// ones, dropping those that reach zero on the way.
func (c *nearest) enter(q int) bool {
	defer c.subtract()
	c.passive = append(c.passive, q)
	for len(c.passive) > 0 {
		if !c.leastSquares() {
			c.passive = c.passive[:len(c.passive)-1]
			return false
		}
		blocking := c.move()
		if blocking < 0 {
			break
		}
		c.nu[c.passive[blocking]] = 0
		c.passive = slices.Delete(c.passive, blocking, blocking+1)
	}
	return true
}

// move takes ν towards the least squares, until one reaches zero: that, -1 if none does.
func (c *nearest) move() (blocking int) {
	step := 1.0
	blocking = -1
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
	return blocking
}

// leastSquares sets right to the multipliers of the passive cuts, refined once.
func (c *nearest) leastSquares() bool {
	k := len(c.passive)
	c.right = c.right[:0]
	for _, p := range c.passive {
		c.right = append(c.right, linalg.Dot(c.cuts[p], c.target))
	}
	if !c.factorise() {
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

// factorise sets gram to the factor of the passive cuts' products.
func (c *nearest) factorise() bool {
	k := len(c.passive)
	c.gram = append(c.gram[:0], make([]float64, k*k)...)
	c.watch.Look(k * k * len(c.target))
	for a, p := range c.passive {
		for b, q := range c.passive[:a+1] {
			c.gram[a*k+b] = linalg.Dot(c.cuts[p], c.cuts[q])
		}
	}
	return linalg.CholeskyFactor(c.gram, k)
}

// subtract sets rest.
func (c *nearest) subtract() {
	copy(c.rest, c.target)
	for _, p := range c.passive {
		linalg.AddScaled(c.rest, -c.nu[p], c.cuts[p])
	}
}
