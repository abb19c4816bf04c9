package export

// writeObjective writes Σ ω r². A constant is not part of the format: it is the
// coefficient of a variable that is 1.
func (p *Program) writeObjective(l sheet) {
	l.objective("sse")
	l.term(p.within, one)
	for i, w := range p.rows.Weights {
		l.square(w, name("r", i+1))
	}
}

const one = "one"

func (p *Program) writeConstraints(l sheet) {
	for i := range p.rows.Y {
		p.writeResidual(l, i)
		for j := range p.unitsOn(i) {
			p.writeUnit(l, j, i)
		}
	}
	for j := range p.problem.Units {
		p.writeLimits(l, j)
	}
	for j := 1; j < p.problem.Units; j++ {
		p.writeOrder(l, j)
	}
}

// writeResidual says r = ⟨c, x̃⟩ + Σ ± outputs − y.
func (p *Program) writeResidual(l sheet, i int) {
	l.row(name("residual", i+1))
	l.term(1, name("r", i+1))
	for _, d := range p.columns {
		l.term(-p.entry(i, d), name("c", d))
	}
	for j := range p.unitsOn(i) {
		for _, o := range p.unitOutputs(j, i) {
			l.term(-o.sign, o.name)
		}
	}
	l.end("=", -p.rows.Y[i])
}

// output is a variable that is part of f with a sign.
type output struct {
	name string
	sign float64
}

// unitOutputs are unit j's at row i: of a free unit two, one of which is 0.
func (p *Program) unitOutputs(j, i int) []output {
	if p.problem.Signs == nil {
		return []output{{name("u", j+1, i+1), 1}, {name("v", j+1, i+1), -1}}
	}
	return []output{{name("p", j+1, i+1), float64(p.problem.Signs[j])}}
}

// writeUnit says outputs = max(0, t) for t = ⟨w_j, x̃_i⟩.
func (p *Program) writeUnit(l sheet, j, i int) {
	l.row(name("split", j+1, i+1))
	for d, x := range p.inputs[i] {
		l.term(x, name("w", j+1, p.first()+d))
	}
	p.writeOutputs(l, -1, j, i)
	l.term(1, name("q", j+1, i+1))
	l.end("=", 0)
	p.writeEither(l, j, i)
	if p.problem.Signs == nil {
		p.writeSign(l, j, i)
	}
}

func (p *Program) writeOutputs(l sheet, factor float64, j, i int) {
	for _, o := range p.unitOutputs(j, i) {
		l.term(factor, o.name)
	}
}

// writeEither says that the outputs or q are 0, if it must be said, and p + q ≤ M. Sets stand elsewhere.
func (p *Program) writeEither(l sheet, j, i int) {
	if p.formulation == BigM && !p.isConvex(i) {
		p.writeBigM(l, j, i)
		return
	}
	l.row(name("reach", j+1, i+1))
	p.writeOutputs(l, 1, j, i)
	l.term(1, name("q", j+1, i+1))
	l.end("<=", p.reaches[i])
	if p.formulation == Indicator && !p.isConvex(i) {
		p.writeIndicators(l, j, i)
	}
}

// writeBigM says p ≤ M z and q ≤ M (1 − z), whose sum is p + q ≤ M.
func (p *Program) writeBigM(l sheet, j, i int) {
	z, reach := name("z", j+1, i+1), p.reaches[i]
	l.row(name("on", j+1, i+1))
	p.writeOutputs(l, 1, j, i)
	l.term(-reach, z)
	l.end("<=", 0)
	l.row(name("off", j+1, i+1))
	l.term(1, name("q", j+1, i+1))
	l.term(reach, z)
	l.end("<=", reach)
}

func (p *Program) writeIndicators(l sheet, j, i int) {
	z := name("z", j+1, i+1)
	l.row(name("on", j+1, i+1))
	l.when(z, true)
	l.term(1, name("q", j+1, i+1))
	l.end("<=", 0)
	l.row(name("off", j+1, i+1))
	l.when(z, false)
	p.writeOutputs(l, 1, j, i)
	l.end("<=", 0)
}

// writeSign leaves a unit of free sign one output, by a binary that is 1 for sign +.
func (p *Program) writeSign(l sheet, j, i int) {
	sign := name("sign", j+1)
	l.row(name("plus", j+1, i+1))
	l.term(1, name("u", j+1, i+1))
	l.term(-p.reaches[i], sign)
	l.end("<=", 0)
	l.row(name("minus", j+1, i+1))
	l.term(1, name("v", j+1, i+1))
	l.term(p.reaches[i], sign)
	l.end("<=", p.reaches[i])
}

// writeLimits says ‖w_j‖² ≤ B² and |ŵ_jd| ≤ Λ, each divided by a power of two near its right-hand side.
func (p *Program) writeLimits(l sheet, j int) {
	if p.bound > 0 {
		p.writeBall(l, j)
	}
	if p.limits != nil {
		p.writeBox(l, j)
	}
}

func (p *Program) writeBall(l sheet, j int) {
	scale := power(p.bound)
	l.row(name("ball", j+1))
	for d := range p.inputs[0] {
		l.square(1/scale/scale, name("w", j+1, p.first()+d))
	}
	l.end("<=", p.bound/scale*(p.bound/scale))
}

func (p *Program) writeBox(l sheet, j int) {
	scale := power(p.limits.most)
	for d, row := range p.limits.rows {
		for side, sense := range []string{"<=", ">="} {
			l.row(name([]string{"most", "least"}[side], j+1, d))
			for e, v := range row {
				l.term(v/scale, name("w", j+1, p.first()+p.limits.kept[e]))
			}
			l.end(sense, float64(1-2*side)*p.limits.most/scale)
		}
	}
}

// writeOrder keeps units j − 1 and j in the one of two orders that descends.
func (p *Program) writeOrder(l sheet, j int) {
	if p.problem.Signs != nil && p.problem.Signs[j-1] != p.problem.Signs[j] {
		return
	}
	before, after := name("sign", j), name("sign", j+1)
	l.row(name("order", j))
	l.term(1, name("w", j, p.first()))
	l.term(-1, name("w", j+1, p.first()))
	if p.problem.Signs == nil { // the weights' order counts only where the signs are equal
		most := p.weightBound(0).hi
		l.term(2*most, before)
		l.term(-2*most, after)
	}
	l.end(">=", 0)
	if p.problem.Signs == nil {
		l.row(name("signs", j))
		l.term(1, before)
		l.term(-1, after)
		l.end(">=", 0)
	}
}
