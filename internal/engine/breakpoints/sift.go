package breakpoints

import (
	"context"
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

// coarsen finds which kinks, by number, there may be in broken lines below the cutoff, by spans of cuts that are halved
// until each is one cut. It raises the bound on all of them. Nil: the lines are too many.
func (r *run) coarsen(ctx context.Context, l levels, cutoff float64, records Log, bound *float64) *sieve {
	if records != nil {
		records.Cutoff(r.below(cutoff))
	}
	size := firstSize(r.size(), r.most)
	windows := everywhere(r.spans(size), l.k)
	held := holder{Log: records}
	for *bound = max(*bound, r.floor); ; size /= 2 {
		last := *bound
		s := r.sift(ctx, l, size, windows, cutoff, bound)
		held.looks++
		windows = s.narrowed()
		done := size == 1 || len(windows) == 0
		if done || *bound > last {
			held.release()
		}
		if done {
			return s
		}
		if s.count > mostLines && !r.class.Jumps {
			return nil
		}
		windows = r.halved(windows, size/2)
	}
}

// holder holds records of looks at spans, each of half the size of those before, back until they serve: what neither raises the bound nor
// leads to a tree need not be checked.
type holder struct {
	Log
	looks int
	begun bool
}

func (h *holder) release() {
	for ; h.looks > 0; h.looks-- {
		if h.Log == nil {
			continue
		}
		if h.begun {
			h.Halve()
		}
		h.Sift()
		h.begun = true
	}
}

// firstLook bounds all numbers of kinks before anything is known of them.
func (r *run) firstLook(ctx context.Context, l levels) {
	size := firstSize(r.size(), l.k)
	r.dyads = newDyads(ctx, r.samples, l.k, size, r.crew)
	records, cutoff := r.log(l.k), r.fits[0].SSE/r.unit()
	if records != nil {
		records.Spans(size)
		records.Cutoff(r.below(cutoff))
	}
	r.sift(ctx, l, size, everywhere(r.spans(size), l.k), cutoff, &r.floor)
	if records != nil {
		records.Sift()
	}
}

// sift looks at all windows of a size, and raises the bound.
func (r *run) sift(ctx context.Context, l levels, size int, windows []window, cutoff float64, bound *float64) *sieve {
	s := newSieve(ctx, r.dyads, l.k, level(size), windows, cutoff-r.within+r.segmentMargin())
	*bound = max(*bound, min(s.total()-r.segmentMargin()+r.within, cutoff))
	return s
}

// everywhere is all kinks in all spans.
func everywhere(spans, k int) (all []window) {
	any := make([]bool, k+1)
	for c := range any {
		any[c] = true
	}
	for i := range spans {
		all = append(all, window{i, any})
	}
	return all
}

// narrowed is what is left.
func (s *sieve) narrowed() (out []window) {
	for i, w := range s.spans {
		if kept := s.kept(i + 1); kept != nil {
			out = append(out, window{w.number, kept})
		}
	}
	return out
}

func (s *samples) halved(windows []window, size int) (out []window) {
	for _, w := range windows {
		for n := 2 * w.number; n < 2*w.number+2 && n < s.spans(size); n++ {
			out = append(out, window{n, w.kinks})
		}
	}
	return out
}
