package relucert

import (
	"math"

	"relucert/internal/twofold"
	"relucert/network"
)

// mostSharp bounds the numbers of the data of which an objective is found in twice the precision.
const mostSharp = 1 << 20

// sureShare is what rounding may hide of an objective, or of what the gap may be, before it is found anew in twice the precision.
const sureShare = 1e-6

// surely is an upper bound on the objective of exactly these weights on exactly the numbers of the file, given what it is as doubles predict.
// These say little where weights cancel.
func (p *Problem) surely(n *network.Network, value, allowed float64) float64 {
	most := n.SSEAtMost(p.Data)
	if !p.Objective.Plain() {
		most = n.ObjectiveAtMost(p.Data, p.Objective)
	}
	if most-value <= sureShare*max(value, allowed) || len(p.Data.X) > mostSharp {
		return most
	}
	return min(most, p.sharpValue(n))
}

// sharpValue is such a bound in twice the precision, with residuals as those of sharpLine.
func (p *Problem) sharpValue(n *network.Network) float64 {
	var sum twofold.Number
	for i := range p.Data.Rows() {
		e, off := p.sharpError(n, i)
		worst := max(p.Objective.Value(e-off), p.Objective.Value(e+off))
		sum = sum.Plus(twofold.Number{Hi: p.Data.Weight(i) * worst})
	}
	return (sum.Hi + n.Penalty(p.Objective.Ridge)) * (1 + lineError)
}

// sharpError is a row's prediction less its label, and what rounding may change of it.
func (p *Problem) sharpError(n *network.Network, i int) (e, off float64) {
	x := make([]twofold.Number, len(p.Data.Features))
	for d := range x {
		x[d] = sharpInput(p.Data, i, d)
	}
	y := sharpLabel(p.Data, i)
	sum, size := sharpAffine(x, n.Output.Weights, n.Output.Bias)
	for j := range n.Units {
		u := &n.Units[j]
		t, s := sharpAffine(x, u.Weights, u.Bias)
		if size += s; t.Hi > 0 {
			sum = sum.Plus(t.Scaled(float64(u.Sign)))
		}
	}
	size += math.Abs(y.Hi)
	return sum.Minus(y).Hi, sharpness * float64(len(x)+len(n.Units)+1) * size
}

// sharpAffine is ⟨w, x⟩ + b, and the sum of its terms' sizes.
func sharpAffine(x []twofold.Number, w []float64, b float64) (sum twofold.Number, size float64) {
	sum, size = twofold.Number{Hi: b}, math.Abs(b)
	for d, v := range x {
		term := v.Scaled(w[d])
		sum, size = sum.Plus(term), size+math.Abs(term.Hi)
	}
	return sum, size
}
