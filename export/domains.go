package export

import (
	"math"

	"relucert/network"
)

func (p *Program) writeBounds(l sheet) {
	if p.within > 0 {
		l.bound(one, interval{1, 1})
	}
	for e, d := range p.columns {
		l.bound(name("c", d), p.outputs[e])
	}
	for j := range p.problem.Units {
		for d := range p.inputs[0] {
			l.bound(name("w", j+1, p.first()+d), p.weightBound(d))
		}
	}
	for i := range p.rows.Y {
		l.bound(name("r", i+1), p.errors[i])
		for j := range p.unitsOn(i) {
			p.writeUnitBounds(l, j, i)
		}
	}
}

// weightBound is that of a unit's weight on its input's entry d. Where [t]_+ may
// become t + [−t]_+ the first weight can be made positive.
func (p *Program) weightBound(d int) interval {
	most := math.Inf(1)
	if p.bound > 0 {
		most = p.bound
	}
	if p.limits != nil {
		most = min(most, p.limits.weight(d))
	}
	if p.problem.Output == network.Affine && d == 0 {
		return interval{0, most}
	}
	return interval{-most, most}
}

func (p *Program) writeUnitBounds(l sheet, j, i int) {
	reach := interval{0, p.reaches[i]}
	for _, o := range p.unitOutputs(j, i) {
		l.bound(o.name, reach)
	}
	l.bound(name("q", j+1, i+1), reach)
}

func (p *Program) writeBinaries(l sheet) {
	for j := range p.problem.Units {
		if p.problem.Signs == nil {
			l.binary(name("sign", j+1))
		}
		if p.formulation == SOS1 {
			continue
		}
		for i := range p.rows.Y {
			if p.isDivided(i) {
				l.binary(name("z", j+1, i+1))
			}
		}
	}
}

func (p *Program) writeSets(l sheet) {
	for i := range p.rows.Y {
		if p.formulation != SOS1 || !p.isDivided(i) {
			continue
		}
		for j := range p.problem.Units {
			var members []string
			for _, o := range p.unitOutputs(j, i) {
				members = append(members, o.name)
			}
			l.set(name("either", j+1, i+1), append(members, name("q", j+1, i+1)))
		}
	}
}
