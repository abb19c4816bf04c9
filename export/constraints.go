package export

// writeObjective writes Σ ω r². A constant is not part of the format: it is the
// coefficient of a variable that is 1.
func (p *Program) writeObjective(l *lp) {
	l.section("Minimize")
	l.begin("sse")
	l.term(p.within, one)
	l.squares()
	for i, w := range p.rows.Weights {
		l.term(2*w, name("r", i+1)+" ^2")
	}
	l.word("] / 2")
	l.WriteString("\n")
}

const one = "one"

func (p *Program) writeConstraints(l *lp) {
	l.section("Subject To")
	for i := range p.rows.Y {
		p.writeResidual(l, i)
		for j := range p.problem.Units {
			p.writeUnit(l, j, i)
		}
	}
	for j := range p.problem.Units {
		p.writeBall(l, j)
	}
	for j := 1; j < p.problem.Units; j++ {
		p.writeOrder(l, j)
	}
}

// writeResidual says r = ⟨c, x̃⟩ + Σ ± outputs − y.
func (p *Program) writeResidual(l *lp, i int) {
	l.begin(name("residual", i+1))
	l.term(1, name("r", i+1))
	for _, d := range p.columns {
		l.term(-p.entry(i, d), name("c", d))
	}
	for j := range p.problem.Units {
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
func (p *Program) writeUnit(l *lp, j, i int) {
	l.begin(name("split", j+1, i+1))
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

func (p *Program) writeOutputs(l *lp, factor float64, j, i int) {
	for _, o := range p.unitOutputs(j, i) {
		l.term(factor, o.name)
	}
}

// writeEither says that the outputs or q are 0, and p + q ≤ M. Sets stand elsewhere.
func (p *Program) writeEither(l *lp, j, i int) {
	if p.formulation == BigM {
		p.writeBigM(l, j, i)
		return
	}
	l.begin(name("reach", j+1, i+1))
	p.writeOutputs(l, 1, j, i)
	l.term(1, name("q", j+1, i+1))
	l.end("<=", p.reaches[i])
	if p.formulation == Indicator {
		p.writeIndicators(l, j, i)
	}
}

// writeBigM says p ≤ M z and q ≤ M (1 − z), whose sum is p + q ≤ M.
func (p *Program) writeBigM(l *lp, j, i int) {
	z, reach := name("z", j+1, i+1), p.reaches[i]
	l.begin(name("on", j+1, i+1))
	p.writeOutputs(l, 1, j, i)
	l.term(-reach, z)
	l.end("<=", 0)
	l.begin(name("off", j+1, i+1))
	l.term(1, name("q", j+1, i+1))
	l.term(reach, z)
	l.end("<=", reach)
}

func (p *Program) writeIndicators(l *lp, j, i int) {
	z := name("z", j+1, i+1)
	l.begin(name("on", j+1, i+1))
	l.implication(z, "1")
	l.term(1, name("q", j+1, i+1))
	l.end("<=", 0)
	l.begin(name("off", j+1, i+1))
	l.implication(z, "0")
	p.writeOutputs(l, 1, j, i)
	l.end("<=", 0)
}

// writeSign leaves a unit of free sign one output, by a binary that is 1 for sign +.
func (p *Program) writeSign(l *lp, j, i int) {
	sign := name("sign", j+1)
	l.begin(name("plus", j+1, i+1))
	l.term(1, name("u", j+1, i+1))
	l.term(-p.reaches[i], sign)
	l.end("<=", 0)
	l.begin(name("minus", j+1, i+1))
	l.term(1, name("v", j+1, i+1))
	l.term(p.reaches[i], sign)
	l.end("<=", p.reaches[i])
}

// writeBall says ‖w_j‖² ≤ B².
func (p *Program) writeBall(l *lp, j int) {
	l.begin(name("ball", j+1))
	l.squares()
	for d := range p.inputs[0] {
		l.term(1, name("w", j+1, p.first()+d)+" ^2")
	}
	l.word("]")
	l.end("<=", p.problem.NormBound*p.problem.NormBound)
}

// writeOrder keeps units j − 1 and j in the one of two orders that descends.
func (p *Program) writeOrder(l *lp, j int) {
	if p.problem.Signs != nil && p.problem.Signs[j-1] != p.problem.Signs[j] {
		return
	}
	before, after := name("sign", j), name("sign", j+1)
	l.begin(name("order", j))
	l.term(1, name("w", j, p.first()))
	l.term(-1, name("w", j+1, p.first()))
	if p.problem.Signs == nil { // the weights' order counts only where the signs are equal
		l.term(2*p.problem.NormBound, before)
		l.term(-2*p.problem.NormBound, after)
	}
	l.end(">=", 0)
	if p.problem.Signs == nil {
		l.begin(name("signs", j))
		l.term(1, before)
		l.term(-1, after)
		l.end(">=", 0)
	}
}
