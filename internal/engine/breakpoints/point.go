package breakpoints

import (
	"math"

	"relucert/internal/budget"
)

// side is on which side of the point that the curve goes through a breakpoint lies, where both are strictly between the same inputs.
// The point is then on the piece behind the breakpoint, or on that before it.
type side int8

const (
	noSide side = iota
	beforePoint
	behindPoint
)

// What there is to choose from.
var oneSide, bothSides = []side{noSide}, []side{beforePoint, behindPoint}

// mark is that of a certificate.
func (s side) mark() byte { return [...]byte{noSide: 0, beforePoint: '<', behindPoint: '>'}[s] }

// point is one that the curve goes through.
type point struct {
	gap   int     // the cut that it lies strictly in; 0: none
	x, y  float64 // as the samples have them, y about y0
	exact bool    // so are all inputs and x
}

func (c *constraints) through(x, y float64) point {
	s := c.s
	p := point{x: x / s.unitX, y: y/s.unitY - s.y0}
	var n [1]float64
	if p.exact = s.perX > 0 && wholeAt([]float64{x}, s.perX, n[:], new(budget.Watch)); p.exact {
		p.x = n[0] / s.wholeX
	}
	for h := 1; h < len(c.raw); h++ {
		if c.raw[h-1] < x && x < c.raw[h] {
			p.gap = h
		}
	}
	return p
}

// sides are those of a breakpoint in a cut.
func (c *constraints) sides(cut int) []side {
	if c == nil || c.gap == 0 || cut != c.gap {
		return oneSide
	}
	return bothSides
}

// holds says whether the point is on the piece of the inputs [a, b) wherever the breakpoints beside it are.
func (c *constraints) holds(a, b int) bool {
	if c == nil || c.Through == nil {
		return false
	}
	x := c.Through[0]
	return (a == 0 || c.raw[a] <= x) && (b == len(c.raw) || x <= c.raw[b-1])
}

// beside says whether it is with breakpoints on these sides of it.
func (c *constraints) beside(a, b int, left, right side) bool {
	return left == beforePoint || right == behindPoint || c.holds(a, b)
}

// line is the piece of the inputs [a, b) between breakpoints on these sides.
func (s *samples) line(a, b int, left, right side) fit {
	f := s.fit(a, b)
	if !s.asked.beside(a, b, left, right) {
		return f
	}
	return s.asked.bind(f, s.asked.x-s.x[a]-f.left)
}

// misread is the samples' reading error with the point (rounding.go).
func (c *constraints) misread() float64 {
	s := c.s
	labels := readingError*s.norm + c.misreadPoint()
	if c.exact {
		return labels
	}
	return labels + readingError*(2*s.spread+c.height())*s.leverage(c.farthest())
}

// height is how far the point is from the labels' mean, as if all samples were.
func (c *constraints) height() float64 { return math.Sqrt(c.s.prefix[c.s.size()].w.Hi) * math.Abs(c.y) }

// misreadPoint is what reading the point's value may change.
func (c *constraints) misreadPoint() float64 { return readingError * c.height() }

// blur is what rounding may hide of a cost because of the point: of the miss, each 2^-52 of its parts, of which the slope's has a
// factor √(A W/A') ≤ √A/far, and √A·slope is at most the spread.
func (c *constraints) blur(cost float64) float64 {
	if c == nil || c.Through == nil {
		return 0
	}
	size := c.s.spread + c.s.norm + math.Abs(c.y)*math.Sqrt(c.s.prefix[c.s.size()].w.Hi)
	return costError * math.Sqrt(max(0, cost)) * size
}

// bind makes a fit that of the lines through the point, which is so far behind x̄. They have one value there, so perW is 0, and the
// sums are about the point: A' = A + W·far².
func (p *point) bind(f fit, far float64) fit {
	w, spread := 1/f.perW, 1/f.perA
	wide := spread + w*far*far
	miss := p.y - f.y - f.slope*far
	return fit{
		r: f.r + miss*(w/wide)*spread*miss, y: p.y, slope: f.slope*(spread/wide) + far*(w/wide)*(p.y-f.y), perA: 1 / wide,
		left: f.left + far, right: f.right - far,
	}
}

// detour is what going through the point costs a line from input a on more, at least; t is its inputs' sums.
func (c *constraints) detour(a int, t *sums) float64 {
	far, y := c.x-c.s.x[a]-t.x, c.y-c.s.y[a]-t.y
	size := math.Abs(c.y) + math.Abs(c.s.y[a]) + math.Abs(t.y) + math.Sqrt(t.yy/t.xx)*math.Abs(far)
	miss := math.Abs(y-t.xy/t.xx*far) - c.lost()*size
	if miss <= 0 {
		return 0
	}
	return miss * (t.w / (t.xx + t.w*far*far)) * t.xx * miss
}
