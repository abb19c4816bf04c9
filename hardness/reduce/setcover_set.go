package reduce

import (
	"cmp"
	"math/big"
	"slices"
)

// Set implements Reduction.
func (s *SetCover) Set() *Set {
	set := &Set{Columns: []string{"e0"}, Units: 1, Signs: []int{1}}
	for _, i := range s.paid {
		if s.isNoSet(i) {
			set.Columns = append(set.Columns, "no_set")
			continue
		}
		set.Columns = append(set.Columns, "set_"+s.Instance.Names[i])
	}
	set.Samples = append(set.Samples, Sample{X: []Term{{0, whole(1)}}, Y: whole(1), Weight: s.constantWeight()})
	for u, columns := range s.holds {
		set.Samples = append(set.Samples, s.element(u, columns))
	}
	for i := range s.paid {
		set.Samples = append(set.Samples, s.set(i))
	}
	return set
}

// constantWeight holds w_0 near 1. Without paid sets any weight does.
func (s *SetCover) constantWeight() *big.Rat {
	if s.Balance == "paper" {
		return s.aboveTotal(25)
	}
	if s.known.Sign() == 0 {
		return whole(1)
	}
	return times(whole(25), s.known)
}

// aboveTotal is ⌈factor·γ²C⌉ + 1.
func (s *SetCover) aboveTotal(factor int64) *big.Rat {
	least := new(big.Rat).SetInt(ceiling(times(whole(factor), s.step(), s.total)))
	return plus(least, whole(1))
}

// element is the sample of open element u, which lies in the sets of columns.
func (s *SetCover) element(u int, columns []int) Sample {
	degree := int64(len(columns))
	sample := Sample{Y: new(big.Rat)}
	if s.Balance == "paper" {
		sample.X, sample.Weight = []Term{{0, whole(1)}}, s.aboveTotal(4)
	} else {
		sample.X = []Term{{0, whole(4 * degree)}}
		sample.Weight = times(whole(s.full.Costs[s.cheapest(u)]), big.NewRat(3, 16*degree*degree))
	}
	for _, column := range columns {
		sample.X = append(sample.X, Term{column, whole(1)})
	}
	return sample
}

// cheapest is a set of least cost that holds open element u.
func (s *SetCover) cheapest(u int) int {
	column := slices.MinFunc(s.holds[u], func(a, b int) int {
		return cmp.Compare(s.full.Costs[s.paid[a-1]], s.full.Costs[s.paid[b-1]])
	})
	return s.paid[column-1]
}

// set is the sample of the i-th paid set.
func (s *SetCover) set(i int) Sample {
	cost := whole(s.full.Costs[s.paid[i]])
	return Sample{X: []Term{{0, s.scale()}, {i + 1, whole(1)}}, Y: s.scale(), Weight: cost}
}

// scale is γ, or 1 in the exact balance.
func (s *SetCover) scale() *big.Rat {
	if s.Balance == "paper" {
		return big.NewRat(1, 4*s.most)
	}
	return whole(1)
}

// step is what a cost of 1 adds to the least SSE.
func (s *SetCover) step() *big.Rat { return square(s.scale()) }

// Weights is a network whose SSE is the cost of a cover's sets, given by their
// numbers in the instance, times what the objective's unit is worth.
func (s *SetCover) Weights(cover []int) Network {
	off := whole(-4 * s.most)
	if s.Balance == "paper" {
		off = whole(-1)
	}
	w := []*big.Rat{whole(1)}
	for _, i := range s.paid {
		if slices.Contains(cover, i) {
			w = append(w, off)
		} else {
			w = append(w, new(big.Rat))
		}
	}
	return Network{Signs: []int{1}, Weights: [][]*big.Rat{w}}
}
