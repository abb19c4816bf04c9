package reduce

import (
	"fmt"
	"math/big"
	"slices"
)

// findFree also says which elements the free sets cover.
func (s *SetCover) findFree() (freed []bool, err error) {
	held := make([]bool, len(s.Instance.Elements))
	freed = make([]bool, len(s.Instance.Elements))
	for i, set := range s.Instance.Sets {
		if s.Instance.Costs[i] == 0 {
			s.free = append(s.free, i)
		}
		for _, u := range set {
			held[u] = true
			freed[u] = freed[u] || s.Instance.Costs[i] == 0
		}
	}
	if u := slices.Index(held, false); u >= 0 {
		return nil, fmt.Errorf("element %s lies in no set, so there is no cover", s.Instance.Elements[u])
	}
	return freed, nil
}

// layOut gives columns to the sets that are worth one.
func (s *SetCover) layOut(freed []bool) {
	holds := make([][]int, len(freed))
	for i, set := range s.Instance.Sets {
		wanted := func(u int) bool { return !freed[u] }
		if s.Instance.Costs[i] == 0 || !slices.ContainsFunc(set, wanted) {
			continue
		}
		s.paid = append(s.paid, i)
		for _, u := range set {
			holds[u] = append(holds[u], len(s.paid))
		}
	}
	for u, columns := range holds {
		if !freed[u] {
			s.open = append(s.open, u)
			s.holds = append(s.holds, columns)
			s.most = max(s.most, int64(len(columns)))
		}
	}
}

func (s *SetCover) cost(sets []int) *big.Rat { return whole(s.Instance.Cost(sets)) }
