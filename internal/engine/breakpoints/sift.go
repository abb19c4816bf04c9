package breakpoints

import (
	"cmp"
	"context"
	"slices"

	"relucert/proof/certificate"
)

// So many inputs are bounded one by one, if that is not too much for all numbers of kinks; else there are about so
// many spans at first.
var (
	fewInputs  = 1500
	mostEffort = 5e8
	mostSpans  = 500
)

// mostLines is for how many the fits are made: else the bounds so far must do.
const mostLines = 8 << 20

// firstSize is that of the spans at first; 1: there are none.
func firstSize(inputs, k int) int {
	b := 1
	if inputs <= fewInputs && float64(inputs)*float64(inputs)*float64(k) <= mostEffort {
		return b
	}
	for inputs/b > mostSpans {
		b *= 2
	}
	return b
}

// mostParted is for how many inputs a parted class is bounded one by one: spans know less of its constraints.
var mostParted = 12_000

// bySpans says whether inputs are bounded in spans first.
func (r *run) bySpans(k int) bool {
	return firstSize(r.size(), k) > 1 && (r.samples.asked == nil || r.size() > mostParted)
}

// coarse is what is found of broken lines below a cutoff by spans of cuts.
type coarse struct {
	*run
	levels
	cutoff float64
	bound  *float64 // on all of them
	held   holder
	joined bool // lone kinks have multipliers
}

// coarsen finds which kinks, by number, there may be in broken lines below the cutoff, by spans of cuts that are halved
// until each is one cut. It raises the bound on all of them. Nil: the lines are too many.
func (r *run) coarsen(ctx context.Context, l levels, cutoff float64, records Log, bound *float64) *sieve {
	if records != nil {
		records.Cutoff(r.below(cutoff))
	}
	raised := max(*bound, r.floor) // not the bound before its records are written: the time may be up in between
	*bound = raised
	c := coarse{run: r, levels: l, cutoff: cutoff, bound: &raised, held: holder{Log: records}}
	size := firstSize(r.size(), r.most)
	s := &sieve{spans: r.everywhere(size, l.k)}
	for {
		if !c.joined || c.samples.asked.sloped() { // looks with multipliers know of no slopes
			s = c.sift(l, size, s.spans, cutoff, &raised).remaining()
			c.held.look(&certificate.Sift{})
		}
		s = c.join(ctx, s)
		isTooMany := s.lines() > cmp.Or(r.opts.Lines, mostLines) && !r.class.Jumps
		done := size == 1 || len(s.spans) == 0
		if done || raised > *bound {
			c.held.release()
			*bound = raised
		}
		switch {
		case isTooMany && (size > 1 || r.opts.Lines > 0):
			return nil
		case done:
			return s
		}
		s, size = s.halves(), size/2
		c.held.halve()
	}
}

// leaving says how many open kinks the first look with multipliers may leave: less than one in so many.
var leaving = 2

// mostAtNode is with how many kinks there may be at a node, in the mean, a look with multipliers is affordable.
const mostAtNode = 64

// join looks once more, at what is left, with multipliers for lone kinks, from the first time on that this leaves less than half of the kinks.
func (c *coarse) join(ctx context.Context, s *sieve) *sieve {
	if c.class.Jumps || !c.samples.asked.cone() || c.cuts[c.k] == nil || len(s.spans) == 0 || s.off[len(s.off)-1] > mostAtNode*len(s.off) {
		return s
	}
	f := newForces(ctx, c.levels, s, c.cuts[c.k])
	near := short(nearCost * f.noise)
	j := newHinged(s, f.hinges(), near)
	left := j.narrowed(s.stop + j.margin())
	if c.joined = c.joined || leaving*left.open() < s.open(); !c.joined {
		return s
	}
	if bound := min(j.total()-j.margin()-c.segmentMargin()+c.within, c.cutoff); bound > *c.bound {
		*c.bound = bound
		left.hinges = j.bySpan()
	}
	c.held.look(j.record())
	return left
}

// nearCost is what multipliers may cost on a line between lone kinks, times the noise.
const nearCost = 60

// holder holds records of looks at spans, and halvings, back until they serve: what neither raises the bound nor leads to a tree need not be
// checked.
type holder struct {
	Log
	looks []*certificate.Sift // nil: a halving
}

func (h *holder) look(s *certificate.Sift) { h.looks = append(h.looks, s) }

func (h *holder) halve() { h.looks = append(h.looks, nil) }

func (h *holder) release() {
	for _, s := range h.looks {
		switch {
		case h.Log == nil:
		case s == nil:
			h.Halve()
		default:
			h.Sift(s)
		}
	}
	h.looks = nil
}

// firstLook bounds all numbers of kinks before anything is known of them.
func (r *run) firstLook(ctx context.Context, l levels) {
	size := firstSize(r.size(), l.k)
	r.dyads = newDyads(ctx, r.samples, l.k, size, r.crew)
	records, cutoff := r.log(l.k), r.enough()
	if records != nil {
		records.Spans(size)
		records.Cutoff(r.below(cutoff))
	}
	r.sift(l, size, r.everywhere(size, l.k), cutoff, &r.floor)
	if records != nil {
		records.Sift(&certificate.Sift{})
	}
}

// enough is a cutoff for all numbers of kinks: the mean's cost, or where the class may lack it more than what has been found.
func (r *run) enough() float64 {
	cutoff := min(r.fits[0].SSE/r.unit(), r.total())
	if r.samples.asked.cone() || r.fits[r.most].Network == nil {
		return cutoff
	}
	return max(cutoff, 2*r.fits[r.most].SSE/r.unit())
}

// sift looks at all windows of a size, and raises the bound.
func (r *run) sift(l levels, size int, windows []window, cutoff float64, bound *float64) *sieve {
	s := newSieve(r.dyads, l.k, level(size), windows, cutoff-r.within+r.segmentMargin())
	*bound = max(*bound, min(s.total()-r.segmentMargin()+r.within, cutoff))
	return s
}

// everywhere is all kinks in all spans where they may be.
func (r *run) everywhere(size, k int) (all []window) {
	for i := range r.spans(size) {
		w := window{i, make([]bool, k+1)}
		for c := 1; c <= k; c++ {
			w.kinks[c] = r.samples.asked.near(c, level(size), i)
		}
		if slices.Contains(w.kinks, true) {
			all = append(all, w)
		}
	}
	return all
}

// open counts the kinks, by number, in spans.
func (s *sieve) open() (n int) {
	for _, w := range s.spans {
		for _, open := range w.kinks {
			if open {
				n++
			}
		}
	}
	return n
}

// lines counts those that may matter, at most.
func (s *sieve) lines() (n int) {
	for i, last := range s.last {
		if last > 0 {
			n += int(last-s.first[i]) + 1
		}
	}
	return n
}

// remaining is what a look leaves.
func (s *sieve) remaining() *sieve {
	return s.narrowed(s.first, s.last, func(i int) []bool { return s.kept(i) })
}

// narrowed is the sieve of what is left of spans, by their nodes, and of the lines from each node.
func (s *sieve) narrowed(first, last []int32, kept func(i int) []bool) *sieve {
	t := &sieve{dyads: s.dyads, k: s.k, level: s.level, stop: s.stop}
	nodes := []int{0}
	number := make([]int32, len(s.spans)+3) // of a node, or of the next that is left
	for i, w := range s.spans {
		number[i+1] = int32(len(nodes))
		if open := kept(i + 1); open != nil {
			t.spans, nodes = append(t.spans, window{w.number, open}), append(nodes, i+1)
		}
	}
	number[len(s.spans)+1], number[len(s.spans)+2] = int32(len(nodes)), int32(len(nodes)+1)
	t.first, t.last = make([]int32, len(nodes)+1), make([]int32, len(nodes)+1)
	for m, i := range nodes {
		if last[i] > 0 {
			t.reach(m, number[first[i]], number[last[i]+1]-1)
		}
	}
	t.prepare()
	return t
}

// reach says to which nodes lines lead from one.
func (s *sieve) reach(node int, first, last int32) {
	if first <= last {
		s.first[node], s.last[node] = first, last
	}
}

// halves is the sieve of spans of half the size: their lines are those of the whole, and between two halves of one.
func (s *sieve) halves() *sieve {
	t := &sieve{dyads: s.dyads, k: s.k, level: s.level - 1, stop: s.stop}
	half := []int32{0} // the first of each node
	for _, w := range s.spans {
		half = append(half, int32(len(t.spans)+1))
		for n := 2 * w.number; n < 2*w.number+2 && n < t.dyads.spans(1<<t.level); n++ {
			t.spans = append(t.spans, window{n, w.kinks})
		}
	}
	end := int32(len(t.spans) + 1)
	half = append(half, end, end+1)
	t.first, t.last = make([]int32, end+1), make([]int32, end+1)
	for i := range len(s.spans) + 1 {
		for h := half[i]; h < half[i+1] && s.last[i] > 0; h++ {
			first := half[s.first[i]]
			if h+1 < half[i+1] {
				first = h + 1
			}
			t.reach(int(h), first, half[s.last[i]+1]-1)
		}
	}
	t.prepare()
	return t
}

// prepare finds the rows, and the sums of spans and lines.
func (s *sieve) prepare() {
	s.place()
	s.between()
	for _, w := range s.spans {
		s.watch.Look(s.k)
		s.stretches = append(s.stretches, w.stretches())
	}
}
