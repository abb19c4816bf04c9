package breakpoints

import (
	"context"
	"math"

	"relucert/internal/budget"
)

// sieve is the costs without multipliers of broken lines whose kinks lie in spans of one size, by the number of kinks. Its
// nodes are the start, 0, the open spans from 1 on, and the end.
type sieve struct {
	*dyads
	k        int
	level    int
	spans    []window
	stop     float64
	low, off []int // by node: the least number of kinks of its rows, and where these begin
	// By node, then kinks so far: ahead of a span's inputs, ahead of what is behind them; behind them, behind what is before them.
	arrived, left, behind, before []float64
	beyond, through               []sums  // by node: of the inputs from its last cut, or from its first, to the next node's first
	first, last                   []int32 // by node: the nodes to which a line may matter
	count                         int     // of these lines, at most
}

// window is a span in which the kinks, by number, that are may lie.
type window struct {
	number int
	kinks  []bool
}

func newSieve(ctx context.Context, d *dyads, k, level int, spans []window, stop float64) *sieve {
	s := &sieve{dyads: d, k: k, level: level, spans: spans, stop: stop}
	n := len(spans) + 2
	cells := s.place()
	s.arrived, s.left, s.behind, s.before = infinite(cells), infinite(cells), infinite(cells), infinite(cells)
	s.first, s.last = make([]int32, n), make([]int32, n)
	s.between()
	watch := budget.On(ctx)
	s.left[0] = 0
	for i := range n - 1 {
		s.leave(i)
		watch.Look(s.ahead(i))
	}
	clear(s.row(s.before, n-1))
	for i := n - 2; i >= 0; i-- {
		watch.Look(s.back(i))
		s.precede(i)
		if s.last[i] > 0 {
			s.count += int(s.last[i]-s.first[i]) + 1
		}
	}
	return s
}

// place finds how many kinks there may be at each node, and how much room that takes.
func (s *sieve) place() (cells int) {
	for i := range len(s.spans) + 2 {
		low, high := 0, s.k
		switch {
		case i == 0:
			high = 0
		case i <= len(s.spans):
			open := s.spans[i-1].kinks
			for low = 0; !open[low+1]; low++ {
			}
			for ; !open[high]; high-- {
			}
		}
		s.low, s.off = append(s.low, low), append(s.off, cells)
		cells += high - low + 1
	}
	s.off = append(s.off, cells)
	return cells
}

// between sums up the inputs from node to node.
func (s *sieve) between() {
	s.beyond, s.through = make([]sums, len(s.spans)+1), make([]sums, len(s.spans)+1)
	s.beyond[0] = s.sumsOf(0)
	number := 0
	for i := range s.beyond {
		if i > 0 {
			number = s.spans[i-1].number
			_, last := s.edges(s.level, number)
			s.beyond[i], s.through[i] = s.sumsOf(last), s.sumsIn(s.level, number)
			number++
		}
		end := s.dyads.spans(1 << s.level)
		if i < len(s.spans) {
			end = s.spans[i].number
		}
		for ; number < end; number++ {
			t := s.sumsIn(s.level, number)
			s.beyond[i].add(&t)
			if i > 0 {
				s.through[i].add(&t)
			}
		}
	}
}

func (s *sieve) row(of []float64, i int) []float64 { return of[s.off[i]:s.off[i+1]] }

// total is the least cost of all.
func (s *sieve) total() float64 { return least(s.row(s.arrived, len(s.spans)+1)) }

// inside is the least cost of a node's inner inputs with so many kinks.
func (s *sieve) inside(i, kinks int) float64 { return s.cost(s.level, s.spans[i-1].number, kinks) }

// ways visits how many kinks there may be before a span, in it, and up to it.
func (s *sieve) ways(i int, visit func(before, inside, upTo int)) {
	open := s.spans[i-1].kinks
	for c := s.low[i] + 1; c < len(open); c++ {
		for d := 1; open[c] && d <= c && open[c-d+1]; d++ {
			visit(c-d, d, c)
		}
	}
}

// leave goes on from a span, with a kink or more in it.
func (s *sieve) leave(i int) {
	if i == 0 {
		return
	}
	from, to, low := s.row(s.arrived, i), s.row(s.left, i), s.low[i]
	s.ways(i, func(b, d, c int) { to[c-low] = min(to[c-low], from[b-low]+s.inside(i, d)) })
}

// precede comes to a span.
func (s *sieve) precede(i int) {
	if i == 0 {
		return
	}
	from, to, low := s.row(s.behind, i), s.row(s.before, i), s.low[i]
	s.ways(i, func(b, d, c int) { to[b-low] = min(to[b-low], from[c-low]+s.inside(i, d)) })
}

// finite is where a row's values below a stop begin and end, and the least.
func finite(row []float64, stop float64) (from, to int, most float64) {
	from, most = len(row), math.Inf(1)
	for c, v := range row {
		if v < stop {
			from, to, most = min(from, c), c+1, min(most, v)
		}
	}
	return from, to, most
}

// glance is how many lines may be passed over before it is seen whether longer ones matter.
const glance = 16

// lines visits the lines behind a node that may matter, with the numbers of kinks, from one to below another, that both
// ends may have; it says how much that was.
func (s *sieve) lines(i int, visit func(j, from, to int, r float64)) (effort int) {
	from, to, most := finite(s.row(s.left, i), s.stop)
	t, r := s.beyond[i], 0.0
	for j := i + 1; j < len(s.low) && from < to && r < s.stop-most; j++ {
		if j > i+1 {
			t.add(&s.through[j-1])
		}
		a := max(from+s.low[i], s.low[j])
		b := min(to+s.low[i], s.low[j]+s.off[j+1]-s.off[j])
		if (a < b || (j-i)%glance == 0) && t.xx > 0 {
			r = t.cost()
		}
		if effort += 10; a < b {
			visit(j, a, b, r)
			effort += b - a
		}
	}
	return effort
}

// part is a node's row for some numbers of kinks.
func (s *sieve) part(of []float64, i, from, to int) []float64 {
	at := s.off[i] - s.low[i]
	return of[at+from : at+to]
}

// ahead goes along the lines behind a node.
func (s *sieve) ahead(i int) (effort int) {
	return s.lines(i, func(j, a, b int, r float64) {
		to := s.part(s.arrived, j, a, b)
		for c, v := range s.part(s.left, i, a, b) {
			if v += r; v < to[c] {
				to[c] = v
			}
		}
	})
}

// back finds the costs behind a node, and which lines may matter there.
func (s *sieve) back(i int) (effort int) {
	return s.lines(i, func(j, a, b int, r float64) {
		left, behind := s.part(s.left, i, a, b), s.part(s.behind, i, a, b)
		matters := false
		for c, v := range s.part(s.before, j, a, b) {
			if v += r; v < behind[c] {
				behind[c] = v
			}
			matters = matters || left[c]+v < s.stop
		}
		if matters {
			if s.last[i] == 0 {
				s.first[i] = int32(j)
			}
			s.last[i] = int32(j)
		}
	})
}

// kept is what is left of an open span: of the kinks, by number, that may lie in it; nil: nothing.
func (s *sieve) kept(i int) (kept []bool) {
	from, to, low := s.row(s.arrived, i), s.row(s.behind, i), s.low[i]
	s.ways(i, func(b, d, c int) {
		if from[b-low]+s.inside(i, d)+to[c-low] >= s.stop {
			return
		}
		if kept == nil {
			kept = make([]bool, s.k+1)
		}
		for e := b + 1; e <= c; e++ {
			kept[e] = true
		}
	})
	return kept
}
