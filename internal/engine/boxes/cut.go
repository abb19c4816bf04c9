package boxes

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// cut is a sample's hyperplane through a region: only ŵ with sign·⟨ŵ, x⟩ ≥ 0
// remain. Boxes alone shrink without end around directions that have a sample
// exactly on their kink; a cut decides that sample (and its duplicates) at once.
type cut struct {
	sample
	sign float64
}

// sample is one of the problem's.
type sample struct {
	index  int32
	x      []float64 // its row of the problem's X
	weight float64
}

// cutBy divides the region by a sample's hyperplane.
func (r *region) cutBy(by sample) (negative, positive *region) {
	a, b := *r, *r
	a.cuts = append(slices.Clip(r.cuts), cut{by, -1})
	b.cuts = append(slices.Clip(r.cuts), cut{by, 1})
	return &a, &b
}

// side is the sign that a cut gives the sample x (the problem's own row), 0
// without one.
func (r *region) side(x []float64) float64 {
	for _, c := range r.cuts {
		if &c.x[0] == &x[0] {
			return c.sign
		}
	}
	return 0
}

// wall is a cut in the node's relaxation: g = -sign·⟨ŵ, x⟩ ≤ 0 as an augmented
// Lagrangian ([ν + σg]_+² - ν²)/2σ, like ball. In the bound its η = [ν + σg]_+
// shifts the unit's Ψ(v) by -η·sign·⟨v, x⟩, free of charge.
type wall struct {
	unit int
	multiplier
	g      float64
	change float64   // of g along the line
	values []float64 // -sign·⟨v, x⟩ at the unit's vertices
	error  float64   // bounds that of a value
}

// raiseWalls loads the cuts of the node's regions.
func (s *relaxation) raiseWalls() {
	s.walls = s.walls[:0]
	for j, r := range s.regions {
		for _, c := range r.cuts {
			s.walls = append(s.walls, s.newWall(j, c))
		}
	}
}

func (s *relaxation) newWall(j int, c cut) wall {
	w := wall{unit: j, multiplier: newMultiplier(stiffness * s.rounding.SumWeights), values: make([]float64, s.vertices)}
	for q := range w.values {
		w.values[q] = -c.sign * linalg.Dot(s.vertex(j, q), c.x)
	}
	w.error = float64(s.p.N) * (s.p.XError/math.Sqrt(c.weight) + s.rounding.Unit*largest(c.x))
	return w
}

// evaluateWalls adds the walls' part to e.
func (s *relaxation) evaluateWalls(e *evaluation, x []float64) {
	for k := range s.walls {
		w := &s.walls[k]
		base := s.firstAlpha(w.unit)
		w.g = linalg.Dot(w.values, x[base:])
		w.press(w.g)
		e.exact += 2 * w.eta * max(0, w.g)
		for q, v := range w.values {
			e.gradient[base+q] += w.eta * v
		}
	}
}

// updateWalls is updateBalls for walls.
func (s *relaxation) updateWalls() {
	for k := range s.walls {
		s.walls[k].update(s.walls[k].g, nearlyKept)
	}
}

// wallExcess is ballExcess for walls.
func (s *relaxation) wallExcess() float64 {
	sum := 0.0
	for _, w := range s.walls {
		sum += 2 * w.eta * w.g
	}
	return sum
}

// behindWalls says that the cuts hold, nearly.
func (s *relaxation) behindWalls() bool {
	for _, w := range s.walls {
		if w.g > nearlyKept*(1+s.lambda(s.x, w.unit)) {
			return false
		}
	}
	return true
}

// assembleWalls adds σ·values·valuesᵀ of the walls at work to the Hessian.
func (s *relaxation) assembleWalls() {
	nw, n := &s.newton, len(s.newton.free)
	for k := range s.walls {
		w := &s.walls[k]
		if w.eta == 0 {
			continue
		}
		col := nw.column[:n]
		clear(col)
		first := s.firstAlpha(w.unit)
		for f, q := range nw.free {
			if q < first || q >= first+s.vertices {
				continue
			}
			col[f] = w.values[q-first]
			if ref := nw.reference[f]; ref != f {
				col[f] -= w.values[nw.free[ref]-first]
			}
		}
		for f, v := range col {
			for g, u := range col[:f+1] {
				nw.hessian[f*n+g] += w.stiff * v * u
			}
		}
	}
}

// prepareWalls computes how the walls' g change along the line.
func (s *relaxation) prepareWalls() {
	for k := range s.walls {
		w := &s.walls[k]
		w.change = linalg.Dot(w.values, s.line.change[s.firstAlpha(w.unit):])
	}
}

// wallSlope is the walls' part of the line's derivative at t.
func (s *relaxation) wallSlope(t float64) float64 {
	slope := 0.0
	for k := range s.walls {
		w := &s.walls[k]
		slope += max(0, w.nu+w.stiff*(w.g+t*w.change)) * w.change
	}
	return slope
}
