package reduce

import (
	"math/big"
	"slices"
)

// addNoSet makes the full instance.
func (s *SetCover) addNoSet() {
	s.full = s.Instance
	for u, sets := range s.Instance.Containing() {
		if len(sets) == 0 {
			s.lost = append(s.lost, u)
		}
	}
	if s.lost == nil {
		return
	}
	s.full.Names = append(slices.Clip(s.full.Names), "")
	s.full.Sets = append(slices.Clip(s.full.Sets), s.lost)
	s.full.Costs = append(slices.Clip(s.full.Costs), s.all().Int64()+1)
}

// isNoSet says that a set is none of the instance's.
func (s *SetCover) isNoSet(set int) bool { return set == len(s.Instance.Sets) }

// findFree also says which elements the free sets cover.
func (s *SetCover) findFree() (freed []bool) {
	freed = make([]bool, len(s.full.Elements))
	for i, set := range s.full.Sets {
		if s.full.Costs[i] != 0 {
			continue
		}
		s.free = append(s.free, i)
		for _, u := range set {
			freed[u] = true
		}
	}
	return freed
}

// layOut gives columns to the sets that are worth one.
func (s *SetCover) layOut(freed []bool) {
	holds := make([][]int, len(freed))
	for i, set := range s.full.Sets {
		wanted := func(u int) bool { return !freed[u] }
		if s.full.Costs[i] == 0 || !slices.ContainsFunc(set, wanted) {
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

func (s *SetCover) cost(sets []int) *big.Rat { return whole(s.full.Cost(sets)) }
