package check

import (
	"slices"
	"sort"
	"sync"

	"relucert/internal/wide"
)

// ways are those from start to end through the spans with open kinks. Their nodes are the start, 0, those spans from 1 on, and the
// end. A node has a row of costs, one for each number of kinks from its lowest on.
type ways struct {
	*sieve
	prices  kinkPrices
	stop    wide.Fixed // what costs so much is of no interest
	lowest  []int
	to, on  [][]wide.Fixed // to A of a node, and on from its Z; of the end to it, and of the start on from it
	stretch [][][2]int     // by node: the first and the last of open kinks in a row
}

func newWays(s *sieve, prices kinkPrices, stop wide.Fixed) *ways {
	w := &ways{sieve: s, prices: prices, stop: stop, stretch: make([][][2]int, len(s.left)+2)}
	for i := range s.left {
		w.stretch[i+1] = stretches(s.left[i].open)
	}
	w.to, w.on = w.rows(), w.rows()
	var other sync.WaitGroup
	other.Go(func() { w.walk(w.to, false) })
	w.walk(w.on, true)
	other.Wait()
	return w
}

// stretches are the numbers of open kinks in a row, from the first to the last.
func stretches(open []bool) (all [][2]int) {
	for c, is := range open {
		switch {
		case is && !open[c-1]:
			all = append(all, [2]int{c, c})
		case is:
			all[len(all)-1][1] = c
		}
	}
	return all
}

func (w *ways) rows() (rows [][]wide.Fixed) {
	w.lowest = w.lowest[:0]
	for i, s := range w.stretch {
		low, high := 0, w.kinks
		switch {
		case i == 0:
			high = 0
		case i < len(w.stretch)-1:
			low, high = s[0][0]-1, s[len(s)-1][1]
		}
		w.lowest = append(w.lowest, low)
		rows = append(rows, slices.Repeat([]wide.Fixed{infinite}, high-low+1))
	}
	return rows
}

// walk goes through all nodes, from start to end or backwards.
func (w *ways) walk(rows [][]wide.Fixed, backwards bool) {
	last := len(rows) - 1
	for t := range last {
		i := t
		if backwards {
			i = last - t
		}
		out := make([]wide.Fixed, len(rows[i])) // of the start or the end: 0
		if i > 0 && i < last {
			w.pass(out, rows[i], i, backwards)
		}
		w.lines(i, out, rows, backwards)
	}
}

// pass is the costs behind a span, or backwards before it: with one kink or more in it.
func (w *ways) pass(out, in []wide.Fixed, i int, backwards bool) {
	fill(out, infinite)
	for _, s := range w.stretch[i] {
		at := func(q int) int { return s[0] - 1 + q - w.lowest[i] }
		if backwards {
			at = func(q int) int { return s[1] - q - w.lowest[i] }
		}
		free := infinite // of what has more kinks than are told apart
		for q := 1; q <= s[1]-s[0]+1; q++ {
			if q > mostInside {
				free = wide.Min(free, in[at(q-mostInside-1)])
			}
			out[at(q)] = free
			for d := 1; d <= min(q, mostInside); d++ {
				out[at(q)] = wide.Min(out[at(q)], plus(in[at(q-d)], w.inside(i, d)))
			}
		}
	}
}

func fill(row []wide.Fixed, v wide.Fixed) {
	for i := range row {
		row[i] = v
	}
}

// inside is what a node's inner inputs cost with so many kinks.
func (w *ways) inside(i, kinks int) wide.Fixed {
	return w.inner.in(w.size, w.left[i-1].span, kinks)
}

// glance is how many nodes may be passed over before it is seen whether a line is too dear.
const glance = 16

// lines goes from a node along all lines that may matter: those to farther nodes cost more.
func (w *ways) lines(i int, out []wide.Fixed, rows [][]wide.Fixed, backwards bool) {
	step, end := 1, len(rows)
	if backwards {
		step, end = -1, -1
	}
	from, to, least := worthwhile(out, w.stop)
	if from == to {
		return
	}
	for j := i + step; j != end; j += step {
		a := max(from+w.lowest[i], w.lowest[j])
		b := min(to+w.lowest[i], w.lowest[j]+len(rows[j]))
		if a >= b && (j-i)%glance != 0 {
			continue
		}
		r := w.line(min(i, j), max(i, j))
		if !plus(r, least).Less(w.stop) {
			return
		}
		for c := a; c < b; c++ {
			row := rows[j]
			row[c-w.lowest[j]] = wide.Min(row[c-w.lowest[j]], plus(out[c-w.lowest[i]], r))
		}
	}
}

// worthwhile is where a row's values below a stop begin and end, and the least.
func worthwhile(row []wide.Fixed, stop wide.Fixed) (from, to int, least wide.Fixed) {
	from, least = len(row), infinite
	for c, v := range row {
		if v.Less(stop) {
			from, to, least = min(from, c), c+1, wide.Min(least, v)
		}
	}
	return min(from, to), to, least
}

// line is the cost of the inputs between two nodes.
func (w *ways) line(i, j int) wide.Fixed {
	a, b := 0, w.n
	if i > 0 {
		a = w.last(w.left[i-1].span)
	}
	if j <= len(w.left) {
		b = w.first(w.left[j-1].span)
	}
	return w.prices.straight(a, b)
}

// shortest is the least cost of all ways, if that is of interest.
func (w *ways) shortest() wide.Fixed {
	_, _, least := worthwhile(w.to[len(w.to)-1], infinite)
	return least
}

// stillOpen says which kinks a way of interest has in a span.
func (w *ways) stillOpen(i int) []bool {
	open := make([]bool, w.kinks+1)
	for _, s := range w.stretch[i] {
		to := w.to[i][s[0]-1-w.lowest[i]:]
		least := runningLeast(to[:s[1]-s[0]+2])
		for c := s[0]; c <= s[1]; c++ {
			for e := w.fewestBefore(i, s[0]-1, c, to, least) + 1; e <= c; e++ {
				open[e] = true
			}
		}
	}
	return open
}

func runningLeast(row []wide.Fixed) (least []wide.Fixed) {
	v := infinite
	for _, r := range row {
		v = wide.Min(v, r)
		least = append(least, v)
	}
	return least
}

// fewestBefore is the least number of kinks before a span, from one on, with which a way of interest has c up to its end; c: none has. to and
// least are costs up to the span, and their running least, from that number on.
func (w *ways) fewestBefore(i, from, c int, to, least []wide.Fixed) int {
	rest := w.on[i][c-w.lowest[i]]
	matters := func(v wide.Fixed) bool { return plus(v, rest).Less(w.stop) }
	if most := c - mostInside - from; most > 0 {
		if b := sort.Search(most, func(b int) bool { return matters(least[b]) }); b < most {
			return from + b
		}
	}
	for b := max(from, c-mostInside); b < c; b++ {
		if matters(plus(to[b-from], w.inside(i, c-b))) {
			return b
		}
	}
	return c
}
