package breakpoints

import (
	"math"
	"slices"
)

// Constraints make the class the parted one of proof/certificate/FORMAT.md: broken lines whose breakpoints part the
// inputs into groups of two inputs or more, one a piece, but for Jumps alone. All numbers are in units of the data. The zero value has none.
type Constraints struct {
	Jumps      bool         // pieces need not meet; alone it leaves pieces of one input
	MinSamples int          // rows a piece
	MinSpan    float64      // from a piece's first input to its last, at least
	Between    [][2]float64 // where breakpoints may be: for all, or one range each, from left to right
	Known      []float64    // breakpoints that are there, ascending
	Slopes     [][2]float64 // what the pieces' slopes may be, one range a piece: then the breakpoints are as many as may be
	Through    *[2]float64  // an input and the value there
}

// parted says that there are any but Jumps.
func (c *Constraints) parted() bool {
	return c.MinSamples > 0 || c.MinSpan > 0 || c.Between != nil || c.Known != nil || c.Slopes != nil || c.Through != nil
}

// constraints are a class's, about the inputs.
type constraints struct {
	*Constraints
	s    *samples
	raw  []float64 // the inputs in units of the data
	span float64
	full bool // chains must have all breakpoints that they may
	point
}

// constrain prepares a class's constraints.
func (s *samples) constrain(c *Constraints) *constraints {
	if !c.parted() {
		return nil
	}
	k := &constraints{Constraints: c, s: s, span: c.MinSpan / s.unitX, full: c.Slopes != nil}
	for _, from := range s.from[:s.size()] {
		k.raw = append(k.raw, s.rows[from].raw)
	}
	if c.Through != nil {
		k.point = k.through(c.Through[0], c.Through[1])
	}
	return k
}

// nearly is how much of a span rounding may take.
const nearly = 1 - 0x1p-45

// admits says whether the inputs [a, b) may be a piece.
func (c *constraints) admits(a, b int) bool {
	if c == nil {
		return true
	}
	return c.wide(a, b) && !c.crosses(a, b)
}

// wide says whether they are samples and a span enough for one.
func (c *constraints) wide(a, b int) bool {
	s := c.s
	return b-a >= 2 && s.from[b]-s.from[a] >= c.MinSamples && s.x[b-1]-s.x[a] >= c.span*nearly
}

// crosses says whether they lie on both sides of a known breakpoint.
func (c *constraints) crosses(a, b int) bool {
	return slices.ContainsFunc(c.Known, func(k float64) bool { return c.raw[a] < k && k < c.raw[b-1] })
}

// ends are how far those of breakpoint j, counted from 1, lie in a cut from the inputs beside it, on a side of the
// point; false: it cannot be there. Each distance is taken by itself: what rounding leaves of one much larger is no other.
func (c *constraints) ends(j, cut int, which side) (m margins, ok bool) {
	gap := c.s.gap[cut]
	left, right := c.raw[cut-1], c.raw[cut]
	low, high := c.within(j, left, right)
	switch which {
	case beforePoint:
		high = min(high, c.Through[0])
	case behindPoint:
		low = max(low, c.Through[0])
	}
	if low > high {
		return m, false
	}
	m = margins{leftFar: gap, rightNear: gap}
	if low > left {
		m.leftNear, m.rightNear = min(gap, (low-left)/c.s.unitX), (right-low)/c.s.unitX
	}
	if high < right {
		m.leftFar, m.rightFar = max(m.leftNear, (high-left)/c.s.unitX), min(m.rightNear, (right-high)/c.s.unitX)
	}
	return m, true
}

// near says whether the range for breakpoint j comes into a span.
func (c *constraints) near(j, level, span int) bool {
	if c == nil || len(c.Between) == 0 {
		return true
	}
	first, last := c.s.edges(level, span)
	r := c.Between[min(j, len(c.Between))-1]
	return r[0] <= c.raw[last] && c.raw[first-1] <= r[1]
}

// within is what of a gap between neighbouring inputs is left for breakpoint j: nothing if low is above high.
func (c *constraints) within(j int, left, right float64) (low, high float64) {
	low, high = left, right
	if n := len(c.Between); n > 0 {
		r := c.Between[min(j, n)-1]
		low, high = max(low, r[0]), min(high, r[1])
	}
	for _, a := range c.Known {
		if left <= a && a <= right {
			low, high = max(low, a), min(high, a)
		}
	}
	return low, high
}

// marks says that a known breakpoint, or the end of a range for them, is in a cut.
func (c *constraints) marks(cut int) bool {
	if cut == 0 || cut == c.s.size() {
		return false
	}
	in := func(v float64) bool { return c.raw[cut-1] <= v && v <= c.raw[cut] }
	return slices.ContainsFunc(c.Known, in) || slices.ContainsFunc(c.Between, func(r [2]float64) bool { return in(r[0]) || in(r[1]) })
}

// may says whether breakpoint j may be in a cut; 0: whether any may.
func (c *constraints) may(j, cut, most int) bool {
	if c == nil || cut == 0 || cut == c.s.size() {
		return true
	}
	if j > 0 {
		_, ok := c.ends(j, cut, noSide)
		return ok
	}
	for j := 1; j <= max(1, min(most, len(c.Between))); j++ {
		if _, ok := c.ends(j, cut, noSide); ok {
			return true
		}
	}
	return false
}

// slope is what that of a piece may be, the first being 0, in units of the samples.
func (c *constraints) slope(piece int) (low, high float64) {
	if c == nil || c.Slopes == nil {
		return math.Inf(-1), math.Inf(1)
	}
	unit := c.s.unitX / c.s.unitY
	return c.Slopes[piece][0] * unit, c.Slopes[piece][1] * unit
}

// numbered says that a slope is limited by a number other than 0.
func (c *constraints) numbered() bool {
	return c.sloped() && slices.ContainsFunc(c.Slopes, func(s [2]float64) bool { return s[0] > 0 || s[1] < 0 })
}

// cone says that multiples of a chain's functions are of the class, and so are constants.
func (c *constraints) cone() bool { return c == nil || c.Through == nil && !c.numbered() }

// misreadSlopes is the samples' reading error with such slopes, and what it takes of the SSE's root (rounding.go).
func (c *constraints) misreadSlopes() (reading, forced float64) {
	s := c.s
	forced = readingError * s.leverage(c.farthest())
	return readingError*s.norm + forced*s.spread + c.misreadPoint(), forced
}

// farthest is the largest size of an input or of the point's.
func (c *constraints) farthest() float64 {
	return max(math.Abs(c.s.x[0]), math.Abs(c.s.x[c.s.size()-1]), math.Abs(c.x))
}

// steepest is the largest size of a piece's slope, where it would be the one given.
func (c *constraints) steepest(slope float64) float64 {
	most := math.Abs(slope)
	for piece := 0; c.sloped() && piece < len(c.Slopes); piece++ {
		most = max(most, math.Abs(c.nearest(slope, piece)))
	}
	return most
}

// turn is what slopes say of the sign of the breakpoint behind a piece: very much, for +, or very little.
func (c *constraints) turn(piece int) float64 {
	if !c.sloped() {
		return 0
	}
	low, high := c.slope(piece)
	next, most := c.slope(piece + 1)
	switch {
	case next >= high:
		return math.Inf(1)
	case most <= low:
		return math.Inf(-1)
	}
	return 0
}

// alone says that only so many breakpoints as may be make sense.
func (c *constraints) alone() bool {
	return c != nil && (len(c.Between) > 1 || c.Known != nil || c.Slopes != nil)
}

// empty says that a known breakpoint has not inputs on both sides of it.
func (c *constraints) empty() bool {
	if c == nil || len(c.Known) == 0 {
		return false
	}
	return c.Known[0] <= c.raw[0] || c.Known[len(c.Known)-1] >= c.raw[len(c.raw)-1]
}

// whole says that chains must have all kinks that they may.
func (c *constraints) whole() bool { return c != nil && c.full }

// sloped says that slopes are limited.
func (c *constraints) sloped() bool { return c != nil && c.Slopes != nil }
