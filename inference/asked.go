package inference

import (
	"math"
	"slices"

	"relucert"
)

// ask shares the slopes that constraints ask for among the line's pieces: what limits hold at one slope is one piece. It marks those
// that were given, or held by a limit.
func (l *Line) ask(slopes []relucert.Slope) {
	begin := l.shared(slopes)
	for i := range begin {
		end := len(slopes)
		if i+1 < len(begin) {
			end = begin[i+1]
		}
		for _, s := range slopes[begin[i]:end] {
			l.asked = append(l.asked, i)
			l.KnownSlopes[i] = l.KnownSlopes[i] || s.Kind == relucert.SlopeIs || s.Kind != relucert.SlopeAny && l.Slopes[i] == 0
		}
	}
}

// shared is the first of the slopes asked for that each piece has, in their order; nil: they do not fit.
func (l *Line) shared(slopes []relucert.Slope) []int {
	pieces, n := len(l.Slopes), len(slopes)
	// next[i][a] is where piece i ends if it begins at a, 0 if it cannot
	next := make([][]int, pieces+1)
	for i := range next {
		next[i] = make([]int, n+1)
	}
	next[pieces][n] = n
	for i := pieces - 1; i >= 0; i-- {
		for a := range slopes {
			for b := a + 1; b <= n && admits(slopes[b-1], l.Slopes[i]); b++ {
				if next[i+1][b] > 0 {
					next[i][a] = b
				}
			}
		}
	}
	var begin []int
	for i, a := 0, 0; i < pieces; i, a = i+1, next[i][a] {
		if next[i][a] == 0 {
			return nil
		}
		begin = append(begin, a)
	}
	return begin
}

// admits says that a slope may be v, but for rounding where it is given.
func admits(s relucert.Slope, v float64) bool {
	switch s.Kind {
	case relucert.SlopeFalls:
		return v <= 0
	case relucert.SlopeRises:
		return v >= 0
	case relucert.SlopeIs:
		given := s.Value.Float64()
		return math.Abs(v-given) <= sameSlope*math.Abs(given)
	}
	return true
}

// sameSlope is what rounding may take of a slope that was given.
const sameSlope = 1e-9

// Piece is the one that has a slope asked for by the constraints, both counted from 0; without any, piece i has slope i.
func (l *Line) Piece(slope int) int {
	if slope < len(l.asked) {
		return l.asked[slope]
	}
	return slope
}

// sameShape says that both have as many breakpoints, between the same of the slopes asked for.
func (l *Line) sameShape(o *Line) bool {
	return len(l.Kinks) == len(o.Kinks) && slices.Equal(l.asked, o.asked)
}
