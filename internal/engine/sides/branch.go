package sides

import "math"

// pair is a sample and a unit to be decided, if there is one.
type pair struct {
	sample int32
	unit   int
	found  bool
	loss   float64 // of the relaxation's point as a network
}

// branch returns the undecided pair of the sample that hides the most loss,
// its true loss at a point less its relaxed one. Of the sample's units it is the one
// most active.
func (q *program) branch(x *vector) (best pair) {
	worst := math.Inf(-1)
	loss := q.p.Offset
	for i := range q.p.M {
		residual := q.trueResidual(i, x)
		loss += q.p.Weights[i] * residual * residual
		if unit := q.mostActive(i, x); unit >= 0 {
			if hidden := q.p.Weights[i] * (residual*residual - q.relaxedSquare(i, x)); hidden > worst {
				worst, best = hidden, pair{sample: int32(i), unit: unit, found: true}
			}
		}
	}
	best.loss = loss
	return best
}

func (q *program) trueResidual(i int, x *vector) float64 {
	f := x.base[i]
	for j, a := range q.signs {
		f += float64(a) * max(0, x.t[q.at(i, j)])
	}
	return f
}

// mostActive is the undecided unit with the largest t, -1 if all are decided.
func (q *program) mostActive(i int, x *vector) int {
	best, most := -1, math.Inf(-1)
	for j, r := range q.regions {
		if t := x.t[q.at(i, j)]; r.side[i] == 0 && t > most {
			best, most = j, t
		}
	}
	return best
}

// relaxedSquare is the least (z - y)² of the sample.
func (q *program) relaxedSquare(i int, x *vector) float64 {
	low, high := x.base[i], x.base[i]
	for j, r := range q.regions {
		a, t := float64(q.signs[j]), x.t[q.at(i, j)]
		below, above := max(t, 0), math.Inf(1)
		switch {
		case r.side[i] < 0:
			continue
		case r.side[i] > 0:
			below, above = t, t
		case q.reach != nil:
			above = max(below, (t+q.reach[i])/2)
		}
		low += a * choose(a > 0, below, above)
		high += a * choose(a > 0, above, below)
	}
	if low > 0 {
		return low * low
	}
	return min(high, 0) * min(high, 0)
}

func choose(condition bool, yes, no float64) float64 {
	if condition {
		return yes
	}
	return no
}
