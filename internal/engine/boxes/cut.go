package boxes

import (
	"math"
	"slices"

	"relucert/internal/engine/node"
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
	unit  int
	first int // where the unit's α begin in x
	multiplier
	g      float64
	change float64   // of g along the line
	values []float64 // -sign·⟨v, x⟩ at the unit's vertices
	error  float64   // bounds that of a value
}

// walls are all cuts of a node's regions.
type walls []wall

// raise loads the cuts of the node's regions.
func (ws *walls) raise(d *domain, e *node.Rounding) {
	*ws = (*ws)[:0]
	for j, r := range d.regions {
		for _, c := range r.cuts {
			*ws = append(*ws, newWall(d, e, j, c))
		}
	}
}

func newWall(d *domain, e *node.Rounding, j int, c cut) wall {
	w := wall{unit: j, first: d.firstAlpha(j), multiplier: newMultiplier(stiffness * e.SumWeights), values: make([]float64, d.vertices)}
	for q := range w.values {
		w.values[q] = -c.sign * linalg.Dot(d.vertex(j, q), c.x)
	}
	w.error = float64(d.p.N) * (d.p.XError/math.Sqrt(c.weight) + e.Unit*largest(c.x))
	return w
}

// of are the entries of a vector like x that the wall's values are for.
func (w *wall) of(x []float64) []float64 { return x[w.first:][:len(w.values)] }

// evaluate adds the walls' part to e.
func (ws walls) evaluate(e *evaluation, x []float64) {
	for k := range ws {
		w := &ws[k]
		w.g = linalg.Dot(w.values, w.of(x))
		w.press(w.g)
		e.exact += 2 * w.eta * max(0, w.g)
		g := w.of(e.gradient)
		for q, v := range w.values {
			g[q] += w.eta * v
		}
	}
}

// update moves the multipliers.
func (ws walls) update() {
	for k := range ws {
		ws[k].update(ws[k].g, nearlyKept)
	}
}

// excess is norms.excess for walls.
func (ws walls) excess() float64 {
	sum := 0.0
	for k := range ws {
		sum += 2 * ws[k].eta * ws[k].g
	}
	return sum
}

// hold says that the cuts do, nearly.
func (ws walls) hold(x []float64) bool {
	for k := range ws {
		lambda := 0.0
		for _, a := range ws[k].of(x) {
			lambda += a
		}
		if ws[k].g > nearlyKept*(1+lambda) {
			return false
		}
	}
	return true
}

// assembleWalls adds σ·values·valuesᵀ of the walls at work to the Hessian.
func (s *newton) assembleWalls() {
	n, col := len(s.free), s.column[:len(s.free)]
	for k := range s.walls {
		w := &s.walls[k]
		if w.eta == 0 {
			continue
		}
		s.wallColumn(w, col)
		for f, v := range col {
			for g, u := range col[:f+1] {
				s.hessian[f*n+g] += w.stiff * v * u
			}
		}
	}
}

// wallColumn writes the derivative of the wall's g to col.
func (s *newton) wallColumn(w *wall, col []float64) {
	clear(col)
	for f, q := range s.free {
		if q < w.first || q >= w.first+len(w.values) {
			continue
		}
		col[f] = w.values[q-w.first]
		if ref := s.reference[f]; ref != f {
			col[f] -= w.values[s.free[ref]-w.first]
		}
	}
}

// prepare computes how the walls' g change along a line.
func (ws walls) prepare(change []float64) {
	for k := range ws {
		ws[k].change = linalg.Dot(ws[k].values, ws[k].of(change))
	}
}

// slope is the walls' part of the line's derivative at t.
func (ws walls) slope(t float64) float64 {
	slope := 0.0
	for k := range ws {
		w := &ws[k]
		slope += max(0, w.nu+w.stiff*(w.g+t*w.change)) * w.change
	}
	return slope
}
