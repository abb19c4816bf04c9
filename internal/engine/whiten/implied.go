package whiten

import (
	"math"
	"slices"
)

// Implied says that a penalty makes the weight limit needless: every network of the class whose objective is at most upper, in the
// user's units, is within it, or has the outputs of one that is and costs as much (FORMAT.md, "A limit that is implied"). Where
// rounding might matter it says no.
func (p *Problem) Implied(upper float64) bool {
	if p.Ridge == 0 || p.basis.free && p.P == 0 {
		return false
	}
	most := math.Sqrt(upper/p.objective.Ridge) / p.LabelScale // that ‖w‖ can be
	return most*p.mostWhitened()*(1+impliedShare) <= p.WeightLimit
}

// impliedShare is far more than what rounding is in it.
const impliedShare = 1e-6

// mostWhitened is the most that |ŵ_d| can be, of any d, for ‖w‖ ≤ 1; the bias's part is that of a unit that is not
// active on all samples, nor inactive on all, but for t = 0.
func (p *Problem) mostWhitened() float64 {
	most := p.unitReach()
	if p.basis.free {
		most[0] = p.mostOffset(most)
	}
	return slices.Max(most)
}

// mostOffset is the largest Σ_{d≥1} most_d |x̂_d| / |x̂_0| of any sample: beyond it ŵ_0 decides its side.
func (p *Problem) mostOffset(most []float64) (offset float64) {
	for i := range p.M {
		x, sum := p.Row(i), 0.0
		for d := 1; d < p.N; d++ {
			sum += most[d] * math.Abs(x[d])
		}
		offset = max(offset, sum/math.Abs(x[0]))
	}
	return offset
}
