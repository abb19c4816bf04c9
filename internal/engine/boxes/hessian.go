package boxes

import (
	"math"

	"relucert/internal/linalg"
)

// assemble computes the Hessian of ½F_μ in the step's variables.
func (s *newton) assemble() {
	s.findColumns()
	s.assembleDecided()
	n, h := len(s.free), s.hessian
	total(&s.adder, s, len(s.list), h, (*newton).assembleListed)
	s.assembleBalls()
	s.assembleWalls()
	for f := range n {
		for g := range f {
			h[g*n+f] = h[f*n+g]
		}
	}
}

// assembleListed is the pass of assemble.
func (s *newton) assembleListed(hand, from, to int, hessian []float64) {
	n := len(s.free)
	col := s.hands[hand].column[:n]
	for at := from; at < to; at++ {
		r := s.now.r[at]
		if r == 0 {
			continue
		}
		omega := s.p.Weights[s.list[at]]
		if stiff := s.stiffness(r); stiff > 0 {
			s.sampleColumn(at, r, col)
			linalg.SymRank1(hessian, n, omega*stiff, col)
		}
		s.addCurvature(at, omega*r, hessian, col)
	}
}

// stiffness is the smoothed loss's curvature, halved, where its r is this.
func (s *newton) stiffness(r float64) float64 {
	switch {
	case s.p.Loss.Squared():
		return 1
	case s.p.Loss.Inner(r):
		return 1 / (s.p.Loss.Curve + s.now.mu)
	}
	return 0
}

// sampleColumn writes the derivative of listed sample's prediction to col.
func (s *newton) sampleColumn(at int, r float64, col []float64) {
	p, i := s.p, int(s.list[at])
	copy(col[:p.P], p.OutputRow(i))
	x := p.Row(i)
	for j := range s.units {
		k, sign := at*s.units+j, float64(s.signs[j])
		unit := col[s.first[j]:s.first[j+1]]
		switch {
		case s.state[k] == inactive:
			clear(unit)
		case s.state[k] == active || sign*r > 0:
			s.linearColumn(j, sign*s.now.theta[k], x, unit)
		default:
			s.hingeColumn(j, sign, s.hingesOf(k), unit)
		}
	}
}

// linearColumn is scale·⟨column, x⟩ over unit j's free variables.
func (s *newton) linearColumn(j int, scale float64, x, col []float64) {
	n, columns := s.p.N, s.columns[s.first[j]*s.p.N:]
	for f := range col {
		col[f] = scale * linalg.Dot(x, columns[f*n:])
	}
}

// hingeColumn is the same for outputs at the vertices.
func (s *newton) hingeColumn(j int, scale float64, hinges, col []float64) {
	base := s.firstAlpha(j)
	for f := range col {
		at := s.first[j] + f
		value := hinges[s.free[at]-base]
		if ref := s.reference[at]; ref != at {
			value -= hinges[s.free[ref]-base]
		}
		col[f] = scale * value
	}
}

// addCurvature adds ω|r|·s_μ″(t) = ω|r|/μ of a sample's units that curve; col is scratch.
func (s *newton) addCurvature(at int, wr float64, hessian, col []float64) {
	for j := range s.units {
		theta := s.now.theta[at*s.units+j]
		if theta <= 0 || theta >= 1 || wr*float64(s.signs[j]) <= 0 {
			continue
		}
		clear(col)
		s.linearColumn(j, 1, s.p.Row(int(s.list[at])), col[s.first[j]:s.first[j+1]])
		linalg.SymRank1(hessian, len(col), math.Abs(wr)/s.now.mu, col)
	}
}

// findColumns writes v, or v - v0, of each free variable.
func (s *newton) findColumns() {
	n := s.p.N
	s.columns = resize(s.columns, len(s.free)*n)
	for f := s.p.P; f < len(s.free); f++ {
		column := s.columns[f*n:][:n]
		copy(column, s.vertexOf(f))
		if ref := s.reference[f]; ref != f {
			linalg.AddScaled(column, -1, s.vertexOf(ref))
		}
	}
}

// vertexOf is free variable f's v.
func (s *newton) vertexOf(f int) []float64 {
	q := s.free[f]
	j := s.unitOf(q)
	return s.vertex(j, q-s.firstAlpha(j))
}

// assembleDecided starts the Hessian with the decided samples' part.
func (s *newton) assembleDecided() {
	p := s.p.P
	n, size := len(s.free), s.frozen.size
	s.hessian, s.factor = resize(s.hessian, n*n), resize(s.factor, n*n)
	s.images = resize(s.images, n*size)
	h := s.hessian
	for f := range s.free {
		if f < p {
			copy(h[f*n:f*n+f+1], s.frozen.a[f*size:])
			continue
		}
		block, column := s.freeColumn(f)
		image := s.images[f*size:][:size]
		s.frozen.timesBlock(block, column, image)
		copy(h[f*n:f*n+p], image)
		for g := p; g <= f; g++ {
			block, column := s.freeColumn(g)
			h[f*n+g] = linalg.Dot(column, image[block:])
		}
	}
}

// freeColumn is free variable f's column as parameters: where its unit's block
// starts, and v, or v - v0.
func (s *newton) freeColumn(f int) (block int, column []float64) {
	n := s.p.N
	unit := s.unitOf(s.free[f])
	return s.firstWeight(unit), s.columns[f*n:][:n]
}
