package baseline

import (
	"context"
	"math"
	"slices"

	"relucert/network"
)

// mostPrefixes is how many sets of active samples are tried.
const mostPrefixes = 400

// Sorting is Dey, Wang and Xie's approximation for one ReLU (with their parameter
// k = 1): guess that the samples of the largest labels are the active ones, for each
// number of them, and minimise a convex upper bound of the SSE that is exact if the
// guess is right. For a positive unit and active set I the bound of a sample's loss is
//
//	(t−y)²       in I
//	([t]_+ − y)²  where y ≤ 0: it is convex
//	y² + [t−y]_+²  for other y > 0
//
// The best network has SSE at most m times the least when all samples weigh the same
// and there are at most 400 different positive labels: let w* be optimal and y_j the
// largest positive label where it is inactive. With I the labels above y_j, the bound
// at w* is at most its SSE plus Σ y_i² over the m−1 or fewer other y_i ≤ y_j, and
// y_j² ≤ least SSE. If there is no such j, the bound of all positive labels is exact.
// A negative unit is a positive one for −y; free signs try both.
func Sorting(ctx context.Context, p Problem) (*network.Network, error) {
	return bestSign(p, func(sign int, keep func(*network.Network)) {
		s := newSorter(&p, sign)
		for k, threshold := range s.thresholds() {
			if k > 0 && ctx.Err() != nil {
				return
			}
			keep(s.train(ctx, threshold))
		}
	})
}

// sorter is one sign's problem. The weights go on from one threshold to the next.
type sorter struct {
	*single
	upper upper
}

func newSorter(p *Problem, sign int) *sorter {
	s := &sorter{single: newSingle(p, sign)}
	s.upper.convex = &s.single.convex
	s.loss = s.upper.bound
	return s
}

// thresholds are the positive labels that may be the least active one, thinned to
// mostPrefixes; first +Inf for none.
func (s *sorter) thresholds() []float64 {
	labels := slices.Clone(s.y)
	slices.Sort(labels)
	labels = slices.Compact(labels)
	all := []float64{math.Inf(1)}
	for _, y := range labels {
		if y > 0 {
			all = append(all, y)
		}
	}
	if len(all) <= mostPrefixes {
		return all
	}
	thinned := make([]float64, mostPrefixes)
	for i := range thinned {
		thinned[i] = all[i*(len(all)-1)/(mostPrefixes-1)]
	}
	return thinned
}

// train minimises the bound with all labels from threshold up active.
func (s *sorter) train(ctx context.Context, threshold float64) *network.Network {
	s.upper.threshold = threshold
	s.upper.minimise(ctx, s.w)
	return s.network()
}
