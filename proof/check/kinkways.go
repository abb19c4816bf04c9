package check

import "relucert/internal/wide"

// aheadOfKnot is the least cost of all ways to a state.
func (s *sweeper) aheadOfKnot(v *knot) wide.Fixed {
	least := infinite
	if s.isStart(v) {
		return wide.Fixed{}
	}
	s.linesTo(v, func(_ int, u *knot) { least = wide.Min(least, plus(u.ahead, s.prices.line(u, v))) })
	for _, t := range v.left {
		t.to(v, func(i, j int, u *knot) { least = wide.Min(least, plus(u.ahead, s.turnCost(t, u, v))) })
	}
	return wide.Min(least, s.aheadByRuns(v))
}

func (s *sweeper) isStart(v *knot) bool { return v == &s.layers[0][0] }

// linesTo calls do for the lines to a state.
func (s *sweeper) linesTo(v *knot, do func(i int, u *knot)) {
	if v == s.end {
		for c := range s.layers {
			for i := range s.layers[c] {
				if u := &s.layers[c][i]; u.toEnd && !u.gone {
					do(i, u)
				}
			}
		}
		return
	}
	if s.isStart(v) {
		return
	}
	layer := s.layers[v.c-1]
	v.last.each(func(i int) {
		if u := &layer[i]; !u.gone {
			do(i, u)
		}
	})
}

// linesFrom calls do for the lines from a state; the end's index is −1.
func (s *sweeper) linesFrom(u *knot, do func(j int, v *knot)) {
	if u.toEnd {
		do(-1, s.end)
	}
	next := s.layerAfter(int(u.c))
	u.next.each(func(j int) {
		if v := &next[j]; !v.gone {
			do(j, v)
		}
	})
}

// to calls do for the runs of a turn to v.
func (t *turn) to(v *knot, do func(i, j int, u *knot)) {
	for j := range t.right {
		for i, u := range t.left {
			if t.right[j] == v && u != nil && !u.gone && !t.gone[i][j] {
				do(i, j, u)
			}
		}
	}
}

// from calls do for the runs of a turn from u.
func (t *turn) from(u *knot, do func(i, j int, v *knot)) {
	for i := range t.left {
		for j, v := range t.right {
			if t.left[i] == u && v != nil && !v.gone && !t.gone[i][j] {
				do(i, j, v)
			}
		}
	}
}

// aheadByRuns is the least cost of ways to a state by runs of four inputs or more.
func (s *sweeper) aheadByRuns(v *knot) wide.Fixed {
	least := infinite
	for _, r := range v.leavers {
		if !r.gone {
			least = wide.Min(least, r.ahead)
		}
	}
	if least == infinite {
		return least
	}
	return plus(least, s.leaveCost(v))
}

// backOfKnot is the least cost of all ways from a state to the end.
func (s *sweeper) backOfKnot(u *knot) wide.Fixed {
	least := infinite
	s.linesFrom(u, func(_ int, v *knot) { least = wide.Min(least, plus(v.back, s.prices.line(u, v))) })
	for _, t := range u.right {
		t.from(u, func(i, j int, v *knot) { least = wide.Min(least, plus(v.back, s.turnCost(t, u, v))) })
	}
	return wide.Min(least, s.backByRuns(u))
}

func (s *sweeper) backByRuns(u *knot) wide.Fixed {
	if r := u.enters; r != nil && !r.gone && r.back != infinite {
		return plus(r.back, s.enterCost(u))
	}
	return infinite
}

func (s *sweeper) aheadOf(r *passage) wide.Fixed {
	least := infinite
	for _, u := range r.enter {
		if u != nil && !u.gone && u.ahead != infinite {
			least = wide.Min(least, plus(u.ahead, s.enterCost(u)))
		}
	}
	for _, p := range r.last {
		if p != nil && !p.gone {
			least = wide.Min(least, plus(p.ahead, s.passCost(int(p.h))))
		}
	}
	return least
}

func (s *sweeper) backOf(r *passage) wide.Fixed {
	least := infinite
	for _, v := range r.leave {
		if !v.gone && v.back != infinite {
			least = wide.Min(least, plus(v.back, s.leaveCost(v)))
		}
	}
	for _, p := range r.next {
		if p != nil && !p.gone {
			least = wide.Min(least, plus(p.back, s.passCost(int(r.h))))
		}
	}
	return least
}
