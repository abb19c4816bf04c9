package export

import (
	"strconv"
)

// writeHeader says what the file is, in comments.
func (p *Program) writeHeader(l *lp) {
	l.comment("Training %d ReLU unit(s) to least squares, a mixed-integer quadratic program (%s).", p.problem.Units, p.formulation)
	l.comment("Written by relucert export problem. Solve it with one of")
	l.comment(`  scip -f FILE | gurobi_cl FILE | cplex -c "read FILE" optimize`)
	p.writeData(l)
	p.writeClass(l)
	p.writeVariables(l)
	l.comment(`The objective is the SSE itself: %s of it, the spread of equal rows about their mean
		label, is the coefficient of the variable "one", which is 1. It lacks no constant.`, number(p.within))
	l.comment("Every variable has bounds, which some optimal network obeys. Most solvers take coefficients below 1e-9 for 0.")
}

func (p *Program) writeData(l *lp) {
	weights := "all 1"
	if p.problem.Data.WeightColumn != "" {
		weights = "column " + quoted(p.problem.Data.WeightColumn)
	}
	l.comment("Data: %s, SHA-256 %x", quoted(p.problem.Data.Name), p.problem.Data.SHA256)
	l.comment("  %d rows, of which %d differ; label column %s; sample weights: %s",
		p.problem.Data.Rows(), p.rows.Rows(), quoted(p.problem.Data.Target), weights)
	l.comment("  column 0: the constant 1")
	for d, feature := range p.problem.Data.Features {
		l.comment("  column %d: %s", d+1, quoted(feature))
	}
}

func (p *Program) writeClass(l *lp) {
	signs := p.problem.SignText("free")
	l.comment("Class: f = output part + sum over units j of sign_j max(0, <w_j, x>)")
	l.comment("  signs %s, bias %v, output part %s, norm bound %s", signs, p.problem.Bias(), p.problem.Output, number(p.problem.NormBound))
}

func (p *Program) writeVariables(l *lp) {
	l.comment(`Variables, for unit j, row i and column d:
		w<j>_<d> weight, c<d> coefficient of the output part, r<i> residual f - y`)
	if p.problem.Signs == nil {
		l.comment(`u<j>_<i> = max(0, t) if sign<j> is 1 (the unit's sign is +), else 0, for t = <w_j, x_i>
			v<j>_<i> = max(0, t) if sign<j> is 0 (-), else 0; q<j>_<i> = max(0, -t)`)
	} else {
		l.comment("p<j>_<i> = max(0, t), q<j>_<i> = max(0, -t), for t = <w_j, x_i>")
	}
	if p.formulation != SOS1 {
		l.comment("z<j>_<i> = 1 if t > 0, 0 if t < 0")
	}
}

// quoted keeps a name on one short line.
func quoted(name string) string {
	const most = 60
	if runes := []rune(name); len(runes) > most {
		return strconv.QuoteToASCII(string(runes[:most])) + "..."
	}
	return strconv.QuoteToASCII(name)
}
