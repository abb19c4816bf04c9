package patterns

import (
	"math"
	"slices"

	"relucert/internal/engine/whiten"
)

// limit is sign·ŵ_d ≤ Λ for a unit, which counts once a fit was beyond it. Its multiplier is η, in weights, times the limits' stiffness.
type limit struct {
	unit, d   int
	sign, eta float64
}

const (
	// limitRounds of the method of multipliers end when none changes by more than limitShare of Λ.
	limitRounds = 100
	limitShare  = 1e-13
	// limitStiffness is that of the penalty, relative to the curvature of the SSE: a round leaves about so small a part of the error.
	limitStiffness = 100
)

func (w *worker) limitStiffness() float64 { return limitStiffness * w.rounding.SumWeights }

// press moves the limits' multipliers to what the fit says, and says whether there should be another.
func (w *worker) press(c *conic, point whiten.Point) (again bool) {
	most := w.p.WeightLimit
	for i := range c.limits {
		l := &c.limits[i]
		eta := max(0, l.eta+l.sign*point.Units[l.unit][l.d]-most)
		again = again || math.Abs(eta-l.eta) > limitShare*most
		l.eta = eta
	}
	for j, unit := range point.Units {
		for d, v := range unit {
			l := limit{unit: j, d: d, sign: math.Copysign(1, v)}
			if math.Abs(v) > most*(1+limitShare) && !slices.ContainsFunc(c.limits, l.isSame) {
				c.limits, again = append(c.limits, l), true
			}
		}
	}
	return again
}

// isSame says that it is of the same weight and side.
func (l limit) isSame(o limit) bool { return l.unit == o.unit && l.d == o.d && l.sign == o.sign }

// limitRows are what a ray of a unit, times the unit's sign, is in the rows of the limits.
func (w *worker) limitRows(c *conic, unit int, ray []float64) []float64 {
	rows, root := make([]float64, len(c.limits)), math.Sqrt(w.limitStiffness())
	for i, l := range c.limits {
		if l.unit == unit {
			rows[i] = float64(c.signs[unit]) * root * l.sign * ray[l.d]
		}
	}
	return rows
}

// addSlacks enters how far weights may be below their limits, a column each, and the limits' right side.
func (w *worker) addSlacks(s *leastSquares, c *conic) {
	root, first := math.Sqrt(w.limitStiffness()), len(s.b)-len(c.limits)
	for i, l := range c.limits {
		s.b[first+i] = root * (w.p.WeightLimit - l.eta)
		column := make([]float64, len(s.b))
		column[first+i] = root
		s.add(column, 1)
	}
}

// force is what a unit's limits put against g at the fit; nil: nothing.
func (w *worker) force(c *conic, unit int) (force []float64) {
	for _, l := range c.limits {
		if l.unit == unit {
			if force == nil {
				force = make([]float64, w.p.N)
			}
			force[l.d] += l.sign * l.eta * w.limitStiffness()
		}
	}
	return force
}

// shrunk scales units that rounding has left beyond Λ.
func (w *worker) shrunk(point whiten.Point) whiten.Point {
	for _, unit := range point.Units {
		if size := max(slices.Max(unit), -slices.Min(unit)); size > w.p.WeightLimit {
			for d := range unit {
				unit[d] *= w.p.WeightLimit / size
			}
		}
	}
	return point
}
