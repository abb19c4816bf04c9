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
// its true loss at v less its relaxed one. Of the sample's units it is the one
// most active.
func (s *relaxation) branch() (best pair) {
	worst := math.Inf(-1)
	loss := s.p.Offset
	for i := range s.p.M {
		residual := s.trueResidual(i)
		loss += s.p.Weights[i] * residual * residual
		if unit := s.mostActive(i); unit >= 0 {
			if hidden := s.p.Weights[i] * (residual*residual - s.relaxedSquare(i)); hidden > worst {
				worst, best = hidden, pair{sample: int32(i), unit: unit, found: true}
			}
		}
	}
	best.loss = loss
	return best
}

func (s *relaxation) trueResidual(i int) float64 {
	f := s.point.base[i]
	for j, a := range s.signs {
		f += float64(a) * max(0, s.point.t[s.at(i, j)])
	}
	return f
}

// mostActive is the undecided unit with the largest t, -1 if all are decided.
func (s *relaxation) mostActive(i int) int {
	best, most := -1, math.Inf(-1)
	for j, r := range s.regions {
		if t := s.point.t[s.at(i, j)]; r.side[i] == 0 && t > most {
			best, most = j, t
		}
	}
	return best
}

// relaxedSquare is the least (z - y)² of the sample at v.
func (s *relaxation) relaxedSquare(i int) float64 {
	low, high := s.point.base[i], s.point.base[i]
	for j, r := range s.regions {
		a, t := float64(s.signs[j]), s.point.t[s.at(i, j)]
		below, above := max(t, 0), math.Inf(1)
		switch {
		case r.side[i] < 0:
			continue
		case r.side[i] > 0:
			below, above = t, t
		case s.reach != nil:
			above = max(below, (t+s.reach[i])/2)
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
