package oracle

import "math"

// try solves the convex problem of the chosen cells.
func (e *enumeration) try() {
	p := ball{units: len(e.signs), n: len(e.X[0]), bound: e.Bound, b: e.b}
	for j, c := range e.choice {
		for _, r := range e.cells[c] {
			p.columns = append(p.columns, scaled(e.columns[r], float64(e.signs[j])))
			p.directions = append(p.directions, scaled(e.rays[r].direction, 1/e.sizes[r]))
			p.owner = append(p.owner, j)
		}
	}
	alpha := nnls(p.columns, p.b)
	r := residual(p.columns, alpha, p.b)
	if dot(r, r) >= e.best.SSE {
		return
	}
	if e.Bound > 0 && e.outside(&p, alpha) {
		if alpha = p.solve(e.best.SSE); alpha == nil {
			return
		}
	}
	e.offer(&p, alpha)
}

func (e *enumeration) outside(p *ball, alpha []float64) bool {
	for _, w := range p.weights(alpha) {
		if length(w) > e.Bound {
			return true
		}
	}
	return false
}

// offer evaluates the network and keeps it if it is the best.
func (e *enumeration) offer(p *ball, alpha []float64) {
	r := Result{Signs: e.signs, Units: p.weights(alpha)}
	for _, w := range r.Units {
		r.Largest = math.Max(r.Largest, length(w))
	}
	r.Output = e.fitOutput(&r)
	r.SSE = e.Evaluate(r)
	if r.SSE < e.best.SSE {
		e.best = r
	}
}

// fitOutput is the output part that suits the units best.
func (e *enumeration) fitOutput(r *Result) []float64 {
	if e.Z == nil {
		return nil
	}
	var columns [][]float64
	var all []int
	for d := range e.Z[0] {
		column := make([]float64, len(e.Z))
		for i, z := range e.Z {
			column[i] = e.root(i) * z[d]
		}
		columns, all = append(columns, column), append(all, d)
	}
	target := make([]float64, len(e.Y))
	for i, y := range e.Y {
		target[i] = e.root(i) * (y - unitsAt(r, e.X[i]))
	}
	return leastSquares(columns, all, target)
}

// Evaluate is the SSE of a network, or its objective.
func (p *Problem) Evaluate(r Result) float64 {
	sse := 0.0
	for i, x := range p.X {
		f := unitsAt(&r, x) - p.Y[i]
		if p.Z != nil {
			f += dot(r.Output, p.Z[i])
		}
		if p.Cost != nil {
			sse += p.root(i) * p.root(i) * p.Cost.of(f)
		} else {
			sse += p.root(i) * f * p.root(i) * f
		}
	}
	if p.Cost != nil {
		sse += p.Cost.penalty(r.Units)
	}
	return sse
}

func unitsAt(r *Result, x []float64) float64 {
	f := 0.0
	for j, w := range r.Units {
		f += float64(r.Signs[j]) * math.Max(0, dot(w, x))
	}
	return f
}
