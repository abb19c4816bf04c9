package sides

import (
	"math"

	"relucert/internal/linalg"
)

// descent minimises a Lagrangian by Newton's method.
type descent struct {
	lagrangian
	matrix curvature
	step   []float64
}

// least is what flat directions get, as a share of Σ ω, the size of the data's own matrix.
const least = 1e-9

func (d *descent) factorise() {
	n, a := d.p.N, d.matrix.factor
	d.matrix.update(d.curve, &d.watch)
	if d.now.ball > 0 {
		linalg.SymRank1(a, n, d.ballStiffness(), d.image)
		for e := range n {
			linalg.AddScaled(a[e*n:][:e+1], d.now.ball, d.p.Norm[e*n:])
		}
	}
	shift := least * d.rounding.SumWeights
	for e := range n {
		a[e*n+e] += shift
	}
	linalg.CholeskyFactorShiftedWatched(a, n, shift, &d.watch)
}

// descend makes Newton steps until what the gradient costs the bound is less than enough.
func (d *descent) descend(steps int, enough float64) {
	for range steps {
		if d.price(d.gradient) < enough {
			return
		}
		d.factorise()
		clear(d.step)
		linalg.AddScaled(d.step, -1, d.gradient)
		linalg.CholeskySolve(d.matrix.factor, d.p.N, d.step)
		d.shorten()
		slope := linalg.Dot(d.step, d.gradient)
		if !(slope < 0) {
			return
		}
		d.move(1, d.step)
		d.evaluate()
		d.search(slope)
	}
}

// shorten limits a step to the ball's diameter.
func (d *descent) shorten() {
	size := math.Sqrt(linalg.QuadForm(d.p.Norm, d.p.N, d.step))
	if most := 2 * d.p.NormBound; size > most {
		for e := range d.step {
			d.step[e] *= most / size
		}
	}
}

// flat is the share of the first slope at which a search ends.
const flat = 0.3

// search goes back along the step to where the slope is small, by the secant, the slope
// at an end that stays being halved (Dowell and Jarratt's Illinois method).
func (d *descent) search(first float64) {
	low, high, at := 0.0, 1.0, 1.0
	below, above := first, linalg.Dot(d.step, d.gradient)
	if above <= 0 {
		return
	}
	for range 10 {
		slope := linalg.Dot(d.step, d.gradient)
		switch {
		case math.Abs(slope) <= -flat*first:
			return
		case slope > 0:
			high, above, below = at, slope, below/2
		default:
			low, below, above = at, slope, above/2
		}
		next := low - below*(high-low)/(above-below)
		d.move(next-at, d.step)
		at = next
		d.evaluate()
	}
}

// price is what the ball asks for a vector g, 2B times its dual norm.
func (d *descent) price(g []float64) float64 {
	copy(d.step, g)
	linalg.SolveLower(d.normL, d.p.N, d.step)
	return 2 * d.p.NormBound * math.Sqrt(linalg.Dot(d.step, d.step)) * (1 + 1e-9)
}
