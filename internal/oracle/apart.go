package oracle

import (
	"math/big"
	"slices"
)

// Apart asks for lines through groups of neighbouring inputs, which need not meet, exactly and by brute force: all ways to part the inputs,
// and for each breakpoint all places that make a difference.
type Apart struct {
	X, Y, W []*big.Rat // of the rows; W > 0
	Jumps   int        // most breakpoints
	// Any of these makes groups of two different inputs at least, as relucert.Constraints has them.
	MinRows int
	MinSpan *big.Rat      // nil: none
	Between [][2]*big.Rat // nil, one for all breakpoints, or one each
	Known   []*big.Rat    // nil: none
	Slopes  [][2]*big.Rat // nil, or one a piece; a nil end is no limit

	inputs []*big.Rat
	rows   [][]int // of each input
	best   *big.Rat
}

// Least is the least Σω(y − f(x))²; nil: there is no such function.
func (a *Apart) Least() *big.Rat {
	a.inputs, a.rows, a.best = nil, nil, nil
	order := make([]int, len(a.X))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return a.X[i].Cmp(a.X[j]) })
	for _, i := range order {
		if n := len(a.inputs); n == 0 || a.inputs[n-1].Cmp(a.X[i]) != 0 {
			a.inputs, a.rows = append(a.inputs, a.X[i]), append(a.rows, nil)
		}
		last := len(a.rows) - 1
		a.rows[last] = append(a.rows[last], i)
	}
	a.part(0, nil, new(big.Rat))
	return a.best
}

// part adds the piece from an input on, behind breakpoints at these places.
func (a *Apart) part(from int, places []*big.Rat, loss *big.Rat) {
	for to := from + 1; to <= len(a.inputs); to++ {
		if !a.isGroup(from, to) {
			continue
		}
		sum := new(big.Rat).Add(loss, a.loss(from, to, len(places)))
		if to == len(a.inputs) {
			a.offer(places, sum)
			continue
		}
		for _, at := range a.places(len(places), to) {
			if n := len(places); n < a.Jumps && (n == 0 || at.Cmp(places[n-1]) > 0) {
				a.part(to, append(slices.Clone(places), at), sum)
			}
		}
	}
}

// offer is a function with breakpoints at these places.
func (a *Apart) offer(places []*big.Rat, loss *big.Rat) {
	for _, k := range a.Known {
		if !slices.ContainsFunc(places, func(at *big.Rat) bool { return at.Cmp(k) == 0 }) {
			return
		}
	}
	if (a.Slopes == nil || len(places) == a.Jumps) && (a.best == nil || loss.Cmp(a.best) < 0) {
		a.best = loss
	}
}

func (a *Apart) isGroup(from, to int) bool {
	if a.MinRows == 0 && a.MinSpan == nil && a.Between == nil && a.Known == nil && a.Slopes == nil {
		return true
	}
	rows := 0
	for _, own := range a.rows[from:to] {
		rows += len(own)
	}
	span := new(big.Rat).Sub(a.inputs[to-1], a.inputs[from])
	return to-from >= 2 && rows >= a.MinRows && (a.MinSpan == nil || span.Cmp(a.MinSpan) >= 0)
}

// places are the known breakpoints that one before an input may be, behind so many others, and another place.
func (a *Apart) places(behind, to int) (all []*big.Rat) {
	low, high := a.inputs[to-1], a.inputs[to]
	if n := len(a.Between); n > 0 {
		r := a.Between[min(behind, n-1)]
		if r[0].Cmp(low) > 0 {
			low = r[0]
		}
		if r[1].Cmp(high) < 0 {
			high = r[1]
		}
	}
	if low.Cmp(high) > 0 {
		return nil
	}
	for _, k := range a.Known {
		if low.Cmp(k) <= 0 && k.Cmp(high) <= 0 {
			all = append(all, k)
		}
	}
	third := new(big.Rat).Sub(high, low)
	return append(all, third.Add(low, third.Quo(third, big.NewRat(3, 1))))
}

// loss is that of the inputs [from, to) on the best line whose slope the piece may have.
func (a *Apart) loss(from, to, piece int) *big.Rat {
	xx, xy, yy := a.moments(from, to)
	if xx.Sign() == 0 {
		return yy
	}
	slope := new(big.Rat).Quo(xy, xx)
	if a.Slopes != nil {
		if low := a.Slopes[piece][0]; low != nil && slope.Cmp(low) < 0 {
			slope = low
		}
		if high := a.Slopes[piece][1]; high != nil && slope.Cmp(high) > 0 {
			slope = high
		}
	}
	loss := new(big.Rat).Mul(xx, slope)
	loss.Sub(loss, xy).Sub(loss, xy).Mul(loss, slope)
	return loss.Add(loss, yy)
}

// moments are Σω(x−x̄)², Σω(x−x̄)(y−ȳ) and Σω(y−ȳ)² of the inputs [from, to).
func (a *Apart) moments(from, to int) (xx, xy, yy *big.Rat) {
	var w, x, y big.Rat
	rows := slices.Concat(a.rows[from:to]...)
	times := func(p, q *big.Rat) *big.Rat { return new(big.Rat).Mul(p, q) }
	for _, i := range rows {
		w.Add(&w, a.W[i])
		x.Add(&x, times(a.W[i], a.X[i]))
		y.Add(&y, times(a.W[i], a.Y[i]))
	}
	x.Quo(&x, &w)
	y.Quo(&y, &w)
	xx, xy, yy = new(big.Rat), new(big.Rat), new(big.Rat)
	for _, i := range rows {
		dx, dy := new(big.Rat).Sub(a.X[i], &x), new(big.Rat).Sub(a.Y[i], &y)
		xx.Add(xx, times(a.W[i], times(dx, dx)))
		xy.Add(xy, times(a.W[i], times(dx, dy)))
		yy.Add(yy, times(a.W[i], times(dy, dy)))
	}
	return xx, xy, yy
}
