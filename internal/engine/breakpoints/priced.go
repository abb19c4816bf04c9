package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/internal/budget"
)

// pricing finds segmentations of least cost and so much a kink, at some cuts only.
type pricing struct {
	places []int
	sums   []sums // of the inputs from a place to the next
}

// perKink is how many places there are for each kink.
const perKink = 8

// priced are segmentations with up to so many kinks, by their number, as prices of kinks give them: the last one has as many as a
// price gave.
func (r *run) priced(ctx context.Context, most int, paths [][]int) {
	p := r.pricing(most)
	high := r.fit(0, r.size()).r
	low := 1e-9 * high
	for range mostPrices {
		price := math.Sqrt(low * high)
		path := p.path(ctx, price)
		kinks := len(path) - 2
		if kinks <= most {
			paths[kinks] = path
		}
		if kinks == most {
			return
		}
		if kinks > most {
			low = price
		} else {
			high = price
		}
	}
}

// mostPrices is how many are tried.
const mostPrices = 25

func (r *run) pricing(most int) *pricing {
	p := &pricing{places: []int{0}}
	step := max(2, r.size()/max(mostSpans, perKink*most))
	for at := step; at+step <= r.size(); at += step {
		p.places = append(p.places, at)
	}
	p.places = append(p.places, r.size())
	for i := 1; i < len(p.places); i++ {
		t := r.sumsOf(p.places[i-1])
		for j := p.places[i-1] + 1; j < p.places[i]; j++ {
			o := r.sumsOf(j)
			t.add(&o)
		}
		p.sums = append(p.sums, t)
	}
	return p
}

// path is the best at a price: where a start is worse than the best end so far it stays so (Killick, Fearnhead, Eckley 2012).
func (p *pricing) path(ctx context.Context, price float64) (path []int) {
	type start struct {
		at   int
		cost float64
		sums
	}
	best, from := make([]float64, len(p.places)), make([]int, len(p.places))
	best[0] = -price
	active := []start{}
	watch := budget.On(ctx)
	for j := 1; j < len(p.places); j++ {
		active = append(active, start{at: j - 1, cost: best[j-1] + price, sums: p.sums[j-1]})
		best[j] = math.Inf(1)
		for i := range active {
			s := &active[i]
			if s.at < j-1 {
				s.add(&p.sums[j-1])
			}
			if v := s.cost + s.sums.cost(); v < best[j] {
				best[j], from[j] = v, s.at
			}
		}
		watch.Look(10 * len(active))
		active = slices.DeleteFunc(active, func(s start) bool { return s.cost+s.sums.cost() > best[j]+price })
	}
	for j := len(p.places) - 1; j > 0; j = from[j] {
		path = append(path, p.places[j])
	}
	path = append(path, 0)
	slices.Reverse(path)
	return path
}
