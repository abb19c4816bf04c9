package check

import (
	"slices"
	"sync"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// sieve is where kinks are open: the spans that have one, ascending.
type sieve struct {
	*kinkClass
	spans
	inner *innerCosts
	left  []window
	at    []int32      // by a span's number, its place among them, −1: it has none
	ways  *ways        // of the last record, if it has no hinges and spans have one cut
	lines func() reach // which records with hinges go along
	told  bool         // by a record with hinges
}

// window is a span with the kinks that are open in it, by number.
type window struct {
	span int
	open []bool
}

func (p *kinkProof) newSieve(size int) *sieve {
	s := &sieve{kinkClass: p.kinkClass, spans: spans{p.n, size}}
	whole := s.spans
	s.lines = func() reach { return allLines(whole) }
	s.inner = newInnerCosts(p.kinkClass, p.prices, size, p.threads)
	for i := range s.count() {
		w := window{i, make([]bool, s.kinks+1)}
		for c := 1; c <= s.kinks; c++ {
			w.open[c] = s.near(c, s.first(i), s.last(i))
		}
		if slices.Contains(w.open, true) {
			s.left = append(s.left, w)
		}
	}
	s.number()
	return s
}

// number renews the windows' places.
func (s *sieve) number() {
	s.at = slices.Repeat([]int32{-1}, s.count())
	for j, w := range s.left {
		s.at[w.span] = int32(j)
	}
}

// halve hands what is open on to the halves.
func (s *sieve) halve() {
	old, lines := s.left, s.lines
	s.lines = sync.OnceValue(func() reach { return lines().halved() })
	s.left, s.ways, s.size = nil, nil, s.size/2
	for _, w := range old {
		for i := 2 * w.span; i < min(2*w.span+2, s.count()); i++ {
			s.left = append(s.left, window{i, w.open})
		}
	}
	s.number()
}

// allows says whether the tree has a kink of a number in a cut.
func (s *sieve) allows(kinks, _, h, _ int) bool {
	j := s.at[(h-1)/s.size]
	return j >= 0 && s.left[j].open[kinks]
}

// sift is an m - record.
func (p *kinkProof) sift(r *certificate.Sift, line int) error {
	root := p.nodes[certificate.Branch{}]
	root.line = line
	stop := p.value.Minus(p.within[p.n])
	if len(r.Lone) == 0 {
		w := newWays(p.sieve, p.prices, stop)
		p.narrow(root, w.shortest(), w.stillOpen)
		p.sieve.lines, p.sieve.told = sync.OnceValue(w.reach), false
		if p.sieve.size == 1 {
			p.sieve.ways = w
		}
		return nil
	}
	w, err := p.newHingedWays(r, stop)
	if err != nil {
		return err
	}
	p.narrow(root, w.shortest(), w.stillOpen)
	left := w.left()
	p.sieve.ways, p.sieve.told, p.sieve.lines = nil, true, func() reach { return left }
	return nil
}

// narrow takes what a record has found: a bound, and what is open at its nodes.
func (p *kinkProof) narrow(root *branch, shortest wide.Fixed, stillOpen func(node int) []bool) {
	p.raise(root, plus(shortest, p.within[p.n]))
	var left []window
	for i, v := range p.sieve.left {
		if open := stillOpen(i + 1); slices.Contains(open, true) {
			left = append(left, window{v.span, open})
		}
	}
	p.sieve.left = left
	p.sieve.number()
}

// remains is a question for the tree's lines in the order of their ends: is there a way below the cutoff with this one? What there is none
// with may be left out from the start.
func (s *sieve) remains() func(u, v *knot) bool {
	if s != nil && s.size == 1 && s.told {
		left := s.lines()
		return func(u, v *knot) bool { return left.has(int(u.cut)-1, int(v.cut)-1) }
	}
	if s == nil || s.ways == nil {
		return func(u, v *knot) bool { return true }
	}
	node := s.ways.nodes()
	to, on := s.ways.behind(false), s.ways.behind(true)
	var from *knot
	var r wide.Fixed
	return func(u, v *knot) bool {
		if from != u {
			from, r = u, wide.Fixed{}
		}
		rest := plus(s.ways.at(to, node[u.cut], u.c), s.ways.at(on, node[v.cut], u.c))
		if !plus(rest, r).Less(s.ways.stop) {
			return false // it costs more than a shorter one
		}
		r = s.ways.prices.straight(int(u.cut), int(v.cut))
		return plus(rest, r).Less(s.ways.stop)
	}
}
