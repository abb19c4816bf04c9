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
	to     [][]wide.Fixed // by the breakpoints so far, and the input before which the last piece ends: the least cost
}

// part is an m - record of such a class.
func (p *kinkProof) part(line int) {
	root := p.nodes[certificate.Branch{}]
	root.line = line
	w := &partings{kinkClass: p.kinkClass, prices: p.prices, stop: p.value}
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
	for b := int(w.kinkClass.least[a]); b <= int(w.most[a]) && w.take(starts, a, b); b++ {
	}
}

// starts are the knots that a piece from an input may begin with.
func (w *partings) starts(a int) (all []*knot) {
	if a == 0 {
		return []*knot{{load: noLoad}}
	}
	for c := 1; c <= w.kinks; c++ {
		if _, _, ok := w.ends(c, a, 0); ok && w.to[c-1][a].Less(w.stop) {
			all = append(all, &knot{c: int32(c), cut: int32(a), load: noLoad, ahead: w.to[c-1][a]})
		}
	}
	return all
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
