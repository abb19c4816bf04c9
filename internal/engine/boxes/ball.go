package boxes

import (
	"math"

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

// makeBalls prepares the balls of a bounded problem.
func (s *relaxation) makeBalls() {
	if s.p.NormBound == 0 {
		return
	}
	s.normColumn = make([]float64, s.p.N)
	s.balls = make([]ball, s.units)
	for j := range s.balls {
		s.balls[j].slack, s.balls[j].vector = make([]float64, s.p.N), make([]float64, s.p.N)
	}
}

// startBalls takes over the parent's ν. σ starts afresh: as stiff as it ended,
// it would let rounding errors of g through to η.
func (s *relaxation) startBalls(parent []float64) {
	for j := range s.balls {
		s.balls[j].multiplier = newMultiplier(s.sigma())
		if parent != nil {
			s.balls[j].nu = parent[j]
		}
	}
}

// multipliers are the ν that the children start with.
func (s *relaxation) multipliers() []float64 {
	var nu []float64
	for j := range s.balls {
		nu = append(nu, s.balls[j].nu)
	}
	return nu
}

// sigma is σ: ŵ on the sphere has |ŵ|² about B²·N/trace(Norm).
func (s *relaxation) sigma() float64 {
	p, trace := s.p, 0.0
	for d := range p.N {
		trace += p.Norm[d*p.N+d]
	}
	return stiffness * s.rounding.SumWeights * float64(p.N) / (p.NormBound * p.NormBound * trace)
}

// timesNorm writes Norm·w to dst.
func (s *relaxation) timesNorm(w, dst []float64) {
	for d := range dst {
		dst[d] = linalg.Dot(w, s.p.Norm[d*s.p.N:])
	}
}

// evaluateBalls adds the balls' part to e: the slack in the gradient, its price
// in the dual value, and what feasibility costs to first order in the exact one.
func (s *relaxation) evaluateBalls(e *evaluation) {
	p := s.p
	for j := range s.balls {
		b := &s.balls[j]
		w := s.weights(e.params, j)
		s.timesNorm(w, b.slack)
		square := max(0, linalg.Dot(w, b.slack))
		b.norm = math.Sqrt(square)
		b.excess = (square - p.NormBound*p.NormBound) / 2
		b.press(b.excess)
		s.takeSlack(b, w)
		e.exact += 2 * b.eta * max(0, b.excess)
		if !s.alike(j) {
			e.dual -= 2 * p.Price(b.vector)
		}
		g := s.alphas(e.gradient, j)
		for q := range g {
			g[q] += linalg.Dot(s.vertex(j, q), b.slack)
		}
	}
}

// takeSlack sets h = η·(the shortest raw weights of ŵ) and slack = T·h, which
// is η·Nŵ but for rounding.
func (s *relaxation) takeSlack(b *ball, w []float64) {
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

// updateBalls moves the multipliers.
func (s *relaxation) updateBalls() {
	for j := range s.balls {
		s.balls[j].update(s.balls[j].excess, nearlyKept*s.p.NormBound*s.p.NormBound)
	}
}

// ballExcess is how much the dual value exceeds the value where the multipliers
// do not yet fit the norms.
func (s *relaxation) ballExcess() float64 {
	sum := 0.0
	for j := range s.balls {
		b := &s.balls[j]
		sum += 2 * b.eta * b.norm * (b.norm - s.p.NormBound)
	}
	return sum
}

// nearlyInside is how far beyond its bound a unit's norm still says what
// feasible values are like.
const nearlyInside = 1 + 1e-6

// insideBalls says that every unit keeps its norm bound, nearly.
func (s *relaxation) insideBalls() bool {
	for j := range s.balls {
		if s.balls[j].norm > nearlyInside*s.p.NormBound {
			return false
		}
	}
	return true
}

// assembleBalls adds ηN + σ(Nŵ)(Nŵ)ᵀ to the Hessian of the units at work.
func (s *relaxation) assembleBalls() {
	nw, p := &s.newton, s.p
	n := len(nw.free)
	for f := p.P; f < n && len(s.balls) > 0; f++ {
		j := s.unitOf(nw.free[f])
		b := &s.balls[j]
		if b.eta == 0 {
			continue
		}
		_, column := s.freeColumn(f)
		s.timesNorm(column, s.normColumn)
		along := linalg.Dot(column, b.slack) * b.stiff / (b.eta * b.eta)
		for g := p.P; g <= f; g++ {
			if s.unitOf(nw.free[g]) != j {
				continue
			}
			_, other := s.freeColumn(g)
			nw.hessian[f*n+g] += b.eta*linalg.Dot(other, s.normColumn) + along*linalg.Dot(other, b.slack)
		}
	}
}

// prepareBalls computes how ‖w‖² changes along the line.
func (s *relaxation) prepareBalls() {
	for j := range s.balls {
		b := &s.balls[j]
		change := s.weights(s.line.params, j)
		s.timesNorm(change, s.normColumn)
		b.linear = linalg.Dot(s.weights(s.now.params, j), s.normColumn)
		b.squared = linalg.Dot(change, s.normColumn)
	}
}

// ballSlope is the balls' part of the line's derivative at t.
func (s *relaxation) ballSlope(t float64) float64 {
	slope := 0.0
	for j := range s.balls {
		b := &s.balls[j]
		square := b.norm*b.norm + t*(2*b.linear+t*b.squared)
		excess := (square - s.p.NormBound*s.p.NormBound) / 2
		slope += max(0, b.nu+b.stiff*excess) * (b.linear + t*b.squared)
	}
	return slope
}
