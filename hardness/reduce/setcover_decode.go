package reduce

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Decode implements Reduction. Its Solution is the names of the sets: those of the
// greedy cover if the weights' own would cost more.
func (s *SetCover) Decode(n Network, sse *big.Rat) Answer {
	chosen := s.complete(append(slices.Clone(s.free), s.read(n.Weights[0])...))
	if s.cost(chosen).Cmp(s.known) > 0 {
		chosen = append(slices.Clone(s.free), s.greedy().chosen...)
		slices.Sort(chosen)
	}
	chosen = slices.DeleteFunc(chosen, s.isNoSet)
	names := s.names(chosen)
	a := Answer{Valid: s.Instance.Covers(chosen), Value: s.cost(chosen), Solution: names}
	a.Text = []string{fmt.Sprintf("cover of cost %s: sets %s", Short(a.Value), strings.Join(names, " "))}
	if !a.Valid {
		a.Text[0] = fmt.Sprintf("no cover: sets %s, of cost %s, hold all that lies in sets", strings.Join(names, " "), Short(a.Value))
	}
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
	covered := make([]bool, len(s.full.Elements))
	for _, i := range chosen {
		for _, u := range s.full.Sets[i] {
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
	if s.lost != nil {
		return false, fmt.Sprintf("there is no cover: element %s lies in no set", s.Instance.Elements[s.lost[0]])
	}
	if threshold := s.threshold(); sse.Cmp(threshold) > 0 {
		return true, fmt.Sprintf("a cover of cost at most %s, the greedy one's: %s", Short(s.known), nothing(sse, threshold))
	}
	return true, fmt.Sprintf("a cover of cost at most %s", floor(larger(over(sse, s.step()), new(big.Rat))))
}
