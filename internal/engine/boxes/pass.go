package boxes

import (
	"relucert/internal/budget"
	"relucert/internal/crew"
	"relucert/internal/linalg"
)

// Lists are added up in blocks, those in chunks, and the chunks in order: any
// number of threads computes the same, and the rounding error grows with about
// 2·blockLength + m/chunkLength instead of m (see newRounding).
const (
	blockLength = 64
	chunkLength = blockLength * blockLength
)

// What a pass takes, in multiplications as budget.Watch counts them, and as fitted to measured times: itself, and for a sample: as such, for a
// unit's coordinate, for a unit's vertex.
const (
	passCost       = 465
	sampleCost     = 1
	coordinateCost = 2.3
	hingeCost      = 1. / 14
)

// costOf is what a pass takes for a sample.
func (t *setting) costOf() int {
	return sampleCost + int(float64(t.units)*(coordinateCost*float64(t.p.N)+hingeCost*float64(t.vertices)))
}

// hand is the scratch of one thread in a pass.
type hand struct {
	phi, slack, scaled []float64
	ends                         // of a block's samples
	dlow, dhigh        []float64 // their derivatives along a line
	pulled             []float64 // a block's samples: ω r, or what is taken off r
	linear, press      []float64 // its pairs with one unit: see bends.pull
	packed             []float64 // its undecided pairs only
	rows               []float64 // whose products with themselves make the Hessian
	square             []float64 // their sum
	zeros              []float64 // a row of them
	states             []state   // a unit
	seen, all, sides   []sides   // a unit
	open               int       // samples undecided for some unit
	_                  [8]uint64
}

func newHands(threads int, of setting) []hand {
	dim, size, units := of.dim(), of.size(), of.units
	hands := make([]hand, threads)
	for h := range hands {
		hands[h] = hand{
			phi: make([]float64, size), slack: make([]float64, units), scaled: make([]float64, of.p.N), zeros: make([]float64, dim+linalg.Tile),
			ends: ends{ofBlock(), ofBlock(), ofBlock(), ofBlock()},
			dlow: ofBlock(), dhigh: ofBlock(), pulled: ofBlock(), linear: ofBlock(), press: ofBlock(),
			states: make([]state, units), seen: make([]sides, units), all: make([]sides, units), sides: make([]sides, units),
		}
	}
	return hands
}

func ofBlock() []float64 { return make([]float64, blockLength) }

// apart keeps two hands' sums out of one another's cache lines.
const apart = 16

// adder adds up what the samples of a list contribute.
type adder struct {
	watch   budget.Watch // ends passes, and counts their work
	crew    *crew.Crew   // who helps with long lists
	hands   []hand       // scratch of each
	work    int          // of a sample, in multiplications, at most
	cost    int          // of a sample in the mean
	partial []float64    // sums of parts of the list, scratch
}

// total adds to sums what the pass makes of a list of m samples: add adds to sums what those from ≤ at < to
// contribute to what the pass is of, with the scratch of the hand. It breaks off when the context ends.
func total[T any](s *adder, of T, m int, sums []float64, add func(of T, hand, from, to int, sums []float64)) {
	s.watch.Look(passCost + m*s.cost)
	if m <= blockLength {
		add(of, 0, 0, m, sums)
		return
	}
	t := tally[T]{s, of, add, m, len(sums), (m + chunkLength - 1) / chunkLength}
	s.partial = resize(s.partial, t.chunks*t.size+len(s.hands)*(t.size+apart))
	if t.chunks == 1 {
		t.chunk(0, 0)
	} else {
		s.crew.Each(t.chunks, t.chunk)
	}
	s.watch.Check()
	for c := range t.chunks {
		linalg.AddScaled(sums, 1, s.partial[c*t.size:][:t.size])
	}
}

// tally is a pass under way over m samples in chunks, with as many sums as size.
type tally[T any] struct {
	*adder
	of              T
	add             func(of T, hand, from, to int, sums []float64)
	m, size, chunks int
}

// chunk leaves the chunk's sums in partial, unless the context ends.
func (t tally[T]) chunk(hand, c int) {
	sums := t.partial[c*t.size:][:t.size]
	block := t.partial[t.chunks*t.size+hand*(t.size+apart)+apart:][:t.size]
	clear(sums)
	watch, work := t.watch.Aside(), blockLength*(t.work+t.size)
	end := min((c+1)*chunkLength, t.m)
	for from := c * chunkLength; from < end; from += blockLength {
		if watch.Over(work) {
			return
		}
		clear(block)
		t.add(t.of, hand, from, min(from+blockLength, end), block)
		linalg.AddScaled(sums, 1, block)
	}
}

// resize gives s length n, its contents to be overwritten.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		s = make([]T, n+n/8)
	}
	return s[:n]
}
