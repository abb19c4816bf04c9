package check

import (
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// partings are the ways to part the inputs into lines that need not meet, in a class with constraints (FORMAT.md, "Jumps").
type partings struct {
	*kinkClass
	prices kinkPrices
	stop   wide.Fixed     // what costs so much is of no interest
	left   *sieve         // where breakpoints are open; nil: anywhere
	to     [][]wide.Fixed // by the breakpoints so far, and the input before which the last piece ends: the least cost
}

// part is an m - record of such a class. Where breakpoints are not open without the constraints, none costs less than the cutoff with them.
func (p *kinkProof) part(line int) {
	root := p.nodes[certificate.Branch{}]
	root.line = line
	w := &partings{kinkClass: p.kinkClass, prices: p.prices, stop: p.value, left: p.sieve}
	p.raise(root, w.cheapest())
}

// cheapest is the least cost of all of them, if that is of interest.
func (w *partings) cheapest() wide.Fixed {
	if w.isEmpty() {
		return infinite
	}
	for range w.kinks + 1 {
		row := make([]wide.Fixed, w.n+1)
		fill(row, infinite)
		w.to = append(w.to, row)
	}
	for a := range w.n {
		w.goOn(a)
	}
	least := w.to[w.kinks][w.n]
	for c := 0; c < w.kinks && w.slopes == nil; c++ {
		least = wide.Min(least, w.to[c][w.n])
	}
	return least
}

// goOn takes the pieces that begin at an input. One costs no less if it is longer.
func (w *partings) goOn(a int) {
	starts := w.starts(a)
	for b := int(w.kinkClass.least[a]); b <= int(w.most[a]) && len(starts) > 0; b++ {
		if w.isEnd(b) && !w.take(starts, a, b) {
			return
		}
	}
}

// isEnd says whether a piece may end before an input: that of a cut where any breakpoint is open.
func (w *partings) isEnd(b int) bool { return b == w.n || w.left == nil || w.left.at[b-1] >= 0 }

// starts are the knots that a piece from an input may begin with.
func (w *partings) starts(a int) (all []*knot) {
	if a == 0 {
		return []*knot{{load: noLoad}}
	}
	for c := 1; c <= w.kinks; c++ {
		if w.isOpen(c, a) && w.to[c-1][a].Less(w.stop) {
			all = append(all, &knot{c: int32(c), cut: int32(a), load: noLoad, ahead: w.to[c-1][a]})
		}
	}
	return all
}

// isOpen says whether breakpoint c may be in a cut.
func (w *partings) isOpen(c, cut int) bool {
	if w.left != nil && !w.left.allows(c, 0, cut, 0) {
		return false
	}
	_, _, ok := w.ends(c, cut, 0)
	return ok
}

// take enters a piece of inputs [a, b); false if it is of no interest.
func (w *partings) take(starts []*knot, a, b int) (matters bool) {
	end := &knot{cut: int32(b), load: noLoad}
	var price wide.Fixed
	for i, u := range starts {
		if i == 0 || w.slopes != nil {
			price = w.prices.line(u, end)
		}
		cost := plus(u.ahead, price)
		w.to[u.c][b] = wide.Min(w.to[u.c][b], cost)
		matters = matters || cost.Less(w.stop)
	}
	return matters
}
