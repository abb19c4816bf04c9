package boxes

import (
	"math"

	"relucert/internal/linalg"
)

// What a step takes beside its passes (see passCost): for an entry of the Hessian with what is done in its model, for a unit's vertex.
const (
	entryCost  = 29
	vertexCost = 25
)

// assemble computes the Hessian of ½F_μ in the step's variables.
func (s *newton) assemble() {
	s.findColumns()
	s.assembleDecided()
	n, h := len(s.free), s.hessian
	total(&s.adder, s, len(s.list), h, (*newton).assembleListed)
	s.watch.Look(entryCost*n*n + vertexCost*s.units*s.vertices)
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
	h := &s.hands[hand]
	h.rows = h.rows[:0]
	for at := from; at < to; at++ {
		r := s.now.r[at]
		if r == 0 {
			continue
		}
		if stiff := s.stiffness(r); stiff > 0 {
			s.sampleColumn(h, at, from, to, r, math.Sqrt(s.omega[at]*stiff), h.row(s.width))
		}
		s.addCurvature(h, at, s.omega[at]*r)
	}
	s.addOuters(h, hessian)
}

// row is a new row of the hand's, of so many zeros.
func (h *hand) row(width int) []float64 {
	n := len(h.rows)
	h.rows = append(h.rows, h.zeros[:width]...)
	return h.rows[n:]
}

// addOuters adds the products of the hand's rows to the Hessian's lower triangle.
func (s *newton) addOuters(h *hand, hessian []float64) {
	n, width := len(s.free), s.width
	h.square = resize(h.square, width*width)
	clear(h.square)
	linalg.AddOuters(h.square, width, h.rows, h.rows)
	for f := range n {
		linalg.AddScaled(hessian[f*n:f*n+f+1], 1, h.square[f*width:])
	}
}

// stiffness is the smoothed loss's curvature, halved, where its r is this.
func (s *newton) stiffness(r float64) float64 {
	switch {
	case s.squares:
		return 1
	case s.p.Loss.Inner(r):
		return 1 / (s.p.Loss.Curve + s.now.mu)
	}
	return 0
}

// sampleColumn writes the derivative of listed sample's prediction, so many times, to col; its block is from ≤ at < to.
func (s *newton) sampleColumn(h *hand, at, from, to int, r, scale float64, col []float64) {
	p, i := s.p, int(s.list[at])
	for d, z := range p.OutputRow(i) {
		col[d] = scale * z
	}
	for j, sign := range s.signs {
		k := s.pair(j, at)
		switch m := float64(sign) * scale; {
		case s.state[k] == inactive:
		case s.state[k] == active || float64(sign)*r > 0:
			s.linearColumn(h, j, m*s.now.theta[k], p.Row(i), col)
		default:
			rows, count := s.hingesOf(j, from, to)
			s.hingeColumn(j, m, rows[s.hinge[k]-s.hinge[s.pair(j, from)]:], count, col)
		}
	}
}

// linearColumn adds scale·⟨column, x⟩ for unit j's free variables to all of col.
func (s *newton) linearColumn(h *hand, j int, scale float64, x, col []float64) {
	for d, v := range x {
		h.scaled[d] = scale * v
	}
	linalg.AddRows(col, h.scaled, s.across[j*s.p.N*s.width:])
}

// hingeColumn is the same for outputs at the vertices, stride apart.
func (s *newton) hingeColumn(j int, scale float64, hinges []float64, stride int, col []float64) {
	base, first, last := s.firstAlpha(j), s.first[j], s.first[j+1]
	if first == last {
		return
	}
	ref := s.reference[first]
	origin := hinges[(s.free[ref]-base)*stride]
	for f, q := range s.free[first:last] {
		col[first+f] = scale * (hinges[(q-base)*stride] - origin)
	}
	col[ref] = scale * origin
}

// addCurvature adds ω|r|·s_μ″(t) = ω|r|/μ of a sample's units that curve to the hand's rows.
func (s *newton) addCurvature(h *hand, at int, wr float64) {
	for j := range s.units {
		theta := s.now.theta[s.pair(j, at)]
		if theta <= 0 || theta >= 1 || wr*float64(s.signs[j]) <= 0 {
			continue
		}
		s.linearColumn(h, j, math.Sqrt(math.Abs(wr)/s.now.mu), s.p.Row(int(s.list[at])), h.row(s.width))
	}
}

// findColumns writes v, or v - v0, of each free variable.
func (s *newton) findColumns() {
	n := s.p.N
	s.columns = resize(s.columns, len(s.free)*n)
	s.width = (len(s.free) + linalg.Tile - 1) / linalg.Tile * linalg.Tile
	s.across = resize(s.across, s.units*n*s.width)
	clear(s.across)
	for f := s.p.P; f < len(s.free); f++ {
		column := s.columns[f*n:][:n]
		copy(column, s.vertexOf(f))
		if ref := s.reference[f]; ref != f {
			linalg.AddScaled(column, -1, s.vertexOf(ref))
		}
		across := s.across[s.unitOf(s.free[f])*n*s.width+f:]
		for d, v := range column {
			across[d*s.width] = v
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
