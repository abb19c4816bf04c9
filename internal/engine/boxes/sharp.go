package boxes

import (
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/internal/twofold"
)

// Relative errors of sums in twice the precision, and of those that are rounded to doubles.
const (
	sharpUnit  = 0x1p-90
	sharpUnitR = 0x1p-48
)

// sharpSteps are how many Newton steps on sharp gradients correct what floats could not
// tell: the second, what the first was off by.
const sharpSteps = 2

// sharpRounds are how often r is made orthogonal to Z.
const sharpRounds = 3

// sharpBound is bound at a point of a node without undecided samples, with the residuals and
// all sums over samples in twice the precision; 0 if there are too many. It costs a pass over all
// samples, not only those of the node, so it is for nodes that only the margin for rounding keeps open.
func (s *prover) sharpBound() float64 {
	p := s.p.Sharp()
	if p == nil {
		return 0
	}
	for range sharpSteps {
		s.sharpSums(p, s.sharpResiduals(p, s.sharpParameters()))
		s.walls.evaluate(&s.next, s.x)
		if len(s.norms.balls) > 0 || !s.sharpStep() {
			break
		}
	}
	s.parameters(s.x, s.next.params) // for the margins
	r := s.sharpResiduals(p, s.sharpParameters())
	for range sharpRounds {
		s.removeAlongZ(p, r)
	}
	s.sharpSums(p, r)
	s.norms.evaluate(&s.next)
	s.walls.evaluate(&s.next, s.x)
	usual := s.rounding
	s.rounding.Unit, s.rounding.unitR, s.rounding.XError, s.rounding.YError = sharpUnit, sharpUnitR, p.XError, p.YError
	bound := s.boundOf(&s.next)
	s.rounding = usual
	return bound - s.grid()
}

// checkerUnit is the grid on which a checker may round r.
const checkerUnit = 0x1p-78

// grid is what that may cost it: r is no longer orthogonal to Z, and Ψ changes.
func (s *prover) grid() float64 {
	q, n := &s.rounding, float64(s.p.N)
	return checkerUnit * q.SumWeights * (n + 1) * 4 * q.LargestOutput(s.p, s.units)
}

// sharpParameters are (c, ŵ_1, …, ŵ_k) of x.
func (s *loss) sharpParameters() []twofold.Number {
	n, params := s.p.N, make([]twofold.Number, s.size()-1)
	for d, c := range s.x[:s.p.P] {
		params[d] = twofold.Number{Hi: c}
	}
	for j := range s.units {
		w := params[s.firstWeight(j):][:n]
		for q, a := range s.alphas(s.x, j) {
			for d, v := range s.vertex(j, q) {
				w[d] = w[d].Plus(twofold.Product(a, v))
			}
		}
	}
	return params
}

// sharpResiduals are f − y.
func (s *loss) sharpResiduals(p *whiten.Sharp, params []twofold.Number) []twofold.Number {
	r, n := make([]twofold.Number, s.p.M), s.p.N
	for i := range r {
		r[i] = twofold.Number{}.Minus(p.Y[i])
		addDot(&r[i], 1, params[:s.p.P], p.Z[i*s.p.P:])
		s.eachActive(i, func(j int) { addDot(&r[i], s.signs[j], params[s.firstWeight(j):][:n], p.X[i*n:]) })
	}
	return r
}

// removeAlongZ takes off r what lies along the columns of Z.
func (s *prover) removeAlongZ(p *whiten.Sharp, r []twofold.Number) {
	along := make([]twofold.Number, s.p.P)
	for i := range r {
		addScaled(along, r[i].Scaled(s.p.Weights[i]), p.Z[i*s.p.P:])
	}
	for d := range along {
		s.shift[d] = along[d].Hi
	}
	linalg.CholeskySolve(s.gramZ, s.p.P, s.shift)
	for d := range along {
		along[d] = twofold.Number{Hi: s.shift[d]}
	}
	for i := range r {
		addDot(&r[i], -1, along, p.Z[i*s.p.P:])
	}
}

// sharpSums sets next's loss, dual value and gradient.
func (s *loss) sharpSums(p *whiten.Sharp, r []twofold.Number) {
	e, n := &s.next, s.p.N
	loss, dual := twofold.Number{}, twofold.Number{}
	linear := make([]twofold.Number, s.units*n)
	for i, ri := range r {
		m := ri.Scaled(s.p.Weights[i])
		square := m.Times(ri)
		loss, dual = loss.Plus(square), dual.Minus(square).Minus(m.Times(p.Y[i]).Scaled(2))
		s.eachActive(i, func(j int) { addScaled(linear[j*n:][:n], m.Scaled(float64(s.signs[j])), p.X[i*n:]) })
	}
	clear(e.gradient)
	for i := range linear {
		e.linear[i] = linear[i].Hi
	}
	e.loss, e.dual = s.p.Offset+loss.Hi, s.p.Offset+dual.Hi
	s.spreadLinear(e)
}

// eachActive visits the units that are active on sample i, which is decided for all.
func (s *samples) eachActive(i int, visit func(unit int)) {
	x := s.p.Row(i)
	for j, r := range s.regions {
		if state, _ := r.decide(x); state == active {
			visit(j)
		}
	}
}

// addDot adds sign·⟨v, x⟩.
func addDot(sum *twofold.Number, sign int, v, x []twofold.Number) {
	for d, c := range v {
		*sum = sum.Plus(x[d].Times(c).Scaled(float64(sign)))
	}
}

// addScaled adds a·x to dst.
func addScaled(dst []twofold.Number, a twofold.Number, x []twofold.Number) {
	for d := range dst {
		dst[d] = dst[d].Plus(a.Times(x[d]))
	}
}
