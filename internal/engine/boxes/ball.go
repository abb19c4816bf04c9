package boxes

import (
	"math"

	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// ball is the norm bound ‖w‖ ≤ B of one unit, as an augmented Lagrangian: with
// g = (‖w‖² - B²)/2 it adds ([ν + σg]_+² - ν²)/2σ to ½F, whose gradient is
// η·Nŵ with η = [ν + σg]_+. In the bound, η·Nŵ is the slack vector that the
// unit's conditions are allowed, at the price 2B·η‖w‖ in the SSE.
type ball struct {
	multiplier
	excess float64   // g
	norm   float64   // ‖w‖ at the current parameters
	slack  []float64 // η·Nŵ
	vector []float64 // h, raw weights with slack = T·h
	error  float64   // bounds Σ_d of slack's rounding errors

	// Along a line ‖w‖² = norm² + 2t·linear + t²·squared.
	linear, squared float64
}

// multiplier is that of a constraint g ≤ 0 in an augmented Lagrangian.
type multiplier struct {
	nu     float64 // ν; settles where the constraint holds with equality
	stiff  float64 // σ; grows until violations shrink
	eta    float64 // η = [ν + σg]_+
	before float64 // the violation at the last update
}

func newMultiplier(stiff float64) multiplier {
	return multiplier{stiff: stiff, before: math.Inf(1)}
}

// press sets η for the constraint's value.
func (m *multiplier) press(g float64) { m.eta = max(0, m.nu+m.stiff*g) }

// update moves ν to its current estimate, and makes σ stiffer where the
// violation, of the constraint or of complementarity, has not shrunk to a
// quarter. Below kept it need not.
func (m *multiplier) update(g, kept float64) {
	violation := math.Abs(max(g, -m.nu/m.stiff))
	m.nu = m.eta
	if violation > max(m.before/4, kept) {
		m.stiff *= stiffer
	}
	m.before = violation
}

// stiffness is σ's first share of the loss's own curvature along ŵ.
const stiffness = 10

// nearlyKept is the violation of ‖w‖² ≤ B², relative, that σ need not grow for.
const nearlyKept = 1e-9

// stiffer is the factor by which σ grows.
const stiffer = 10

// norms are the balls of a bounded problem, one a unit. A ridge penalty, λ‖w‖², is a ball, too: one whose η is λ, whatever ‖w‖.
type norms struct {
	*samples
	balls  []ball // empty without norm bound and penalty
	sigma  float64
	inside float64   // a λ whose units are well inside, wherever in the faces
	column []float64 // N, scratch
}

func newNorms(d *samples, sumWeights float64) norms {
	s := norms{samples: d, inside: math.Inf(1)}
	if d.p.NormBound == 0 && d.p.Ridge == 0 {
		return s
	}
	if d.p.Ridge == 0 {
		s.sigma, s.inside = sigma(d.p, sumWeights), inside(d.p)
	}
	s.column, s.balls = make([]float64, d.p.N), make([]ball, d.units)
	for j := range s.balls {
		s.balls[j].slack, s.balls[j].vector = make([]float64, d.p.N), make([]float64, d.p.N)
	}
	return s
}

// sigma is σ: ŵ on the sphere has |ŵ|² about B²·N/trace(Norm).
func sigma(p *whiten.Problem, sumWeights float64) float64 {
	trace := 0.0
	for d := range p.N {
		trace += p.Norm[d*p.N+d]
	}
	return stiffness * sumWeights * float64(p.N) / (p.NormBound * p.NormBound * trace)
}

// inside is half the λ up to which ‖w‖ ≤ B for all w = λv, |v_d| ≤ 1.
func inside(p *whiten.Problem) float64 {
	most := 0.0
	for d := range p.N {
		most += math.Sqrt(p.Norm[d*p.N+d])
	}
	return p.NormBound / (2 * most)
}

// begin takes over the parent's ν. σ starts afresh: as stiff as it ended,
// it would let rounding errors of g through to η.
func (s *norms) begin(parent []float64) {
	for j := range s.balls {
		s.balls[j].multiplier = newMultiplier(s.sigma)
		if s.balls[j].nu = s.p.Ridge; s.p.Ridge == 0 && parent != nil {
			s.balls[j].nu = parent[j]
		}
	}
}

// multipliers are the ν that the children start with.
func (s *norms) multipliers() []float64 {
	var nu []float64
	for j := range s.balls {
		nu = append(nu, s.balls[j].nu)
	}
	return nu
}

// times writes Norm·w to dst.
func (s *norms) times(w, dst []float64) {
	for d := range dst {
		dst[d] = linalg.Dot(w, s.p.Norm[d*s.p.N:])
	}
}

// evaluate adds the balls' part to e: the slack in the gradient, its price
// in the dual value, and what feasibility costs to first order in the exact one.
func (s *norms) evaluate(e *evaluation) {
	for j := range s.balls {
		b := &s.balls[j]
		s.press(b, s.weights(e.params, j))
		if penalty := s.p.Ridge * b.norm * b.norm; penalty > 0 {
			e.loss, e.exact = e.loss+penalty, e.exact+penalty
		} else {
			e.exact += 2 * b.eta * max(0, b.excess)
		}
		if !s.alike(j) {
			e.dual -= 2 * s.p.Price(b.vector)
		}
		for q, g := 0, s.alphas(e.gradient, j); q < len(g); q++ {
			g[q] += linalg.Dot(s.vertex(j, q), b.slack)
		}
	}
}

// press sets the ball's η and slack for its unit's ŵ.
func (s *norms) press(b *ball, w []float64) {
	s.times(w, b.slack)
	square := max(0, linalg.Dot(w, b.slack))
	b.norm = math.Sqrt(square)
	b.excess = (square - s.p.NormBound*s.p.NormBound) / 2
	b.press(b.excess)
	s.takeSlack(b, w)
}

// takeSlack sets h = η·(the shortest raw weights of ŵ) and slack = T·h, which
// is η·Nŵ but for rounding.
func (s *norms) takeSlack(b *ball, w []float64) {
	p, n := s.p, s.p.N
	clear(b.vector)
	for d, v := range w {
		for e, short := range p.Shortest[d*n:][:n] {
			b.vector[e] += b.eta * v * short
		}
	}
	b.error = 0
	for d := range b.slack {
		b.slack[d] = 0
		for e, t := range p.Transform[d*n:][:d+1] {
			term := t * b.vector[e]
			b.slack[d] += term
			b.error += math.Abs(term) * float64(n) * 0x1p-53
		}
	}
}

// update moves the multipliers.
func (s *norms) update() {
	for j := range s.balls {
		s.balls[j].update(s.balls[j].excess, nearlyKept*s.p.NormBound*s.p.NormBound)
	}
}

// excess is how much the dual value exceeds the value where the multipliers
// do not yet fit the norms.
func (s *norms) excess() float64 {
	sum := 0.0
	for j := range s.balls {
		if b := &s.balls[j]; s.p.Ridge == 0 {
			sum += 2 * b.eta * b.norm * (b.norm - s.p.NormBound)
		}
	}
	return sum
}

// penalty is λ Σ_j ‖w_j‖².
func (s *norms) penalty() float64 {
	sum := 0.0
	for j := range s.balls {
		sum += s.p.Ridge * s.balls[j].norm * s.balls[j].norm
	}
	return sum
}

// nearlyInside is how far beyond its bound a unit's norm still says what
// feasible values are like.
const nearlyInside = 1 + 1e-6

// hold says that every unit keeps its norm bound, nearly.
func (s *norms) hold() bool {
	for j := range s.balls {
		if s.p.Ridge == 0 && s.balls[j].norm > nearlyInside*s.p.NormBound {
			return false
		}
	}
	return true
}

// assembleBalls adds ηN + σ(Nŵ)(Nŵ)ᵀ to the Hessian of the units at work.
func (s *newton) assembleBalls() {
	for f := s.p.P; f < len(s.free) && len(s.norms.balls) > 0; f++ {
		if j := s.unitOf(s.free[f]); s.norms.balls[j].eta != 0 {
			s.assembleBall(j, f)
		}
	}
}

// assembleBall adds unit j's part to row f of the Hessian.
func (s *newton) assembleBall(j, f int) {
	b, image := &s.norms.balls[j], s.norms.column
	_, column := s.freeColumn(f)
	s.norms.times(column, image)
	along := linalg.Dot(column, b.slack) * b.stiff / (b.eta * b.eta)
	for g := s.p.P; g <= f; g++ {
		if s.unitOf(s.free[g]) == j {
			_, other := s.freeColumn(g)
			s.hessian[f*len(s.free)+g] += b.eta*linalg.Dot(other, image) + along*linalg.Dot(other, b.slack)
		}
	}
}

// prepare computes how ‖w‖² changes along the line from the parameters by their change.
func (s *norms) prepare(params, change []float64) {
	for j := range s.balls {
		b, along := &s.balls[j], s.weights(change, j)
		s.times(along, s.column)
		b.linear = linalg.Dot(s.weights(params, j), s.column)
		b.squared = linalg.Dot(along, s.column)
	}
}

// slope is the balls' part of the line's derivative at t.
func (s *norms) slope(t float64) float64 {
	slope := 0.0
	for j := range s.balls {
		b := &s.balls[j]
		square := b.norm*b.norm + t*(2*b.linear+t*b.squared)
		excess := (square - s.p.NormBound*s.p.NormBound) / 2
		slope += max(0, b.nu+b.stiff*excess) * (b.linear + t*b.squared)
	}
	return slope
}
