package check

import (
	"relucert/internal/wide"
)

// coarsePass finds the shortest ways.
type coarsePass struct {
	*coarse
	prices  kinkPrices
	threads int
	own     []wide.Fixed // a block: what a kink K in it costs
}

// line is its cost without what is within inputs, which the end adds for all.
func (s *coarsePass) line(u, v *knot) wide.Fixed {
	return s.prices.line(u, v).Minus(s.within[v.cut].Minus(s.within[u.begin]))
}

// ownOf is what a state itself costs. It is counted on the way behind it.
func (s *coarsePass) ownOf(kind, i int) wide.Fixed {
	if kind < coarseFirst {
		return s.own[i]
	}
	return wide.Fixed{}
}

// isLine says whether inputs [a, b) may be one.
func isLine(a, b int) bool { return b-a >= 2 }

// findBack is back of all states.
func (s *coarsePass) findBack() {
	for l := len(s.levels) - 1; l >= 0; l-- {
		v := &s.levels[l]
		share(s.threads, s.blocks, func(i int) {
			for kind := range v.left[i] {
				v.back[i][kind] = infinite
				if v.left[i][kind] {
					v.back[i][kind] = plus(s.backFrom(&v.knots[i][kind], kind, i), s.ownOf(kind, i))
				}
			}
		})
	}
}

// backFrom is the least cost from a state in block i.
func (s *coarsePass) backFrom(u *knot, kind, i int) wide.Fixed {
	least := infinite
	end := &knot{cut: int32(s.n), load: noLoad}
	if kind != coarseFirst && isLine(int(u.begin), s.n) {
		least = s.line(u, end)
	}
	if kind >= coarseFirst && !isLine(int(u.begin), s.n) {
		least = wide.Min(least, wide.Fixed{})
	}
	s.eachLevelAfter(int(u.c), int(u.p), func(v *coarseLevel, kinds []int) {
		for j := i; j < s.blocks; j++ {
			if kind != coarseFirst && isLine(int(u.begin), s.first(j)) {
				for _, to := range kinds {
					if v.left[j][to] {
						least = wide.Min(least, plus(v.back[j][to], s.line(u, &v.knots[j][to])))
					}
				}
			}
			if kind >= coarseFirst && !isLine(int(u.begin), s.first(j)) && v.left[j][coarseLater] {
				least = wide.Min(least, v.back[j][coarseLater])
			}
		}
	})
	return least
}

// eachLevelAfter calls do for the levels one kink on, and the kinds of states that a line may go to.
func (s *coarsePass) eachLevelAfter(c, p int, do func(v *coarseLevel, kinds []int)) {
	if l, known := s.index[[2]int{c + 1, 0}]; known && s.header.Signs == nil {
		do(&s.levels[l], []int{coarseMinus, coarsePlus, coarseFirst})
		return
	}
	for kind := range 2 {
		if l, known := s.index[[2]int{c + 1, p + kind}]; known && s.header.Signs != nil {
			do(&s.levels[l], []int{kind, coarseFirst})
		}
	}
}

// startBack is the least cost of all ways.
func (s *coarsePass) startBack() wide.Fixed {
	start := &knot{load: noLoad}
	least := s.line(start, &knot{cut: int32(s.n), load: noLoad})
	s.eachLevelAfter(0, 0, func(v *coarseLevel, kinds []int) {
		for j := range s.blocks {
			for _, to := range kinds {
				if isLine(0, s.first(j)) && v.left[j][to] {
					least = wide.Min(least, plus(v.back[j][to], s.line(start, &v.knots[j][to])))
				}
			}
			if !isLine(0, s.first(j)) && v.left[j][coarseLater] {
				least = wide.Min(least, v.back[j][coarseLater])
			}
		}
	})
	return least
}

// findAhead is ahead of all states.
func (s *coarsePass) findAhead() {
	for l := range s.levels {
		v := &s.levels[l]
		share(s.threads, s.blocks, func(j int) {
			for kind := range v.left[j] {
				v.ahead[j][kind] = infinite
				if v.left[j][kind] {
					v.ahead[j][kind] = s.aheadTo(v, kind, j)
				}
			}
		})
	}
}

// aheadTo is the least cost of all ways to a state in block j.
func (s *coarsePass) aheadTo(v *coarseLevel, kind, j int) wide.Fixed {
	least := infinite
	w := &v.knots[j][kind]
	for _, sign := range [...]int{-1, 1} {
		if kind < coarseFirst && kind != (sign+1)/2 || kind >= coarseFirst && sign > 0 && s.header.Signs == nil {
			continue // the same level as with −, or another state's
		}
		if v.c == 1 && v.p == s.step(sign) {
			least = wide.Min(least, s.fromStart(w, kind))
		}
		if l, known := s.index[[2]int{v.c - 1, v.p - s.step(sign)}]; known {
			least = wide.Min(least, s.aheadFrom(&s.levels[l], w, kind, j))
		}
	}
	return least
}

func (s *coarsePass) fromStart(w *knot, kind int) wide.Fixed {
	switch line := isLine(0, int(w.cut)); {
	case line && kind != coarseLater:
		return s.line(&knot{load: noLoad}, w)
	case !line && kind == coarseLater:
		return wide.Fixed{}
	}
	return infinite
}

func (s *coarsePass) aheadFrom(u *coarseLevel, w *knot, kind, j int) wide.Fixed {
	least := infinite
	for i := 0; i <= j; i++ {
		line := isLine(s.last(i), int(w.cut))
		for from := range u.left[i] {
			switch {
			case !u.left[i][from]:
			case kind == coarseLater && from >= coarseFirst && !line:
				least = wide.Min(least, u.ahead[i][from])
			case kind != coarseLater && from != coarseFirst && line:
				least = wide.Min(least, plus(plus(u.ahead[i][from], s.ownOf(from, i)), s.line(&u.knots[i][from], w)))
			}
		}
	}
	return least
}

// ownCosts are what the inputs between a block's cuts cost at least, within included.
func (s *coarsePass) ownCosts() {
	s.own = make([]wide.Fixed, s.blocks)
	share(s.threads, s.blocks, func(i int) {
		if s.hasKink(i) {
			s.own[i] = s.ownCost(s.first(i), s.last(i))
		}
	})
}

func (s *coarsePass) hasKink(i int) bool {
	for l := range s.levels {
		if w := &s.levels[l].left[i]; w[coarseMinus] || w[coarsePlus] {
			return true
		}
	}
	return false
}

// ownCost is the least loss of two lines through inputs [e, h) and [h, f), without what is within them.
func (s *coarsePass) ownCost(e, f int) wide.Fixed {
	least := infinite
	for h := e; h <= f; h++ {
		least = wide.Min(least, s.lineLoss(e, h).Plus(s.lineLoss(h, f)))
	}
	return least
}

func (s *coarsePass) lineLoss(a, b int) wide.Fixed {
	if b-a < 3 {
		return wide.Fixed{}
	}
	return s.line(&knot{begin: int32(a), load: noLoad}, &knot{cut: int32(b), load: noLoad})
}
