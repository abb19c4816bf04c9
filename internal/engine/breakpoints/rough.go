package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/internal/budget"
)

// roughPaths is segmentations of many inputs to begin with, at some cuts only, by the number of kinks; one is nil if there is no room. Nil:
// inputs are few, or the time is up.
func (r *run) roughPaths(ctx context.Context, most int) (paths [][]int) {
	defer budget.Catch(func() { paths = nil })
	if firstSize(r.size(), most) == 1 {
		return nil
	}
	if r.samples.asked != nil {
		return r.roughlyAsked(ctx, most)
	}
	paths = r.grid(ctx, most)
	if perKink*most > mostSpans {
		r.priced(ctx, most, paths)
	}
	return paths
}

// roughlyAsked is roughPaths for a parted class. Where the cuts leave no room, another path will do that the class has.
func (r *run) roughlyAsked(ctx context.Context, most int) [][]int {
	p := r.partAt(ctx, r.places(), most, r.mayBe(r.places()))
	if p == nil {
		return nil
	}
	watch := budget.On(ctx)
	paths := make([][]int, most+1)
	for k := range paths {
		if breaks, cost := p.best(k); !math.IsInf(cost, 1) {
			paths[k] = p.path(breaks)
		} else if r.matters(k) {
			paths[k] = r.anyPath(k, &watch)
		}
	}
	return paths
}

// places are some cuts: those at equal distances, and those where a breakpoint is known or a range of them ends.
func (r *run) places() (cuts []int) {
	step := firstSize(r.size(), r.most)
	for h := range r.size() + 1 {
		if h%step == 0 || h == r.size() || r.samples.asked.marks(h) {
			cuts = append(cuts, h)
		}
	}
	return cuts
}

// mayBe says where breakpoints may be, by their numbers and those of cuts.
func (r *run) mayBe(cuts []int) func(number, i int) bool {
	return func(number, i int) bool { return r.samples.asked.may(number, cuts[i], r.most) }
}

// anyPath is a chain's cuts that a parted class has, with at most k breakpoints; nil: there is none.
func (r *run) anyPath(k int, watch *budget.Watch) []int {
	first, last := r.samples.pieceStarts(watch)
	layers := [][]int32{r.samples.startLayer()}
	for c := 0; c <= k; c++ {
		next := r.samples.nextLayer(layers[c], first, last, func(h int) bool { return h == r.size() || r.samples.asked.may(c+1, h, k) }, watch)
		layers = append(layers, next)
		if next[r.size()] >= 0 && (c == k || !r.samples.asked.whole()) {
			return trail(layers)
		}
	}
	return nil
}

// pieceStarts are, for each cut, the first and the last at which a piece that ends there may begin; the first is behind the last if there is none.
func (s *samples) pieceStarts(watch *budget.Watch) (first, last []int32) {
	first, last = make([]int32, s.size()+1), make([]int32, s.size()+1)
	a, z := 0, 0
	for b := range s.size() + 1 {
		watch.Look(doubled)
		for a < b && s.asked.crosses(a, b) {
			a++
		}
		for z < b && s.asked.wide(z, b) {
			z++
		}
		first[b], last[b] = int32(a), int32(z)-1
	}
	return first, last
}

// unreached marks a cut in a layer of which no chain comes.
const unreached = -1

// startLayer is the layer of the start: itself from itself.
func (s *samples) startLayer() []int32 {
	layer := slices.Repeat([]int32{unreached}, s.size()+1)
	layer[0] = 0
	return layer
}

// nextLayer is the layer one piece on: for each cut that may end it, one of the layer before where it begins.
func (s *samples) nextLayer(layer, first, last []int32, may func(h int) bool, watch *budget.Watch) []int32 {
	next := slices.Repeat([]int32{unreached}, s.size()+1)
	near, at := int32(unreached), int32(0) // the nearest start so far
	for b := range next {
		watch.Look(doubled)
		for ; at <= last[b]; at++ {
			if layer[at] != unreached {
				near = at
			}
		}
		if near != unreached && near >= first[b] && may(b) {
			next[b] = near
		}
	}
	return next
}

// trail goes back from the end of the last layer.
func trail(layers [][]int32) []int {
	at := int32(len(layers[0]) - 1)
	cuts := []int{int(at)}
	for _, layer := range slices.Backward(layers[1:]) {
		at = layer[at]
		cuts = append(cuts, int(at))
	}
	slices.Reverse(cuts)
	return cuts
}
