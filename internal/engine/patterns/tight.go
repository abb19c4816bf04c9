package patterns

import (
	"math"

	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// cone is a unit's part of the fit: its cell's rays, and which samples bound it.
type cone struct {
	rays  [][]float64
	walls []wall
}

// cone finds them for a cell. A wall is a row on which the rays that are zero can span
// a facet.
func (t *Tree) cone(c *cell) (cone, [][]float64) {
	var out cone
	rays := c.Rays()
	columns := make([][]float64, len(rays))
	for q, ray := range rays {
		u := t.direction(ray)
		out.rays, columns[q] = append(out.rays, u), make([]float64, t.p.M)
		for i := range t.p.M {
			if ray.Sign(i) > 0 {
				columns[q][i] = t.roots[i] * max(0, linalg.Dot(u, t.p.X[i*t.p.N:]))
			}
		}
	}
	for i := range t.p.M {
		zero := 0
		for _, ray := range rays {
			if ray.Sign(i) == 0 {
				zero++
			}
		}
		if s := c.Sign(i); s != 0 && zero >= t.p.N-1 {
			out.walls = append(out.walls, wall{sample: i, sign: float64(s)})
		}
	}
	return out, columns
}

// tight fits a choice in its cones. It returns the network and the bound.
func (w *worker) tight(choice, signs []int) (whiten.Point, float64) {
	p := w.p
	s := &leastSquares{free: p.P, b: make([]float64, p.M)}
	sizes := w.outputColumns(s)
	cones := make([]cone, len(choice))
	for j, c := range choice {
		var columns [][]float64
		cones[j], columns = w.cone(&w.cells[c])
		for _, column := range columns {
			sizes = append(sizes, s.add(column, float64(signs[j])))
		}
	}
	s.solve()
	for i := range w.r {
		w.r[i] = s.residual[i] / w.roots[i]
	}
	walls := make([][]wall, len(choice))
	for j, c := range choice {
		walls[j] = w.multipliers(&w.cells[c], float64(signs[j]), cones[j].walls)
	}
	return w.point(s, sizes, cones), w.bound(choice, signs, w.r, walls)
}

// outputColumns sets the free columns √ω z and the labels √ω y.
func (w *worker) outputColumns(s *leastSquares) (sizes []float64) {
	p := w.p
	for d := range p.P {
		column := make([]float64, p.M)
		for i := range column {
			column[i] = w.roots[i] * p.Z[i*p.P+d]
		}
		sizes = append(sizes, s.add(column, 1))
	}
	for i, y := range p.Y {
		s.b[i] = w.roots[i] * y
	}
	return sizes
}

// add takes a column times a, and its length out of it.
func (s *leastSquares) add(column []float64, a float64) (size float64) {
	if size = length(column); size == 0 {
		size = 1
	}
	for i := range column {
		column[i] *= a / size
	}
	s.columns = append(s.columns, column)
	return size
}

// point is the network of the coefficients.
func (w *worker) point(s *leastSquares, sizes []float64, cones []cone) whiten.Point {
	p := w.p
	out := whiten.Point{C: make([]float64, p.P)}
	for q := range p.P {
		out.C[q] = s.alpha[q] / sizes[q]
	}
	q := p.P
	for _, c := range cones {
		unit := make([]float64, p.N)
		for _, u := range c.rays {
			linalg.AddScaled(unit, s.alpha[q]/sizes[q], u)
			q++
		}
		out.Units = append(out.Units, unit)
	}
	return out
}

// multipliers are the λ ≥ 0 for which a Σ_active ω r x̂ + Σ λ (±x̂) is least. At the fit they
// make it 0, by the optimality of the fit.
func (w *worker) multipliers(c *cell, a float64, walls []wall) []wall {
	clear(w.linear)
	for i, omega := range w.p.Weights {
		if c.has(i) {
			w.addLinear(i, a*omega*w.r[i])
		}
	}
	s := &leastSquares{b: make([]float64, w.p.N)}
	for d, g := range w.linear {
		s.b[d] = -g
	}
	sizes := make([]float64, len(walls))
	for at, l := range walls {
		sizes[at] = s.add(append([]float64(nil), w.p.X[l.sample*w.p.N:][:w.p.N]...), l.sign)
	}
	s.solve()
	out := walls[:0:0]
	for at, l := range walls {
		if l.lambda = math.Max(0, s.alpha[at]/sizes[at]); l.lambda > 0 {
			out = append(out, l)
		}
	}
	return out
}
