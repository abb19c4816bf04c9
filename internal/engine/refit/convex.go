package refit

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
	"relucert/loss"
)

// row is a term ω·ℓ(⟨a, v⟩ − b) of a convex problem. A condition ⟨a, v⟩ ≥ b is one, too: its loss is infinite below.
type row struct {
	omega float64
	a     []float64
	b     float64
	loss  loss.Slopes
	r     float64 // its multiplier
}

// condition is the loss of an error that may not be negative.
var condition = loss.Slopes{Below: math.Inf(1)}

// convex is the problem min Σ_rows ω ℓ(⟨a, v⟩ − b) + vᵀQv, solved by the proximal method of multipliers with Newton's method inside
// (Rockafellar 1976; Li, Sun, Toh 2018 for the semismooth Newton).
type convex struct {
	d        int
	rows     []row
	q        []float64 // d×d
	v        []float64
	center   []float64 // a row: r̄
	size     float64   // Σ ω‖a‖²
	gradient []float64
	hessian  []float64
	step     []float64
	errors   []float64 // a row: ⟨a, v⟩ − b
	changes  []float64 // a row: along the step
	watch    budget.Watch
}

func newConvex(d int, q []float64) *convex {
	return &convex{d: d, q: q, v: make([]float64, d), gradient: make([]float64, d), hessian: make([]float64, d*d), step: make([]float64, d)}
}

// ν goes from where all losses are smooth down to the last value, in units of labels.
const (
	lastNu   = 1e-6
	shrinkNu = 0.2
	rounds   = 40 // of multipliers
	steps    = 60 // of Newton's method in each
)

// settled is the relative change of the multipliers, weighted as in Σ ω r, that ends the rounds.
const settled = 1e-10

// solve starts at from, returns the solution, and leaves the multipliers in the rows.
func (c *convex) solve(from []float64) []float64 {
	copy(c.v, from)
	m := len(c.rows)
	c.size = 0
	for i := range c.rows {
		look(&c.watch, i, c.d)
		c.size += c.rows[i].omega * linalg.Dot(c.rows[i].a, c.rows[i].a)
	}
	c.center, c.errors, c.changes = make([]float64, m), make([]float64, m), make([]float64, m)
	for nu, round := c.firstNu(), 0; round < rounds; round++ {
		c.minimise(nu)
		moved, size := 0.0, 0.0
		c.watch.Look(m)
		for i := range c.rows {
			w := &c.rows[i]
			moved += w.omega * math.Abs(w.r-c.center[i])
			size += w.omega * math.Abs(w.r)
			c.center[i] = w.r
		}
		if moved <= settled*size && nu <= lastNu {
			break
		}
		nu = max(nu*shrinkNu, lastNu)
	}
	return append([]float64(nil), c.v...)
}

// look is the watch's, before row i and the next ones, of so many numbers each.
func look(w *budget.Watch, i, numbers int) {
	if i%budget.Stride == 0 {
		w.Rows(numbers)
	}
}

// firstNu makes no loss reach an end of its slopes at v: without curvature Newton's method would not know where to go.
func (c *convex) firstNu() float64 {
	nu := lastNu
	for i := range c.rows {
		look(&c.watch, i, c.d)
		w := &c.rows[i]
		end := min(w.loss.Below, w.loss.Above)
		if size := math.Abs(linalg.Dot(w.a, c.v) - w.b); end > 0 && size > end*(w.loss.Curve+nu) {
			nu = size / end
		}
	}
	return nu
}

// damping is the share of the squares' curvature that is left where no loss curves.
const damping = 1e-7

// minimise finds v for the centres at hand.
func (c *convex) minimise(nu float64) {
	for range steps {
		c.differentiate(nu)
		for d := range c.d {
			c.step[d] = -c.gradient[d]
			c.hessian[d*c.d+d] += damping * c.size
		}
		linalg.CholeskyFactorShifted(c.hessian, c.d, damping*c.size)
		linalg.CholeskySolve(c.hessian, c.d, c.step)
		if slope := linalg.Dot(c.gradient, c.step); !(slope < 0) || !c.search(nu, slope) {
			return
		}
	}
}

// differentiate computes half the gradient and Hessian of the smoothed objective, and the multipliers.
func (c *convex) differentiate(nu float64) {
	for d := range c.d {
		c.gradient[d] = linalg.Dot(c.q[d*c.d:][:c.d], c.v)
	}
	copy(c.hessian, c.q)
	for i := range c.rows {
		look(&c.watch, i, c.d*c.d)
		w := &c.rows[i]
		c.errors[i] = linalg.Dot(w.a, c.v) - w.b
		w.r, _ = w.loss.Smoothed(c.errors[i]+nu*c.center[i], nu, c.center[i])
		if w.r == 0 {
			continue
		}
		linalg.AddScaled(c.gradient, w.omega*w.r, w.a)
		if w.loss.Inner(w.r) {
			linalg.SymRank1(c.hessian, c.d, w.omega/(w.loss.Curve+nu), w.a)
		}
	}
}

// flat is the share of the first slope at which a search ends.
const flat = 0.2

// search goes along the step to where the slope about vanishes; false: rounding hides it.
func (c *convex) search(nu, first float64) bool {
	for i := range c.rows {
		look(&c.watch, i, c.d)
		c.changes[i] = linalg.Dot(c.rows[i].a, c.step)
	}
	linear, square := 0.0, 0.0
	for d := range c.d {
		image := linalg.Dot(c.q[d*c.d:][:c.d], c.step)
		linear, square = linear+image*c.v[d], square+image*c.step[d]
	}
	at := c.zero(nu, first, linear, square)
	moved := 0.0
	for d := range c.v {
		moved = max(moved, math.Abs(at*c.step[d])/(1+math.Abs(c.v[d])))
		c.v[d] += at * c.step[d]
	}
	return moved > 1e-14
}

// trials bounds the search for where the slope vanishes, farthest how far it goes.
const (
	trials   = 40
	farthest = 1e6
)

// zero is about where the slope vanishes, by the secant, the slope at an end that stays being halved (Illinois).
func (c *convex) zero(nu, first, linear, square float64) float64 {
	low, high, below := 0.0, 1.0, first
	above := c.slope(nu, high, linear, square)
	for above < flat*first && high < farthest {
		low, below = high, above
		high *= 4
		above = c.slope(nu, high, linear, square)
	}
	if above <= -flat*first {
		return high
	}
	for range trials {
		at := low + (high-low)*min(max(below/(below-above), 0.05), 0.95)
		s := c.slope(nu, at, linear, square)
		switch {
		case s > -flat*first:
			high, above, below = at, s, below/2
		case s < flat*first:
			low, below, above = at, s, above/2
		default:
			return at
		}
	}
	return low
}

// slope is half the derivative at t along the step.
func (c *convex) slope(nu, t, linear, square float64) float64 {
	slope := linear + t*square
	for i := range c.rows {
		look(&c.watch, i, 1)
		w := &c.rows[i]
		r, _ := w.loss.Smoothed(c.errors[i]+t*c.changes[i]+nu*c.center[i], nu, c.center[i])
		slope += w.omega * r * c.changes[i]
	}
	return slope
}
