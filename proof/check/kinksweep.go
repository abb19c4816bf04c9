package check

import (
	"relucert/internal/wide"
)

// sweeper gives a node's states new multipliers, one after the other, and removes what no
// chain below the cutoff has.
type sweeper struct {
	*dag
	prices  kinkPrices
	loads   map[*knot]*load
	bends   map[*turn]float64
	threads int
}

// plus is a + b, at most infinite, but lost with anything lost.
func plus(a, b wide.Fixed) wide.Fixed {
	sum := a.Plus(b)
	if a.Less(leastValue) || b.Less(leastValue) || sum.Less(leastValue) {
		return lost
	}
	return wide.Min(sum, infinite)
}

// turnCost is that of the run between two states, the kink's multiplier given.
func (s *sweeper) turnCost(t *turn, u, v *knot) wide.Fixed {
	g := int(t.at)
	if u.load == noLoad && v.load == noLoad && t.eta == 0 {
		return s.within[g+2].Minus(s.within[g-1])
	}
	known := t.knownCost(u, v)
	if *known == (knownCost{u.load, v.load, t.eta, known.cost}) {
		return known.cost
	}
	by := make(forces)
	s.extend(by, u.load, 1, g-1)
	s.extend(by, v.load, -1, g)
	s.bend(by, t.eta, int(t.sign), g)
	*known = knownCost{u.load, v.load, t.eta, s.prices.run(g-1, g+2, by)}
	return known.cost
}

// knownCost is where the cost of the run between two states is kept.
func (t *turn) knownCost(u, v *knot) *knownCost {
	i, j := 0, 0
	if u == t.left[1] {
		i = 1
	}
	if v == t.right[1] {
		j = 1
	}
	return &t.known[i][j]
}

// enterCost is that of a run's first two inputs, leaveCost that of its last two.
func (s *sweeper) enterCost(u *knot) wide.Fixed {
	a := int(u.cut)
	if u.load == noLoad {
		return s.within[a+2].Minus(s.within[a])
	}
	if u.in.u == u.load {
		return u.in.cost
	}
	by := make(forces)
	s.extend(by, u.load, 1, a)
	u.in = knownCost{u: u.load, cost: s.prices.run(a, a+2, by)}
	return u.in.cost
}

func (s *sweeper) leaveCost(v *knot) wide.Fixed {
	b := int(v.cut)
	if v.load == noLoad {
		return s.within[b].Minus(s.within[b-2])
	}
	if v.out.u == v.load {
		return v.out.cost
	}
	by := make(forces)
	s.extend(by, v.load, -1, b-2)
	v.out = knownCost{u: v.load, cost: s.prices.run(b-2, b, by)}
	return v.out.cost
}

func (s *sweeper) passCost(h int) wide.Fixed { return s.within[h+1].Minus(s.within[h]) }

// rightwards sweeps from left to right.
func (s *sweeper) rightwards() {
	if !s.hasBack {
		s.findBack()
	}
	for c := range s.layers {
		s.lookAt(c)
		s.eachTurn(c, s.lookAtTurn)
		s.eachPassage(c, func(r *passage) {
			r.ahead = s.aheadOf(r)
			s.removePassage(r)
		})
	}
	s.end.ahead = s.aheadOfKnot(s.end)
	s.hasAhead, s.hasBack = true, false
}

// leftwards sweeps from right to left.
func (s *sweeper) leftwards() {
	if !s.hasAhead {
		s.findAhead()
	}
	for c := len(s.layers) - 1; c >= 0; c-- {
		s.eachTurn(c, s.lookAtTurn)
		s.eachPassage(c, func(r *passage) {
			r.back = s.backOf(r)
			s.removePassage(r)
		})
		s.lookAt(c)
	}
	start := &s.layers[0][0]
	start.back = s.backOfKnot(start)
	s.hasBack, s.hasAhead = true, false
}

func (s *sweeper) removePassage(r *passage) { r.gone = r.gone || s.isOut(plus(r.ahead, r.back)) }

// findBack is back of all states, for the multipliers that there are.
func (s *sweeper) findBack() {
	for c := len(s.layers) - 1; c >= 0; c-- {
		s.eachPassage(c, func(r *passage) { r.back = s.backOf(r) })
		s.eachKnot(c, func(v *knot) { v.back = s.backOfKnot(v) })
	}
}

func (s *sweeper) findAhead() {
	for c := range s.layers {
		s.eachKnot(c, func(v *knot) { v.ahead = s.aheadOfKnot(v) })
		s.eachPassage(c, func(r *passage) { r.ahead = s.aheadOf(r) })
	}
	s.end.ahead = s.aheadOfKnot(s.end)
}

func (s *sweeper) eachTurn(c int, do func(*turn)) {
	for i := range s.turns[c] {
		do(&s.turns[c][i])
	}
}

func (s *sweeper) eachPassage(c int, do func(*passage)) {
	for i := range s.passages[c] {
		if r := &s.passages[c][i]; !r.gone {
			do(r)
		}
	}
}

// shareable is how many lines make it worth to share a layer among threads.
const shareable = 1 << 13

// eachKnot calls do for the states of a layer, which are independent of each other.
func (s *sweeper) eachKnot(c int, do func(*knot)) {
	layer := s.layers[c]
	threads := s.threads
	if len(layer)*len(s.layers[max(c-1, 0)]) < shareable {
		threads = 1
	}
	share(threads, len(layer), func(i int) {
		if v := &layer[i]; !v.gone {
			do(v)
		}
	})
}

// lookAt looks at the states of a layer, which take their multipliers.
func (s *sweeper) lookAt(c int) {
	s.eachKnot(c, func(v *knot) {
		l := looks.Get().(*look)
		defer looks.Put(l)
		l.at(s, v)
		if next := s.loads[v]; next != nil && !s.isOut(plus(v.ahead, v.back)) {
			v.load = next
			l.at(s, v)
		}
		v.gone = v.c > 0 && s.isOut(plus(v.ahead, v.back))
	})
}

// lookAtTurn does the same for a turn, which takes its multiplier.
func (s *sweeper) lookAtTurn(t *turn) {
	s.removeRuns(t)
	if eta, given := s.bends[t]; given {
		t.eta = eta
		s.removeRuns(t)
	}
}

func (s *sweeper) removeRuns(t *turn) {
	for _, u := range t.left {
		if u == nil || u.gone {
			continue
		}
		t.from(u, func(i, j int, v *knot) {
			t.gone[i][j] = s.isOut(plus(plus(u.ahead, s.turnCost(t, u, v)), v.back))
		})
	}
}
