package oracle

import "math"

// Cost is another objective than the SSE.
type Cost struct {
	// Linear says that an error costs Low·(−e) below 0 and High·e above. Else it costs e² up to Delta and 2·Delta·|e| − Delta² beyond.
	Linear           bool
	Low, High, Delta float64 // Delta may be +Inf
	// Ridge is λ of λ Σ ‖w‖², in which the first Free columns of X do not count.
	Ridge float64
	Free  int
}

// of is what an error costs.
func (c *Cost) of(e float64) float64 {
	switch size := math.Abs(e); {
	case c.Linear && e < 0:
		return -c.Low * e
	case c.Linear:
		return c.High * e
	case size > c.Delta:
		return 2*c.Delta*size - c.Delta*c.Delta
	}
	return e * e
}

// quadratic is the problem ½xᵀQx + cᵀx, Gx ≥ h, x ≥ 0.
type quadratic struct {
	q [][]float64
	c []float64
	g [][]float64
	h []float64
}

// addSquare adds weight·(⟨a, x⟩ − b)².
func (s *quadratic) addSquare(weight float64, a []float64, b float64) {
	for i, u := range a {
		if u == 0 {
			continue
		}
		s.c[i] -= 2 * weight * u * b
		for j, v := range a {
			s.q[i][j] += 2 * weight * u * v
		}
	}
}

// solve is x, nil if Lemke's method fails.
func (s *quadratic) solve() []float64 {
	n, m := len(s.c), len(s.h)
	matrix, right := make([][]float64, n+m), append([]float64(nil), s.c...)
	for i := range matrix {
		matrix[i] = make([]float64, n+m)
	}
	for i := range s.q {
		copy(matrix[i], s.q[i])
	}
	for k, row := range s.g {
		right = append(right, -s.h[k])
		for i, v := range row {
			matrix[n+k][i], matrix[i][n+k] = v, -v
		}
	}
	z := complementary(matrix, right)
	if z == nil {
		return nil
	}
	return z[:n]
}

// tryCost solves the convex problem of the chosen cells for e.Cost: x is α, then c⁺ and c⁻, then what the loss needs of each sample.
func (e *enumeration) tryCost() {
	var rays []int
	var owner []int
	for j, c := range e.choice {
		for _, r := range e.cells[c] {
			rays, owner = append(rays, r), append(owner, j)
		}
	}
	p, m := 0, len(e.X)
	if e.Z != nil {
		p = len(e.Z[0])
	}
	first := len(rays) + 2*p
	s := &quadratic{}
	s.grow(first + 2*m)
	for i := range e.X {
		a := make([]float64, first+2*m)
		for k, r := range rays {
			a[k] = float64(e.signs[owner[k]]) * e.rayOutput(&e.rays[r])[i]
		}
		for d := range p {
			a[len(rays)+d], a[len(rays)+p+d] = e.Z[i][d], -e.Z[i][d]
		}
		e.addCost(s, i, a, first)
	}
	for j := range e.signs {
		for d := e.Cost.Free; d < len(e.X[0]); d++ {
			a := make([]float64, first+2*m)
			for k, r := range rays {
				if owner[k] == j {
					a[k] = e.rays[r].direction[d]
				}
			}
			s.addSquare(e.Cost.Ridge, a, 0)
		}
	}
	x := s.solve()
	if x == nil {
		e.failed++
		return
	}
	r := Result{Signs: e.signs, Units: make([][]float64, len(e.signs)), Output: make([]float64, p)}
	for j := range r.Units {
		r.Units[j] = make([]float64, len(e.X[0]))
	}
	for k, ray := range rays {
		for d, v := range e.rays[ray].direction {
			r.Units[owner[k]][d] += x[k] * v
		}
	}
	for d := range p {
		r.Output[d] = x[len(rays)+d] - x[len(rays)+p+d]
	}
	if r.SSE = e.Evaluate(r); r.SSE < e.best.SSE {
		e.best = r
	}
}

func (s *quadratic) grow(n int) {
	s.c = make([]float64, n)
	for range n {
		s.q = append(s.q, make([]float64, n))
	}
}

// addCost adds what sample i costs, a·x being its prediction.
func (e *enumeration) addCost(s *quadratic, i int, a []float64, first int) {
	weight, up, down := e.root(i)*e.root(i), first+2*i, first+2*i+1
	if !e.Cost.Linear {
		// u² + 2δ(s⁺ + s⁻) with u = error − s⁺ + s⁻
		a[up], a[down] = -1, 1
		if math.IsInf(e.Cost.Delta, 1) {
			a[up], a[down] = 0, 0
		} else {
			s.c[up] += 2 * e.Cost.Delta * weight
			s.c[down] += 2 * e.Cost.Delta * weight
		}
		s.addSquare(weight, a, e.Y[i])
		return
	}
	// s ≥ High·error, s ≥ −Low·error
	s.c[up] += weight
	for _, slope := range []float64{e.Cost.High, -e.Cost.Low} {
		row := make([]float64, len(a))
		for k, v := range a {
			row[k] = -slope * v
		}
		row[up] = 1
		s.g, s.h = append(s.g, row), append(s.h, -slope*e.Y[i])
	}
}

// penalty is λ Σ ‖w‖².
func (c *Cost) penalty(units [][]float64) float64 {
	sum := 0.0
	for _, w := range units {
		for _, v := range w[c.Free:] {
			sum += c.Ridge * v * v
		}
	}
	return sum
}
