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

// none is the level before the first, and no level at all.
const none = -1

// stage is how many kinks are used at a level.
func (l levels) stage(level int) int {
	if !l.signed {
		return level
	}
	p, q := l.counts(level)
	return p + q
}

// counts is how many kinks of each sign are used at a level, where signs are given.
func (l levels) counts(level int) (plus, minus int) {
	return level / (l.minus + 1), level % (l.minus + 1)
}

// before is the level from which a kink of a sign leads to one, or none.
func (l levels) before(level int, sign int8) int {
	if !l.signed {
		return level - 1
	}
	p, q := l.counts(level)
	switch {
	case sign > 0 && p > 0:
		return level - (l.minus + 1)
	case sign < 0 && q > 0:
		return level - 1
	}
	return none
}

// behind is the level to which a kink of a sign leads, or none.
func (l levels) behind(level int, sign int8) int {
	if !l.signed {
		if level == l.k {
			return none
		}
		return level + 1
	}
	p, q := l.counts(level)
	switch {
	case sign > 0 && p < l.plus:
		return level + l.minus + 1
	case sign < 0 && q < l.minus:
		return level + 1
	}
	return none
}

// signs are those that lead to different levels: where they are not given, one stands for both.
func (l levels) signs() []int8 {
	if !l.signed {
		return anySign[:1]
	}
	return anySign[:]
}

var anySign = [...]int8{1, -1}
