package descent

import (
	"math"

	"relucert/internal/linalg"
)

// reviveRounds is how often the direction of a revived unit is improved.
const reviveRounds = 8

// revive gives a unit that is off for all samples, where no derivative moves
// it, a little weight in a direction in which the SSE falls, and reports whether
// there is such a unit.
func (w *walk) revive() bool {
	on := uint64(0)
	for _, bits := range w.active {
		on |= bits
	}
	for j := range w.k {
		if on>>j&1 == 0 && w.seed(j) {
			w.jump(w.theta)
			return true
		}
	}
	return false
}

// seed looks for a direction u that makes the slope Σ ω r a [⟨u, x⟩]_+ negative:
// from all samples that want the unit, and from the one that wants it most, it
// goes again and again to minus the slope's gradient over the samples that are
// on.
func (w *walk) seed(j int) bool {
	all, most := w.unit(w.target, j), w.unit(w.scratch, j)
	w.wishes(j, all, most)
	return w.seedFrom(j, all) || w.seedFrom(j, most)
}

func (w *walk) seedFrom(j int, u []float64) bool {
	next := w.unit(w.image, j)
	for range reviveRounds {
		normalise(u)
		if w.slopeGradient(j, u, next) < -seedSlope*math.Sqrt(w.labels) {
			copy(w.unit(w.theta, j), u)
			linalg.AddScaled(w.unit(w.theta, j), seedling-1, u)
			return true
		}
		copy(u, next)
	}
	return false
}

// wishes sums the samples that unit j would help, weighted by how much, and
// finds the one it would help most.
func (w *walk) wishes(j int, all, most []float64) {
	clear(all)
	clear(most)
	strongest := 0.0
	for i, omega := range w.weight {
		w.watch.Look(2 * w.d)
		pull := omega * w.signs[j] * w.residual(i, w.theta)
		if pull >= 0 {
			continue
		}
		linalg.AddScaled(all, -pull, w.row(i))
		if pull < strongest {
			strongest = pull
			copy(most, w.row(i))
		}
	}
}

// slopeGradient writes minus the gradient of unit j's slope in direction u to
// next and returns the slope.
func (w *walk) slopeGradient(j int, u, next []float64) (slope float64) {
	clear(next)
	for i, omega := range w.weight {
		w.watch.Look(2 * w.d)
		if t := linalg.Dot(u, w.row(i)); t > 0 {
			pull := omega * w.signs[j] * w.residual(i, w.theta)
			slope += pull * t
			linalg.AddScaled(next, -pull, w.row(i))
		}
	}
	return slope
}

// seedSlope is the slope, over (Σ ω y²)^½, that a seed's direction must have.
const seedSlope = 1e-6
