package export

import (
	"strconv"
	"strings"

	"relucert/dataset"
)

// writeHeader says what the file is, in comments.
func (p *Program) writeHeader(l sheet) {
	l.comment("Training %d ReLU unit(s) to least squares, a mixed-integer quadratic program (%s).", p.problem.Units, p.formulation)
	l.comment("Written by relucert export problem. Solve it with one of")
	l.comment(`  scip -c "set presolving advanced donotmultaggr TRUE read FILE optimize display solution quit"
		  gurobi_cl FILE | cplex -c "read FILE" optimize
		Without that setting SCIP replaces residuals by sums, which makes the objective dense and its bounds bad.`)
	p.writeData(l)
	p.writeClass(l)
	p.writeVariables(l)
	p.writeScale(l)
	l.comment("Every variable has bounds, which some optimal network obeys. Most solvers take coefficients below 1e-9 for 0.")
}

func (p *Program) writeData(l sheet) {
	weights := "all 1"
	if p.problem.Data.WeightColumn != "" {
		weights = "column " + quoted(p.problem.Data.WeightColumn)
	}
	l.comment("Data: %s, SHA-256 %x", quoted(p.problem.Data.Name), p.problem.Data.SHA256)
	l.comment("  %d rows, of which %d differ; label column %s%s; sample weights: %s",
		p.problem.Data.Rows(), p.rows.Rows(), quoted(p.problem.Data.Target), less(p.problem.Data.TargetOrigin), weights)
	l.comment("  column 0: the constant 1")
	for d, feature := range p.problem.Data.Features {
		l.comment("  column %d: %s%s%s", d+1, quoted(feature), counted(p.problem.Data.Dates, d), p.origin(d))
	}
}

func (p *Program) writeClass(l sheet) {
	signs := p.problem.SignText("free")
	l.comment("Class: f = output part + sum over units j of sign_j max(0, <w_j, x>)")
	l.comment("  signs %s, bias %v, output part %s, %s", signs, p.problem.Bias(), p.problem.Output, p.limit())
}

// limit says what keeps the weights finite.
func (p *Program) limit() string {
	var parts []string
	if p.bound > 0 {
		parts = append(parts, "norm bound "+number(p.problem.NormBound))
	}
	if p.limits != nil {
		parts = append(parts, "weight limit "+number(p.limits.most*p.scale.label)+" on standardised inputs, as fit's (rows least and most)")
	}
	return strings.Join(parts, ", ")
}

// writeScale says how numbers here and those of the data are related.
func (p *Program) writeScale(l sheet) {
	if p.scale.label != 1 {
		l.comment("Scale: w, c, r, p, q, u, v and the labels stand for %s times what they are here.", number(p.scale.label))
	}
	if p.scale.weight != 1 {
		l.comment("Scale: sample weights stand for %s times what they are here.", number(p.scale.weight))
	}
	l.comment("SSE = %s * the objective, all of it: what equal rows differ by is the coefficient of \"one\", which is 1.", number(p.scale.sse()))
}

func (p *Program) writeVariables(l sheet) {
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

// origin is what is taken off a feature.
func (p *Program) origin(d int) string {
	if p.problem.Data.Origins == nil {
		return ""
	}
	return less(p.problem.Data.Origins[d])
}

// less is " - 1700000000", or nothing for 0.
func less(origin dataset.Decimal) string {
	if origin.Mantissa == 0 {
		return ""
	}
	return " - " + origin.String()
}

// quoted keeps a name on one short line.
func quoted(name string) string {
	const most = 60
	if runes := []rune(name); len(runes) > most {
		return strconv.QuoteToASCII(string(runes[:most])) + "..."
	}
	return strconv.QuoteToASCII(name)
}
