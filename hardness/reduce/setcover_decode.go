package reduce

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Decode implements Reduction. Its Solution is the names of the sets.
func (s *SetCover) Decode(n Network, sse *big.Rat) Answer {
	chosen := append(slices.Clone(s.free), s.read(n.Weights[0])...)
	chosen = s.complete(chosen)
	names := s.names(chosen)
	a := Answer{Valid: s.Instance.Covers(chosen), Value: s.cost(chosen), Solution: names}
	a.Text = []string{fmt.Sprintf("cover of cost %s: sets %s", Short(a.Value), strings.Join(names, " "))}
	a.Guaranteed, a.Guarantee = s.guarantee(sse)
	return a
}

// read is the sets that the weights choose.
func (s *SetCover) read(w []*big.Rat) []int {
	var chosen []int
	constant := times(s.scale(), w[0])
	for i, set := range s.paid {
		if plus(constant, w[i+1]).Sign() <= 0 {
			chosen = append(chosen, set)
		}
	}
	return chosen
}

// complete adds the cheapest set of each element that is missed.
func (s *SetCover) complete(chosen []int) []int {
	covered := s.covered(chosen)
	for k, u := range s.open {
		if !covered[u] {
			chosen = append(chosen, s.cheapest(k))
		}
	}
	slices.Sort(chosen)
	return slices.Compact(chosen)
}

func (s *SetCover) covered(chosen []int) []bool {
	covered := make([]bool, len(s.Instance.Elements))
	for _, i := range chosen {
		for _, u := range s.Instance.Sets[i] {
			covered[u] = true
		}
	}
	return covered
}

func (s *SetCover) names(chosen []int) []string {
	names := make([]string, 0, len(chosen))
	for _, i := range chosen {
		names = append(names, s.Instance.Names[i])
	}
	return names
}

func (s *SetCover) guarantee(sse *big.Rat) (bool, string) {
	threshold := s.threshold()
	if sse.Cmp(threshold) > 0 {
		return false, nothing(sse, threshold)
	}
	most := floor(over(sse, s.step()))
	return true, fmt.Sprintf("a cover of cost at most %s", most)
}
