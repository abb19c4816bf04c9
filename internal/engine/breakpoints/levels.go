package breakpoints

// levels are how many kinks of which sign a chain may have used so far. Where signs are
// not given a level is their number; else level p·(minus+1)+q is p convex and q concave ones.
type levels struct {
	k           int // most kinks
	signed      bool
	plus, minus int
}

func newLevels(k int, signs []int) levels {
	l := levels{k: k, signed: signs != nil}
	for _, s := range signs {
		if s > 0 {
			l.plus++
		} else {
			l.minus++
		}
	}
	return l
}

// count is how many levels there are; that number itself is the level of the end.
func (l levels) count() int {
	if !l.signed {
		return l.k + 1
	}
	return (l.plus + 1) * (l.minus + 1)
}

// start is the level before the data.
const start = -1

// stage is how many kinks are used at a level.
func (l levels) stage(level int) int {
	switch {
	case level == start:
		return -1
	case level == l.count():
		return l.k + 1
	case !l.signed:
		return level
	}
	return level/(l.minus+1) + level%(l.minus+1)
}

// leads says whether kinks lead from one level to another, or, if that is the
// same, none.
func (l levels) leads(from, to int) bool {
	if !l.signed {
		return from <= to
	}
	return from/(l.minus+1) <= to/(l.minus+1) && from%(l.minus+1) <= to%(l.minus+1)
}

// allows says whether kinks of a kind lead from a level to another.
func (l levels) allows(from, to int, k kind) bool {
	plus, minus := 0, 0
	for _, s := range kindSigns[k] {
		if s > 0 {
			plus++
		} else {
			minus++
		}
	}
	if !l.signed {
		return to-from == plus+minus
	}
	p, q := l.counts(from, to)
	return p == plus && q == minus
}

// counts is how many kinks of each sign lead from a level to another; −1 and −1 if only their sum is given.
func (l levels) counts(from, to int) (plus, minus int) {
	from = max(from, 0)
	if !l.signed {
		return -1, -1
	}
	return to/(l.minus+1) - from/(l.minus+1), to%(l.minus+1) - from%(l.minus+1)
}
