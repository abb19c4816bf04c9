package breakpoints

import (
	"math"
	"slices"
	"sort"
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
	stretches                     [][]stretch           // of the open spans
	beyond, through               []sums                // by node: of the inputs from its last cut, or from its first, to the next node's first
	hinges                        map[int][kinds]*hinge // by span, of the last look if it raised the bound
	more                          []float64             // of price
	first, last                   []int32               // by node: the nearest and the farthest to which a line may matter
}

// window is a span in which the kinks, by number, that are may lie.
type window struct {
	number int
	kinks  []bool
}

func newSieve(d *dyads, k, level int, spans []window, stop float64) *sieve {
	s := &sieve{dyads: d, k: k, level: level, spans: spans, stop: stop}
	watch, n := d.watch, len(spans)+2
	s.prepare()
	cells := s.off[n]
	s.arrived, s.left, s.behind, s.before = infinite(cells), infinite(cells), infinite(cells), infinite(cells)
	s.first, s.last = make([]int32, n), make([]int32, n)
	s.left[0] = 0
	for i := range n - 1 {
		s.leave(i)
		watch.Look(s.ahead(i) + s.width(i)*mostInside)
	}
	clear(s.row(s.before, n-1))
	for i := n - 2; i >= 0; i-- {
		watch.Look(s.back(i) + s.width(i)*mostInside)
		s.precede(i)
	}
	return s
}

// width is how many numbers of kinks a node has.
func (s *sieve) width(i int) int { return s.off[i+1] - s.off[i] }

// place finds how many kinks there may be at each node, and where its rows begin.
func (s *sieve) place() {
	cells := 0
	for i := range len(s.spans) + 2 {
		s.watch.Look(s.k)
		low, high := 0, s.k
		switch {
		case i == 0:
			high = 0
		case i > len(s.spans) && s.asked.whole():
			low = s.k
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
}

// adding sums to sums takes as long as so many multiplications.
const adding = 20

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
			s.watch.Look(adding)
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

// stretch is open kinks in a row, by number, in a node's span: it begins with so many kinks before it, and ends with so many.
type stretch struct{ from, to int }

// stretches are a span's, ascending.
func (w window) stretches() (all []stretch) {
	for c := 1; c < len(w.kinks); c++ {
		switch {
		case w.kinks[c] && w.kinks[c-1] && len(all) > 0:
			all[len(all)-1].to = c
		case w.kinks[c]:
			all = append(all, stretch{c - 1, c})
		}
	}
	return all
}

// leave goes on from a span, with a kink or more in it.
func (s *sieve) leave(i int) {
	if i == 0 {
		return
	}
	for _, r := range s.stretches[i-1] {
		from, to := s.part(s.arrived, i, r.from, r.to+1), s.part(s.left, i, r.from, r.to+1)
		free := math.Inf(1) // with more kinks than are told apart
		for c := 1; c < len(to); c++ {
			if c > mostInside {
				free = min(free, from[c-mostInside-1])
			}
			to[c] = free
			for d := 1; d <= min(c, mostInside); d++ {
				to[c] = min(to[c], from[c-d]+s.inside(i, d))
			}
		}
	}
}

// precede comes to a span.
func (s *sieve) precede(i int) {
	if i == 0 {
		return
	}
	for _, r := range s.stretches[i-1] {
		from, to := s.part(s.behind, i, r.from, r.to+1), s.part(s.before, i, r.from, r.to+1)
		free := math.Inf(1)
		for b := len(to) - 2; b >= 0; b-- {
			if c := b + mostInside + 1; c < len(to) {
				free = min(free, from[c])
			}
			to[b] = free
			for d := 1; d <= min(len(to)-1-b, mostInside); d++ {
				to[b] = min(to[b], from[b+d]+s.inside(i, d))
			}
		}
	}
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

// visit visits the lines behind a node that may matter, with the numbers of kinks, from one to below another, that both
// ends may have. What is to be visited is asked with the cost of a shorter line. It says how much that was.
func (s *sieve) visit(i int, asks func(j, from, to int, p price) bool, line func(j, from, to int, p price)) (effort int) {
	from, to, most := finite(s.row(s.left, i), s.stop)
	t, r := s.beyond[i], 0.0
	for j := i + 1; j < len(s.low) && from < to && r < s.stop-most && !s.crossed(i, j); j++ {
		if j > i+1 {
			t.add(&s.through[j-1])
		}
		a := max(from+s.low[i], s.low[j])
		b := min(to+s.low[i], s.low[j]+s.off[j+1]-s.off[j])
		asked := a < b && asks(j, a, b, price{least: r})
		if (asked || (j-i)%glance == 0) && t.xx > 0 {
			r = t.cost()
		}
		if effort += 10 + max(0, b-a); asked {
			line(j, a, b, s.price(&t, r, i, j, a, b))
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
	improves := func(j, a, b int, p price) bool {
		to := s.part(s.arrived, j, a, b)
		for c, v := range s.part(s.left, i, a, b) {
			if v+p.of(c) < to[c] {
				return true
			}
		}
		return false
	}
	return s.visit(i, improves, func(j, a, b int, p price) {
		to := s.part(s.arrived, j, a, b)
		for c, v := range s.part(s.left, i, a, b) {
			to[c] = min(to[c], v+p.of(c))
		}
	})
}

// back finds the costs behind a node, and which lines may matter there.
func (s *sieve) back(i int) (effort int) {
	matters := func(j, a, b int, p price) bool {
		left := s.part(s.left, i, a, b)
		for c, v := range s.part(s.before, j, a, b) {
			if left[c]+v+p.of(c) < s.stop {
				return true
			}
		}
		return false
	}
	return s.visit(i, matters, func(j, a, b int, p price) {
		behind := s.part(s.behind, i, a, b)
		for c, v := range s.part(s.before, j, a, b) {
			behind[c] = min(behind[c], v+p.of(c))
		}
		if matters(j, a, b, p) {
			if s.last[i] == 0 {
				s.first[i] = int32(j)
			}
			s.last[i] = int32(j)
		}
	})
}

// kept is what is left of an open span: of the kinks, by number, that may lie in it; nil: nothing.
func (s *sieve) kept(i int) (kept []bool) {
	s.watch.Look(s.k + s.width(i)*mostInside)
	change := make([]int, s.k+2) // in how many ways a kink is there, from one number to the next
	any := false
	for _, r := range s.stretches[i-1] {
		from, to := s.part(s.arrived, i, r.from, r.to+1), s.part(s.behind, i, r.from, r.to+1)
		least := runningLeast(from)
		for c := 1; c < len(to); c++ {
			if b := s.fewest(i, c, from, least, s.stop-to[c]); b < c {
				change[r.from+b+1]++
				change[r.from+c+1]--
				any = true
			}
		}
	}
	if !any {
		return nil
	}
	ways := 0
	for c := range s.k + 1 {
		ways += change[c]
		kept = append(kept, ways > 0)
	}
	return kept
}

// fewest is the least number of kinks, counted from the stretch's first, with which a span can be come to for less than a price to leave it
// with c of them; c: there is none. least is the running least of the costs to come to it.
func (s *sieve) fewest(i, c int, from, least []float64, price float64) int {
	if n := c - mostInside; n > 0 && least[n-1] < price {
		return sort.Search(n-1, func(b int) bool { return least[b] < price })
	}
	for b := max(0, c-mostInside); b < c; b++ {
		if from[b]+s.inside(i, c-b) < price {
			return b
		}
	}
	return c
}

func runningLeast(row []float64) []float64 {
	least := slices.Clone(row)
	for i := 1; i < len(least); i++ {
		least[i] = min(least[i], least[i-1])
	}
	return least
}
