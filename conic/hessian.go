package conic

import (
	"math"

	"relucert/internal/linalg"
)

// assemble computes the Hessian of ½F_μ in the step's variables.
func (s *relaxation) assemble() {
	s.assembleDecided()
	nw := &s.newton
	n, h := len(nw.free), nw.hessian
	s.total(len(s.list), h, (*relaxation).assembleListed)
	s.assembleBalls()
	s.assembleWalls()
	for f := range n {
		for g := range f {
			h[g*n+f] = h[f*n+g]
		}
	}
}

// assembleListed is the pass of assemble.
func (s *relaxation) assembleListed(hand, from, to int, hessian []float64) {
	n := len(s.newton.free)
	col := s.hands[hand].column[:n]
	for at := from; at < to; at++ {
		r := s.now.r[at]
		if r == 0 {
			continue
		}
		s.sampleColumn(at, r, col)
		omega := s.p.Weights[s.list[at]]
		linalg.SymRank1(hessian, n, omega, col)
		s.addCurvature(at, omega*r, hessian, col)
	}
}

// sampleColumn writes the derivative of listed sample's prediction to col.
func (s *relaxation) sampleColumn(at int, r float64, col []float64) {
	nw, p, v := &s.newton, s.p.P, s.vertices
	row := s.rows[at*s.stride:][:s.stride]
	copy(col[:p], row[:p])
	for j := range s.units {
		scale, values := float64(s.signs[j]), row[j*v:] // so that values[nw.free[f]] is f's
		if scale*r > 0 {
			scale *= s.now.theta[at*s.units+j]
		} else {
			values = values[v:]
		}
		for f := nw.first[j]; f < nw.first[j+1]; f++ {
			value := values[nw.free[f]]
			if ref := nw.reference[f]; ref != f {
				value -= values[nw.free[ref]]
			}
			col[f] = scale * value
		}
	}
}

// addCurvature adds ω|r|·s_μ″(t) = ω|r|/μ of a sample's units that curve; col is scratch.
func (s *relaxation) addCurvature(at int, wr float64, hessian, col []float64) {
	nw, v := &s.newton, s.vertices
	for j := range s.units {
		theta := s.now.theta[at*s.units+j]
		if theta <= 0 || theta >= 1 || wr*float64(s.signs[j]) <= 0 {
			continue
		}
		clear(col)
		row := s.rows[at*s.stride+j*v:]
		for f := nw.first[j]; f < nw.first[j+1]; f++ {
			col[f] = row[nw.free[f]]
			if ref := nw.reference[f]; ref != f {
				col[f] -= row[nw.free[ref]]
			}
		}
		linalg.SymRank1(hessian, len(col), math.Abs(wr)/s.now.mu, col)
	}
}

// assembleDecided starts the Hessian with the decided samples' part.
func (s *relaxation) assembleDecided() {
	nw, p := &s.newton, s.p.P
	n, size := len(nw.free), s.frozen.size
	nw.hessian, nw.factor = resize(nw.hessian, n*n), resize(nw.factor, n*n)
	nw.images = resize(nw.images, n*size)
	h := nw.hessian
	for f := range nw.free {
		if f < p {
			copy(h[f*n:f*n+f+1], s.frozen.a[f*size:])
			continue
		}
		block, vertex := s.freeColumn(f)
		image := nw.images[f*size:][:size]
		s.frozen.timesBlock(block, vertex, image)
		copy(h[f*n:f*n+p], image)
		for g := p; g <= f; g++ {
			block, vertex := s.freeColumn(g)
			h[f*n+g] = linalg.Dot(vertex, image[block:])
		}
	}
}

// freeColumn is free variable f's column as parameters: where its unit's block
// starts, and v, or v - v0 (valid until the next call).
func (s *relaxation) freeColumn(f int) (block int, column []float64) {
	nw, n := &s.newton, s.p.N
	at := nw.free[f] - s.p.P
	block = s.p.P + at/s.vertices*n
	v := s.corner[at*n:][:n]
	ref := nw.reference[f]
	if ref == f {
		return block, v
	}
	v0 := s.corner[(nw.free[ref]-s.p.P)*n:][:n]
	for d := range nw.vertex {
		nw.vertex[d] = v[d] - v0[d]
	}
	return block, nw.vertex
}
