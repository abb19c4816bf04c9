package sides

import (
	"math"
	"testing"
)

// TestRelaxedSquare: no allowed choice of the undecided outputs comes nearer to the label, and some
// choice is as near.
func TestRelaxedSquare(t *testing.T) {
	for seed := range uint64(100) {
		q := randomInstance(t, seed, 32, 0.4)
		s := q.relaxation()
		q.place(s.shape, &s.point)
		for i := range q.p.M {
			got := s.relaxedSquare(i, &s.point)
			low, high := s.point.base[i], s.point.base[i]
			for j, r := range s.regions {
				below, above := outputs(s, r, i, j)
				if s.signs[j] < 0 {
					below, above = -above, -below
				}
				low, high = low+below, high+above
			}
			nearest := min(max(0, low), high)
			if !near(got, nearest*nearest, 1e-12) {
				t.Errorf("seed %d: sample %d: %g, want %g", seed, i, got, nearest*nearest)
			}
		}
	}
}

// outputs are the least and the largest that a unit's output may be.
func outputs(s *relaxation, r *region, i, j int) (least, most float64) {
	t := s.point.t[s.at(i, j)]
	switch {
	case r.side[i] > 0:
		return t, t
	case r.side[i] < 0:
		return 0, 0
	case s.reach == nil:
		return max(t, 0), math.Inf(1)
	}
	return max(t, 0), max((t+s.reach[i])/2, t, 0)
}

// TestBranchHidesMost: the pair is undecided, its unit the most active of the sample, and no other
// sample hides more loss.
func TestBranchHidesMost(t *testing.T) {
	for seed := range uint64(100) {
		q := randomInstance(t, seed, 33, 0.7)
		s := q.relaxation()
		q.place(s.shape, &s.point)
		hidden := func(i int) float64 {
			return q.p.Weights[i] * (square(s.trueResidual(i, &s.point)) - s.relaxedSquare(i, &s.point))
		}
		best := s.branch()
		if !near(best.loss, q.loss(), 1e-12) {
			t.Errorf("seed %d: loss %g, want %g", seed, best.loss, q.loss())
		}
		for i := range q.p.M {
			for j, r := range s.regions {
				if r.side[i] != 0 {
					continue
				}
				if !best.found || hidden(i) > hidden(int(best.sample)) {
					t.Errorf("seed %d: sample %d hides more than %d", seed, i, best.sample)
				}
				if i == int(best.sample) && s.point.t[s.at(i, j)] > s.point.t[s.at(i, best.unit)] {
					t.Errorf("seed %d: unit %d is more active than %d", seed, j, best.unit)
				}
			}
		}
		if best.found && s.regions[best.unit].side[best.sample] != 0 {
			t.Errorf("seed %d: the pair is decided", seed)
		}
	}
}
