package check

import (
	"slices"
	"sort"

	"relucert/internal/wide"
)

// ways are those from start to end through the spans with open kinks. Their nodes are the start, 0, those spans from 1 on, and the
// end. A node has a row of costs, one for each number of kinks from its lowest on.
type ways struct {
	*kinkClass
	spans
	inner   *innerCosts
	windows []window
	prices  kinkPrices
	stop    wide.Fixed // what costs so much is of no interest
	lowest  []int
	width   []int          // of rows
	to, on  [][]wide.Fixed // to A of a node, and on from its Z; of the end to it, and of the start on from it
	came    [][]wide.Fixed // to Z of a node, once to is known
	stretch [][][2]int     // by node: the first and the last of open kinks in a row
}

// bareWays are those without their costs.
func bareWays(s *sieve, prices kinkPrices, stop wide.Fixed) *ways {
	w := &ways{kinkClass: s.kinkClass, spans: s.spans, inner: s.inner, windows: s.left, prices: prices, stop: stop, stretch: make([][][2]int, len(s.left)+2)}
	for i := range s.left {
		w.stretch[i+1] = stretches(s.left[i].open)
	}
	return w
}

func newWays(s *sieve, prices kinkPrices, stop wide.Fixed) *ways {
	w := bareWays(s, prices, stop)
	w.to, w.on = w.rows(), w.rows()
	w.walk(w.to, false)
	w.came = w.behind(false)
	w.walk(w.on, true)
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
	w.lowest, w.width = w.lowest[:0], w.width[:0]
	for i, s := range w.stretch {
		low, high := 0, w.kinks
		switch {
		case i == 0:
			high = 0
		case i < len(w.stretch)-1:
			low, high = s[0][0]-1, s[len(s)-1][1]
		case w.slopes != nil:
			low = w.kinks
		}
		w.lowest, w.width = append(w.lowest, low), append(w.width, high-low+1)
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
		w.lines(i, w.passed(rows, i, backwards), rows, backwards)
	}
}

// passed is the row behind a node, or backwards before it; of the start or the end it is 0.
func (w *ways) passed(rows [][]wide.Fixed, i int, backwards bool) []wide.Fixed {
	out := make([]wide.Fixed, len(rows[i]))
	if i > 0 && i < len(rows)-1 {
		w.pass(out, rows[i], i, backwards)
	}
	return out
}

// behind is the rows behind all nodes, or backwards before them.
func (w *ways) behind(backwards bool) (rows [][]wide.Fixed) {
	of := w.to
	if backwards {
		of = w.on
	}
	for i := range of {
		rows = append(rows, w.passed(of, i, backwards))
	}
	return rows
}

// at is a cost of rows for a number of kinks.
func (w *ways) at(rows [][]wide.Fixed, i int32, kinks int32) wide.Fixed {
	if c := int(kinks) - w.lowest[i]; c >= 0 && c < len(rows[i]) {
		return rows[i][c]
	}
	return infinite
}

// nodes is a cut's node, the spans having one cut each.
func (w *ways) nodes() []int32 {
	of := make([]int32, w.n+1)
	for i, v := range w.windows {
		of[w.first(v.span)] = int32(i + 1)
	}
	of[w.n] = int32(len(w.stretch) - 1)
	return of
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
	return w.inner.in(w.size, w.windows[i-1].span, kinks)
}

// glance is how many nodes may be passed over before it is seen whether a line is too dear.
const glance = 16

// lines goes from a node along all lines that may matter. Those to farther nodes cost more, so a line is not looked at that would not
// help at the cost of a shorter one.
func (w *ways) lines(i int, out []wide.Fixed, rows [][]wide.Fixed, backwards bool) {
	step, end := 1, len(rows)
	if backwards {
		step, end = -1, -1
	}
	from, to, least := worthwhile(out, w.stop)
	r := wide.Fixed{}
	for j := i + step; j != end && from < to && !w.crossed(min(i, j), max(i, j)); j += step {
		low, high := w.common(i, j, from, to)
		v, row := w.part(out, i, low, high), w.part(rows[j], j, low, high)
		if !(helps(v, r, row) && (!backwards || w.matters(v, r, w.part(w.came[j], j, low, high)))) && (j-i)%glance != 0 {
			continue
		}
		if r = w.line(min(i, j), max(i, j)); !plus(r, least).Less(w.stop) {
			return
		}
		for c := range v {
			row[c] = wide.Min(row[c], plus(v[c], w.constrained(min(i, j), max(i, j), low+c, r)))
		}
	}
}

// constrained is the cost of the inputs between two nodes with so many kinks before them: what they cost on any line, or more in a parted class
// that asks more of that piece.
func (w *ways) constrained(i, j, kinks int, straight wide.Fixed) wide.Fixed {
	a, b := w.inputsBetween(i, j)
	if b-a < 3 || w.slopes == nil && !w.isBound(a, b, 0, 0) {
		return straight
	}
	line := w.prices.line(&knot{cut: int32(a), c: int32(kinks), load: noLoad}, &knot{cut: int32(b), load: noLoad})
	return w.besides(line, a, b)
}

// crossed says that the inputs between two nodes lie on both sides of a known kink.
func (w *ways) crossed(i, j int) bool {
	a, b := w.inputsBetween(i, j)
	return a < b && b > int(w.most[a])
}

// common is which numbers of kinks the rows of two nodes share, of the first one those in a part of its row; low is high: none.
func (w *ways) common(i, j, from, to int) (low, high int) {
	low, high = max(from+w.lowest[i], w.lowest[j]), min(to+w.lowest[i], w.lowest[j]+w.width[j])
	if low >= high {
		return w.lowest[i], w.lowest[i]
	}
	return low, high
}

// part is a node's row for some numbers of kinks.
func (w *ways) part(row []wide.Fixed, i, low, high int) []wide.Fixed {
	if low == high {
		return nil
	}
	return row[low-w.lowest[i] : high-w.lowest[i]]
}

// helps says whether ways that go on at a cost may be better than others.
func helps(out []wide.Fixed, r wide.Fixed, than []wide.Fixed) bool {
	for c, v := range out {
		if plus(v, r).Less(than[c]) {
			return true
		}
	}
	return false
}

// matters says whether ways on, at a cost from where others come, make one of interest.
func (w *ways) matters(on []wide.Fixed, r wide.Fixed, came []wide.Fixed) bool {
	for c, v := range on {
		if plus(plus(v, r), came[c]).Less(w.stop) {
			return true
		}
	}
	return false
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
func (w *ways) line(i, j int) wide.Fixed { return w.prices.straight(w.inputsBetween(i, j)) }

// inputsBetween are [a, b).
func (w *ways) inputsBetween(i, j int) (a, b int) {
	a, b = 0, w.n
	if i > 0 {
		a = w.last(w.windows[i-1].span)
	}
	if j <= len(w.windows) {
		b = w.first(w.windows[j-1].span)
	}
	return a, b
}

// numberOf is a node's span; −1 is the start, and what is behind the last span the end.
func (w *ways) numberOf(i int) int {
	switch {
	case i == 0:
		return -1
	case i > len(w.windows):
		return w.count()
	}
	return w.windows[i-1].span
}

// firstNode is the first one from a span on.
func (w *ways) firstNode(span int) int {
	if span > w.count() {
		return len(w.stretch)
	}
	return 1 + sort.Search(len(w.windows), func(i int) bool { return w.windows[i].span >= span })
}

// reach is the lines that ways of interest have.
func (w *ways) reach() reach {
	r, on := newReach(w.spans), w.behind(true)
	for i := range len(w.stretch) - 1 {
		_, _, least := worthwhile(w.came[i], w.stop)
		cost := wide.Fixed{}
		for j := i + 1; j < len(w.stretch) && plus(cost, least).Less(w.stop) && !w.crossed(i, j); j++ {
			low, high := w.common(i, j, 0, len(w.came[i]))
			came, rest := w.part(w.came[i], i, low, high), w.part(on[j], j, low, high)
			if may := w.matters(rest, cost, came); !may && (j-i)%glance != 0 {
				continue
			}
			if cost = w.line(i, j); w.mattersAlong(i, j, low, rest, cost, came) {
				r.enter(w.numberOf(i), w.numberOf(j))
			}
		}
	}
	return r
}

// mattersAlong is matters for a line between two nodes, of which the first has so many kinks before it.
func (w *ways) mattersAlong(i, j, low int, on []wide.Fixed, straight wide.Fixed, came []wide.Fixed) bool {
	for c, v := range on {
		if plus(plus(v, w.constrained(i, j, low+c, straight)), came[c]).Less(w.stop) {
			return true
		}
	}
	return false
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
