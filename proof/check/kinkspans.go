package check

import (
	"math/bits"

	"relucert/internal/wide"
)

// spans are those of cuts, of one size (FORMAT.md, "Spans").
type spans struct{ inputs, size int }

// count is how many there are.
func (s spans) count() int { return (s.inputs - 2 + s.size) / s.size }

// first and last are a span's cuts. Its inner inputs lie between them.
func (s spans) first(i int) int { return i*s.size + 1 }
func (s spans) last(i int) int  { return min((i+1)*s.size, s.inputs-1) }

// mostInside is how many kinks in a span are told apart: with more its inputs cost nothing.
const mostInside = 6

// innerCosts are what the inner inputs of all spans up to a size cost at least, by how many kinks are in the span.
type innerCosts struct {
	most  int
	sizes [][]wide.Fixed // by the logarithm of the size; of c kinks in span i at i·(most+1) + c; nil: all are 0
}

// newInnerCosts finds them, halves first.
func newInnerCosts(c *kinkClass, prices kinkPrices, size, threads int) *innerCosts {
	in := &innerCosts{most: min(c.kinks, mostInside), sizes: make([][]wide.Fixed, 2)}
	for s := (spans{c.n, 4}); s.size <= size; s.size *= 2 {
		costs := make([]wide.Fixed, s.count()*(in.most+1))
		share(threads, s.count(), func(i int) {
			in.enter(costs[i*(in.most+1):][:in.most+1], len(in.sizes), i)
			costs[i*(in.most+1)], costs[i*(in.most+1)+1] = straight(prices, s.first(i), s.last(i))
		})
		in.sizes = append(in.sizes, costs)
	}
	return in
}

// enter is what two kinks and more leave, from the halves.
func (in *innerCosts) enter(costs []wide.Fixed, level, i int) {
	for c := 2; c < len(costs); c++ {
		costs[c] = infinite
		for a := range c + 1 {
			costs[c] = wide.Min(costs[c], plus(in.of(level-1, 2*i, a), in.of(level-1, 2*i+1, c-a)))
		}
	}
}

// straight is the least cost of inputs [e, f) on one line and on two, apart.
func straight(prices kinkPrices, e, f int) (one, two wide.Fixed) {
	two = infinite
	for h := e; h <= f; h++ {
		two = wide.Min(two, plus(prices.straight(e, h), prices.straight(h, f)))
	}
	return prices.straight(e, f), two
}

// of is the cost with so many kinks in a span, the size of which has a logarithm; 0 if there is no such span.
func (in *innerCosts) of(level, i, kinks int) wide.Fixed {
	if at := i*(in.most+1) + kinks; kinks <= in.most && at < len(in.sizes[level]) {
		return in.sizes[level][at]
	}
	return wide.Fixed{}
}

// in is the same for a size.
func (in *innerCosts) in(size, i, kinks int) wide.Fixed {
	return in.of(bits.TrailingZeros(uint(size)), i, kinks)
}
