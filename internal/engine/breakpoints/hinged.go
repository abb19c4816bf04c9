package breakpoints

import "relucert/proof/certificate"

// hinged is a sieve with multipliers: a kink is *lone*, and has those of its sign, if no other is in its span and the lines on both sides are not near.
// Costs are by kind of what the span's step is: 0 without multipliers.
type hinged struct {
	*sieve
	hinges                        [][kinds]*hinge // by node; nil: none
	limit                         float64         // what multipliers may cost on a line that is not near
	arrived, left, behind, before [kinds][]float64
	besides                       beside
	worst                         float64
}

// beside is the same along near lines.
type beside struct{ arrived, left, behind, before []float64 }

// newHinged looks at the lines of a sieve.
func newHinged(s *sieve, hinges [][kinds]*hinge, limit float64) *hinged {
	n, cells := len(s.spans)+2, s.off[len(s.off)-1]
	j := &hinged{sieve: s, hinges: hinges, limit: limit}
	for k := range kinds {
		j.arrived[k], j.left[k], j.behind[k], j.before[k] = infinite(cells), infinite(cells), infinite(cells), infinite(cells)
	}
	j.besides = beside{infinite(cells), infinite(cells), infinite(cells), infinite(cells)}
	watch := s.watch
	j.left[0][0], j.besides.left[0] = 0, 0
	for i := range n - 1 {
		if i > 0 {
			j.leave(i)
		}
		watch.Look(j.along(i, j.ahead) + j.inSpan(i))
	}
	clear(s.row(j.before[0], n-1))
	clear(s.row(j.besides.before, n-1))
	for i := n - 2; i >= 0; i-- {
		watch.Look(j.along(i, j.back) + j.inSpan(i))
		if i > 0 {
			j.precede(i)
		}
	}
	return j
}

// along visits the lines behind a node, with the numbers of kinks that both ends may have, and says how much that was.
func (j *hinged) along(i int, visit func(i, o, from, to int, l *loaded)) (effort int) {
	if j.last[i] == 0 {
		return 0
	}
	t := j.beyond[i]
	for o := i + 1; o <= int(j.last[i]); o++ {
		if o > i+1 {
			t.add(&j.through[o-1])
		}
		from, to := max(j.low[i], j.low[o]), min(j.high(i), j.high(o))
		if effort += 10; o < int(j.first[i]) || from >= to {
			continue
		}
		l := loaded{near: true}
		if t.xx > 0 {
			l = t.load(&j.hinges[i], &j.hinges[o], j.x[max(0, j.end(i))], j.x[max(0, j.begin(o)-1)], j.limit, &j.worst)
		}
		visit(i, o, from, to, &l)
		effort += 100 + 10*(to-from)
	}
	return effort
}

// high is the largest number of kinks of a node's rows, plus 1.
func (s *sieve) high(i int) int { return s.low[i] + s.off[i+1] - s.off[i] }

// end is the input at which lines from a node begin; begin that before which those to it end.
func (s *sieve) end(i int) int {
	if i == 0 {
		return 0
	}
	_, last := s.edges(s.level, s.spans[i-1].number)
	return last
}

func (s *sieve) begin(i int) int {
	if i > len(s.spans) {
		return s.size()
	}
	first, _ := s.edges(s.level, s.spans[i-1].number)
	return first
}

func (j *hinged) ahead(i, o, from, to int, l *loaded) {
	if l.near {
		relax(j.part(j.besides.arrived, o, from, to), j.part(j.besides.left, i, from, to), l.costs[0][0])
		return
	}
	for k, p := range j.hinges[i] {
		for m, q := range j.hinges[o] {
			if p != nil && q != nil {
				relax(j.part(j.arrived[m], o, from, to), j.part(j.left[k], i, from, to), l.costs[k][m])
			}
		}
	}
}

func (j *hinged) back(i, o, from, to int, l *loaded) {
	if l.near {
		relax(j.part(j.besides.behind, i, from, to), j.part(j.besides.before, o, from, to), l.costs[0][0])
		return
	}
	for k, p := range j.hinges[i] {
		for m, q := range j.hinges[o] {
			if p != nil && q != nil {
				relax(j.part(j.behind[k], i, from, to), j.part(j.before[m], o, from, to), l.costs[k][m])
			}
		}
	}
}

// relax goes on from costs by one that is added.
func relax(to, from []float64, cost float64) {
	for c, v := range from {
		to[c] = min(to[c], v+cost)
	}
}

// fewest is how many kinks a node's step without multipliers has at least, if no near line is beside it: a lone kink has those of
// its sign.
func (j *hinged) fewest(i int) int {
	if j.hinges[i][1] != nil && j.hinges[i][2] != nil {
		return 2
	}
	return 1
}

// inSpan is about how much work a node's own inputs are: each number of kinks before them with each behind.
func (j *hinged) inSpan(i int) int { return 4 * j.width(i) * j.width(i) }

// leave goes on from a span, with a kink or more in it.
func (j *hinged) leave(i int) {
	for _, r := range j.stretches[i-1] {
		part := func(of []float64) []float64 { return j.part(of, i, r.from, r.to+1) }
		far, near, left, besides := part(j.arrived[0]), part(j.besides.arrived), part(j.left[0]), part(j.besides.left)
		for d := 1; d < len(far); d++ {
			cost := j.inside(i, d)
			relax(besides[d:], far[:len(far)-d], cost)
			relax(besides[d:], near[:len(far)-d], cost)
			relax(left[d:], near[:len(far)-d], cost)
			if d >= j.fewest(i) {
				relax(left[d:], far[:len(far)-d], cost)
			}
		}
		for k := 1; k < kinds; k++ {
			if h := j.hinges[i][k]; h != nil {
				relax(part(j.left[k])[1:], part(j.arrived[k])[:len(far)-1], h.value)
			}
		}
	}
}

// precede comes to a span.
func (j *hinged) precede(i int) {
	for _, r := range j.stretches[i-1] {
		part := func(of []float64) []float64 { return j.part(of, i, r.from, r.to+1) }
		far, near, before, besides := part(j.behind[0]), part(j.besides.behind), part(j.before[0]), part(j.besides.before)
		for d := 1; d < len(far); d++ {
			cost := j.inside(i, d)
			relax(besides[:len(far)-d], far[d:], cost)
			relax(besides[:len(far)-d], near[d:], cost)
			relax(before[:len(far)-d], near[d:], cost)
			if d >= j.fewest(i) {
				relax(before[:len(far)-d], far[d:], cost)
			}
		}
		for k := 1; k < kinds; k++ {
			if h := j.hinges[i][k]; h != nil {
				relax(part(j.before[k])[:len(far)-1], part(j.behind[k])[1:], h.value)
			}
		}
	}
}

// margin is what rounding may hide besides (rounding.go).
func (j *hinged) margin() float64 {
	return segmentError * float64(len(j.rows)+8) * float64(j.k+1) * j.worst
}

// record is the look's.
func (j *hinged) record() *certificate.Sift {
	r := &certificate.Sift{Near: j.limit}
	for i := range j.spans {
		for k := 1; k < kinds; k++ {
			if h := j.hinges[i+1][k]; h != nil {
				r.Lone = append(r.Lone, certificate.LoneKink{Span: j.spans[i].number, Sign: int(kindSign[k]), Force: h.force, Turn: h.turn, Near: h.near, Far: h.far})
			}
		}
	}
	return r
}

// total is the least cost of all.
func (j *hinged) total() float64 {
	n := len(j.spans) + 1
	return min(least(j.row(j.arrived[0], n)), least(j.row(j.besides.arrived, n)))
}

// kept is what is left of an open span: of the kinks, by number, that may lie in it; nil: nothing.
func (j *hinged) kept(i int, stop float64) (kept []bool) {
	j.watch.Look(j.inSpan(i))
	open := func(from, to int) {
		if kept == nil {
			kept = make([]bool, j.k+1)
		}
		for c := from; c <= to; c++ {
			kept[c] = true
		}
	}
	for _, r := range j.stretches[i-1] {
		part := func(of []float64) []float64 { return j.part(of, i, r.from, r.to+1) }
		far, near, behind, besides := part(j.arrived[0]), part(j.besides.arrived), part(j.behind[0]), part(j.besides.behind)
		for d := 1; d < len(far); d++ {
			cost := j.inside(i, d)
			for c, v := range far[:len(far)-d] {
				way := min(near[c]+min(behind[c+d], besides[c+d]), v+besides[c+d])
				if d >= j.fewest(i) {
					way = min(way, v+behind[c+d])
				}
				if way+cost < stop {
					open(r.from+c+1, r.from+c+d)
				}
			}
		}
		for k := 1; k < kinds; k++ {
			if h := j.hinges[i][k]; h != nil {
				for c, v := range part(j.arrived[k])[:len(far)-1] {
					if v+h.value+part(j.behind[k])[c+1] < stop {
						open(r.from+c+1, r.from+c+1)
					}
				}
			}
		}
	}
	return kept
}

// narrowed is the sieve of what is left: of the kinks in spans, and of the lines.
func (j *hinged) narrowed(stop float64) *sieve {
	first, last := make([]int32, len(j.first)), make([]int32, len(j.last))
	for i := range len(j.spans) + 1 {
		j.watch.Look(j.along(i, func(i, o, from, to int, l *loaded) {
			if j.matters(i, o, from, to, l, stop) {
				if last[i] == 0 {
					first[i] = int32(o)
				}
				last[i] = int32(o)
			}
		}))
	}
	return j.sieve.narrowed(first, last, func(i int) []bool { return j.kept(i, stop) })
}

// bySpan is the hinges by the spans' numbers.
func (j *hinged) bySpan() map[int][kinds]*hinge {
	of := map[int][kinds]*hinge{}
	for i, w := range j.spans {
		of[w.number] = j.hinges[i+1]
	}
	return of
}

// matters says whether a line is on a way below stop.
func (j *hinged) matters(i, o, from, to int, l *loaded, stop float64) bool {
	if l.near {
		return meets(j.part(j.besides.left, i, from, to), j.part(j.besides.before, o, from, to), stop-l.costs[0][0])
	}
	for k, p := range j.hinges[i] {
		for m, q := range j.hinges[o] {
			if p != nil && q != nil && meets(j.part(j.left[k], i, from, to), j.part(j.before[m], o, from, to), stop-l.costs[k][m]) {
				return true
			}
		}
	}
	return false
}

// meets says whether two costs for the same number of kinks sum up to less than stop.
func meets(a, b []float64, stop float64) bool {
	for c, v := range a {
		if v+b[c] < stop {
			return true
		}
	}
	return false
}
