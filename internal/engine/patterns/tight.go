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

// conic is the fit of a choice in its cones.
type conic struct {
	signs   []int
	cones   []cone
	columns [][][]float64 // of each unit's rays
	mu      []float64     // of the norm bound, nil without one
	limits  []limit       // Λ's that count
	sizes   []float64
	squares *leastSquares
}

// tight fits a choice in its cones and within Λ, by the method of multipliers (Hestenes 1969, Powell 1969), unless its bound reaches the cutoff
// before. It returns the network and the bound.
func (w *worker) tight(choice, signs []int, cutoff float64) (whiten.Point, float64) {
	c := &conic{signs: signs, cones: make([]cone, len(choice)), columns: make([][][]float64, len(choice))}
	for j, at := range choice {
		c.cones[j], c.columns[j] = w.cone(&w.cells[at])
	}
	fit, bound := w.fitInCones, math.Inf(-1)
	if w.ball != nil {
		fit = w.fitInBall
	}
	var point whiten.Point
	for range limitRounds {
		point = fit(c)
		again := w.press(c, point)
		if bound = max(bound, w.proved(c, choice)); !again || bound >= cutoff {
			break
		}
	}
	return w.shrunk(point), bound
}

// proved is what the fit proves.
func (w *worker) proved(c *conic, choice []int) float64 {
	for i := range w.r {
		w.r[i] = c.squares.residual[i] / w.roots[i]
	}
	proofs := make([]proof, len(choice))
	for j, at := range choice {
		force := w.force(c, j)
		proofs[j] = proof{w.multipliers(&w.cells[at], float64(c.signs[j]), c.cones[j].walls, force), force}
	}
	return w.bound(choice, c.signs, w.r, proofs)
}

// fitInCones is the least of SSE + Σ μ_j‖w_j‖² + penalties of the limits. A unit's penalty is N more rows, a limit's one.
func (w *worker) fitInCones(c *conic) whiten.Point {
	m, more := w.p.M, w.p.N*len(c.mu)+len(c.limits)
	s := &leastSquares{free: w.p.P, b: make([]float64, m, m+more)}
	c.squares, c.sizes = s, w.outputColumns(s)
	s.b = s.b[:m+more]
	for q := range s.columns {
		s.columns[q] = append(s.columns[q], make([]float64, more)...)
	}
	for j, columns := range c.columns {
		for q, column := range columns {
			full := append(make([]float64, 0, len(s.b)), column...)
			full = append(append(full, w.ballRows(c, j, q)...), w.limitRows(c, j, c.cones[j].rays[q])...)
			c.sizes = append(c.sizes, s.add(full, float64(c.signs[j])))
		}
	}
	w.addSlacks(s, c)
	s.solve()
	return w.point(s, c.sizes, c.cones)
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

// multipliers are the λ ≥ 0 for which the price of a Σ_active ω r x̂ + Σ λ (±x̂), less the limits' force, is least. At the fit they
// make it 0, by the optimality of the fit, or a multiple of the normal of the ball.
func (w *worker) multipliers(c *cell, a float64, walls []wall, force []float64) []wall {
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
	linalg.AddScaled(s.b[:len(force)], 1, force)
	if w.ball != nil {
		w.ball.preimage(s.b)
	}
	sizes := make([]float64, len(walls))
	for at, l := range walls {
		row := append([]float64(nil), w.p.X[l.sample*w.p.N:][:w.p.N]...)
		if w.ball != nil {
			w.ball.preimage(row)
		}
		sizes[at] = s.add(row, l.sign)
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
