package boxes

import (
	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// A pass adds to sums what samples from ≤ at < to of the list contribute. Hand
// says whose scratch to use.
type pass func(s *relaxation, hand, from, to int, sums []float64)

// Lists are added up in blocks, those in chunks, and the chunks in order: any
// number of threads computes the same, and the rounding error grows with about
// 2·blockLength + m/chunkLength instead of m (see newRounding).
const (
	blockLength = 64
	chunkLength = blockLength * blockLength
)

// hand is the scratch of one thread in a pass.
type hand struct {
	phi, column, slack []float64
	seen, all, sides   []sides // a unit
	_                  [8]uint64
}

func newHands(threads, units, dim, size int) []hand {
	hands := make([]hand, threads)
	for h := range hands {
		hands[h] = hand{
			phi: make([]float64, size), column: make([]float64, dim), slack: make([]float64, units),
			seen: make([]sides, units), all: make([]sides, units), sides: make([]sides, units),
		}
	}
	return hands
}

// apart keeps two hands' sums out of one another's cache lines.
const apart = 16

// total adds to sums what the pass makes of a list of m samples. It breaks off
// when the context ends.
func (s *relaxation) total(m int, sums []float64, add pass) {
	if m <= blockLength {
		add(s, 0, 0, m, sums)
		return
	}
	t := tally{s, add, m, len(sums), (m + chunkLength - 1) / chunkLength}
	s.partial = resize(s.partial, t.chunks*t.size+len(s.hands)*(t.size+apart))
	if t.chunks == 1 {
		t.chunk(0, 0)
	} else {
		s.crew.Each(t.chunks, t.chunk)
	}
	budget.Check(s.ctx)
	for c := range t.chunks {
		linalg.AddScaled(sums, 1, s.partial[c*t.size:][:t.size])
	}
}

// tally is a pass under way over m samples in chunks, with as many sums as size.
type tally struct {
	*relaxation
	add             pass
	m, size, chunks int
}

// chunk leaves the chunk's sums in partial, unless the context ends.
func (t tally) chunk(hand, c int) {
	sums := t.partial[c*t.size:][:t.size]
	block := t.partial[t.chunks*t.size+hand*(t.size+apart)+apart:][:t.size]
	clear(sums)
	watch, work := budget.On(t.ctx), blockLength*(t.units*t.vertices+t.size)
	end := min((c+1)*chunkLength, t.m)
	for from := c * chunkLength; from < end; from += blockLength {
		if watch.Over(work) {
			return
		}
		clear(block)
		t.add(t.relaxation, hand, from, min(from+blockLength, end), block)
		linalg.AddScaled(sums, 1, block)
	}
}
