package network

import (
	"math"
	"slices"
)

// Piece is a stretch of a one-feature network on which f is one line:
// f(x) = Slope·x + Intercept for From ≤ x ≤ To.
type Piece struct {
	From, To         float64 // -Inf and +Inf at the ends
	Slope, Intercept float64
}

// Breakpoints are the places, ascending, at which the slope of a one-feature
// network changes, or where it jumps. It is nil for any other number of features.
func (n *Network) Breakpoints() (breakpoints []float64) {
	if len(n.Output.Weights) != 1 {
		return nil
	}
	for i := range n.Jumps {
		breakpoints = append(breakpoints, n.Jumps[i].At)
	}
	turns := make(map[float64]*sum) // slope behind minus slope before
	for j := range n.Units {
		u := &n.Units[j]
		at := u.kink()
		if infinite(at) {
			continue
		}
		if turns[at] == nil {
			turns[at] = new(sum)
		}
		turns[at].add(u.signed(math.Abs(u.Weights[0])))
	}
	for at, turn := range turns {
		if turn.value() != 0 {
			breakpoints = append(breakpoints, at)
		}
	}
	slices.Sort(breakpoints)
	return breakpoints
}

// Pieces are the lines of a one-feature network from left to right, one more
// than there are breakpoints; nil for any other number of features.
func (n *Network) Pieces() []Piece {
	if len(n.Output.Weights) != 1 {
		return nil
	}
	if len(n.Jumps) > 0 {
		return n.broken()
	}
	var pieces []Piece
	from := math.Inf(-1)
	for _, to := range append(n.Breakpoints(), math.Inf(1)) {
		pieces = append(pieces, n.piece(from, to))
		from = to
	}
	return pieces
}

// line is the part alone, everywhere.
func (o *Output) line() Piece {
	return Piece{From: math.Inf(-1), To: math.Inf(1), Slope: o.Weights[0], Intercept: o.Bias}
}

// On says whether x is on piece i of these. At a breakpoint it is on the piece to its left; at a jump, on that of the nearer sample.
func (n *Network) On(pieces []Piece, i int, x float64) bool {
	if len(n.Jumps) == 0 {
		return pieces[i].From < x && x <= pieces[i].To
	}
	return (i == 0 || n.Jumps[i-1].behind(x)) && (i == len(n.Jumps) || !n.Jumps[i].behind(x))
}

// piece adds up the units that are active just to the right of from. (Not those
// active all the way to the next breakpoint: kinks that cancel may lie between.)
func (n *Network) piece(from, to float64) Piece {
	var slope, intercept sum
	slope.add(n.Output.Weights[0])
	intercept.add(n.Output.Bias)
	for j := range n.Units {
		u := &n.Units[j]
		if u.activeAfter(from) {
			slope.add(u.signed(u.Weights[0]))
			intercept.add(u.signed(u.Bias))
		}
	}
	return Piece{From: from, To: to, Slope: slope.value(), Intercept: intercept.value()}
}

// kink is where a one-feature unit turns, NaN when it is constant. It is infinite
// when a tiny weight puts it beyond the doubles.
func (u *Unit) kink() float64 {
	if u.Weights[0] == 0 {
		return math.NaN()
	}
	return -u.Bias/u.Weights[0] + 0 // + 0 turns -0 into 0
}

func (u *Unit) activeAfter(x float64) bool {
	switch w := u.Weights[0]; {
	case w > 0:
		return u.kink() <= x
	case w < 0:
		return u.kink() > x
	}
	return u.Bias > 0
}
