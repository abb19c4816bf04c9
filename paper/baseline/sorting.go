package baseline

import (
	"context"
	"errors"
	"math"
	"slices"

	"relucert/network"
)

// ErrNotOneReLU says that sorting knows nothing but one ReLU without output part.
var ErrNotOneReLU = errors.New("sorting is for one unit and no output part")

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
	if p.K() != 1 || p.Output != network.None {
		return nil, ErrNotOneReLU
	}
	var best *network.Network
	least := math.Inf(1)
	for _, signs := range p.SignVectors() {
		s := newSorter(&p, signs[0])
		for _, threshold := range s.thresholds() {
			if ctx.Err() != nil && best != nil {
				return best, nil
			}
			net := s.train(ctx, threshold)
			if sse := net.SSE(p.Data); best == nil || sse < least {
				best, least = net, sse
			}
		}
	}
	return best, nil
}

// sorter is one sign's problem, on standardised columns. The weights go on from one
// threshold to the next.
type sorter struct {
	data  *standard
	sign  int
	upper upper
	w     []float64 // the bias last
}

func newSorter(p *Problem, sign int) *sorter {
	s := &sorter{data: standardise(p), sign: sign}
	for i, y := range s.data.y {
		x := s.data.x[i*s.data.n : (i+1)*s.data.n : (i+1)*s.data.n]
		if p.Bias() {
			x = append(x, 1)
		}
		s.upper.add(x, float64(sign)*y, s.data.weights[i])
	}
	s.w = make([]float64, s.upper.n)
	return s
}

// thresholds are the positive labels that may be the least active one, thinned to
// mostPrefixes; first +Inf for none.
func (s *sorter) thresholds() []float64 {
	labels := slices.Clone(s.upper.y)
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
	n, u := s.data.n, network.Unit{Sign: s.sign}
	bias := 0.0
	if s.data.problem.Bias() {
		bias = s.w[n]
	}
	u.Weights, u.Bias = s.data.raw(s.w[:n], bias, s.data.labelUnit)
	return &network.Network{Units: []network.Unit{u}, Output: network.Output{Weights: make([]float64, n)}}
}
