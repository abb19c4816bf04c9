package breakpoints

import (
	"context"
	"math"
	"math/bits"

	"relucert/internal/budget"
	"relucert/internal/crew"
)

// A span is a block of cuts: those from iB+1 to (i+1)B that there are, B a power of two. Its inner inputs are those
// between its cuts.

// dyads is what the inputs of all spans of four cuts and more cost at least.
type dyads struct {
	*samples
	most  int // kinks that are told apart
	sizes []dyad
	watch *budget.Watch // of the goroutine that sifts
}

// dyad is that for the spans of one size; costs[i*(most+1)+c] is the least cost of the inner inputs of span i
// on c+1 lines, apart; sums are those of its inputs with the one behind the last cut.
type dyad struct {
	costs []float64
	sums  []sums
}

// mostInside is how many kinks in one span are told apart: more make its inputs cost nothing.
const mostInside = 6

func newDyads(ctx context.Context, s *samples, k, size int, crew *crew.Crew) *dyads {
	watch := budget.On(ctx)
	d := &dyads{samples: s, most: min(k, mostInside), watch: &watch}
	rooms := make([]room, crew.Threads())
	for b := 1; b <= size; b *= 2 {
		n := s.spans(b)
		d.sizes = append(d.sizes, dyad{})
		if b < 4 {
			continue
		}
		d.sizes[level(b)] = dyad{make([]float64, n*(d.most+1)), make([]sums, n)}
		const bunch = 64
		crew.Each((n+bunch-1)/bunch, func(hand, j int) {
			if ctx.Err() != nil {
				return
			}
			for i := j * bunch; i < min(n, (j+1)*bunch); i++ {
				d.enter(len(d.sizes)-1, i, &rooms[hand])
			}
		})
	}
	budget.Check(ctx)
	return d
}

// spans is how many there are of a size.
func (s *samples) spans(size int) int { return (s.size() + size - 2) / size }

// edges are a span's first and last cut.
func (s *samples) edges(level, i int) (first, last int) {
	return i<<level + 1, min((i+1)<<level, s.size()-1)
}

// enter computes span i of a size from its halves.
func (d *dyads) enter(level, i int, r *room) {
	y := &d.sizes[level]
	if y.sums[i] = d.sumsIn(level-1, 2*i); 2*i+1 < d.spans(1<<(level-1)) {
		right := d.sumsIn(level-1, 2*i+1)
		y.sums[i].add(&right)
	}
	first, last := d.edges(level, i)
	costs := y.costs[i*(d.most+1):][:d.most+1]
	costs[0], costs[1] = d.twoLines(first, last, r)
	for c := 2; c <= d.most; c++ {
		costs[c] = math.Inf(1)
		for a := range c + 1 {
			costs[c] = min(costs[c], d.cost(level-1, 2*i, a)+d.cost(level-1, 2*i+1, c-a))
		}
	}
}

// sumsIn are a span's.
func (d *dyads) sumsIn(level, i int) sums {
	if level > 1 {
		return d.sizes[level].sums[i]
	}
	first, last := d.edges(level, i)
	t := d.sumsOf(first)
	if last > first {
		next := d.sumsOf(last)
		t.add(&next)
	}
	return t
}

// cost is the least cost of a span's inner inputs with so many kinks.
func (d *dyads) cost(level, i, kinks int) float64 {
	y := &d.sizes[level]
	if kinks > d.most || i >= len(y.sums) {
		return 0
	}
	return y.costs[i*(d.most+1)+kinks]
}

// room is a worker's memory.
type room struct{ front, back []float64 }

// twoLines is the least costs of one line and of two lines through the inputs [a, b), apart.
func (s *samples) twoLines(a, b int, r *room) (one, two float64) {
	if b < a+3 {
		return 0, 0
	}
	r.front, r.back = s.growing(a, b, 1, r.front[:0]), s.growing(b-1, a-1, -1, r.back[:0])
	two = math.Inf(1)
	for h := range b - a + 1 {
		two = min(two, r.front[h]+r.back[b-a-h])
	}
	return r.front[b-a], two
}

// growing is the least costs of lines through the first 0, 1, … inputs from one on, up or down to another.
func (s *samples) growing(from, to, way int, costs []float64) []float64 {
	t := s.sumsOf(from)
	costs = append(costs, 0, 0)
	for i := from + way; i != to; i += way {
		t.enter(s.x[i], s.y[i], s.w[i])
		costs = append(costs, t.cost())
	}
	return costs
}

// sums are weighted ones of some inputs, about their means, which are given less those of one of the inputs: so they lose nothing where
// inputs are far from 0 and near each other.
type sums struct{ x0, y0, w, x, y, xx, xy, yy float64 }

func (s *samples) sumsOf(input int) sums {
	return sums{x0: s.x[input], y0: s.y[input], w: s.w[input]}
}

// enter adds one more input (Welford 1962).
func (s *sums) enter(x, y, w float64) { s.join(w, (x-s.x0)-s.x, (y-s.y0)-s.y) }

// join adds a weight at a distance from the means.
func (s *sums) join(w, dx, dy float64) {
	share := w / (s.w + w)
	t := s.w * share
	s.w += w
	s.x += share * dx
	s.y += share * dy
	s.xx += t * dx * dx
	s.xy += t * dx * dy
	s.yy += t * dy * dy
}

// add enters those of other inputs (Chan, Golub, LeVeque 1979).
func (s *sums) add(o *sums) {
	s.join(o.w, (o.x0-s.x0)+(o.x-s.x), (o.y0-s.y0)+(o.y-s.y))
	s.xx += o.xx
	s.xy += o.xy
	s.yy += o.yy
}

// cost is the least of a line; of two inputs it is rounding.
func (s *sums) cost() float64 { return max(0, s.yy-s.xy*s.xy/s.xx) }

// level is the logarithm of a size.
func level(size int) int { return bits.TrailingZeros(uint(size)) }
