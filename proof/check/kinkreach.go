package check

// reach is which lines are left: from the start, 0, and span i, i + 1, those to the spans from a first to a last one; the end counts as the
// span behind the last.
type reach struct {
	spans
	first, last []int
}

// newReach has none.
func newReach(s spans) reach {
	r := reach{s, make([]int, s.count()+1), make([]int, s.count()+1)}
	for i := range r.first {
		r.first[i], r.last[i] = s.count()+1, -1
	}
	return r
}

// all are left.
func allLines(s spans) reach {
	r := newReach(s)
	for i := range r.first {
		r.first[i], r.last[i] = i, s.count()
	}
	return r
}

// enter is one line, by spans; −1 is the start.
func (r *reach) enter(from, to int) {
	r.first[from+1], r.last[from+1] = min(r.first[from+1], to), max(r.last[from+1], to)
}

func (r reach) has(from, to int) bool { return r.first[from+1] <= to && to <= r.last[from+1] }

// halved is for spans of half the size: a line is left if that between the wholes was; so are those from a first half to its second, and on to
// the last.
func (r reach) halved() reach {
	out := newReach(spans{r.inputs, r.size / 2})
	for i := range r.first {
		if r.first[i] > r.last[i] {
			continue
		}
		first, last := 2*r.first[i], min(2*r.last[i]+1, out.count())
		if r.last[i] == r.count() {
			last = out.count()
		}
		if first = min(first, out.count()); i == 0 {
			out.first[0], out.last[0] = first, last
			continue
		}
		out.first[2*i-1], out.last[2*i-1] = 2*i-1, last // span 2(i − 1), to its sibling on
		if 2*i < len(out.first) {
			out.first[2*i], out.last[2*i] = first, last
		}
	}
	return out
}

// of is the nodes to which lines from one are left; from is above to if there are none.
func (r reach) of(w *ways, i int) (from, to int) {
	number := w.numberOf(i)
	from, to = w.firstNode(r.first[number+1]), w.firstNode(r.last[number+1]+1)-1
	return max(from, i+1), to
}
