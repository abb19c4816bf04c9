package export

import "relucert/network"

func (p *Program) writeBounds(l *lp) {
	l.section("Bounds")
	if p.within > 0 {
		l.within(one, interval{1, 1})
	}
	for e, d := range p.columns {
		l.within(name("c", d), p.outputs[e])
	}
	for j := range p.problem.Units {
		for d := range p.inputs[0] {
			l.within(name("w", j+1, p.first()+d), p.weightBound(d))
		}
	}
	for i := range p.rows.Y {
		l.within(name("r", i+1), p.errors[i])
		for j := range p.problem.Units {
			p.writeUnitBounds(l, j, i)
		}
	}
}

// weightBound is that of a unit's weight on its input's entry d. Where [t]_+ may
// become t + [−t]_+ the first weight can be made positive.
func (p *Program) weightBound(d int) interval {
	if p.problem.Output == network.Affine && d == 0 {
		return interval{0, p.problem.NormBound}
	}
	return interval{-p.problem.NormBound, p.problem.NormBound}
}

func (p *Program) writeUnitBounds(l *lp, j, i int) {
	reach := interval{0, p.reaches[i]}
	for _, o := range p.unitOutputs(j, i) {
		l.within(o.name, reach)
	}
	l.within(name("q", j+1, i+1), reach)
}

// writeIntegrality writes what is not continuous.
func (p *Program) writeIntegrality(l *lp) {
	if p.problem.Signs == nil || p.formulation != SOS1 {
		l.section("Binary")
		p.writeBinaries(l)
	}
	if p.formulation == SOS1 {
		l.section("SOS")
		p.writeSets(l)
	}
}

func (p *Program) writeBinaries(l *lp) {
	for j := range p.problem.Units {
		if p.problem.Signs == nil {
			l.WriteString(" " + name("sign", j+1) + "\n")
		}
		if p.formulation == SOS1 {
			continue
		}
		for i := range p.rows.Y {
			l.WriteString(" " + name("z", j+1, i+1) + "\n")
		}
	}
}

// writeSets gives the members of a set different weights, as the format wants.
func (p *Program) writeSets(l *lp) {
	for i := range p.rows.Y {
		for j := range p.problem.Units {
			l.begin(name("either", j+1, i+1))
			l.word("S1::")
			outputs := p.unitOutputs(j, i)
			for n, o := range outputs {
				l.word(o.name + ":" + number(float64(n+1)))
			}
			l.word(name("q", j+1, i+1) + ":" + number(float64(len(outputs)+1)))
			l.WriteString("\n")
		}
	}
}
