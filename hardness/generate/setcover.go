package generate

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"relucert/hardness/instance"
)

// SetCoverOptions are the sizes of a planted cover.
type SetCoverOptions struct {
	Sets, Elements int
	Cover          int // sets of the planted cover; at most Sets and Elements
	// Price is the largest price of an element. 0: every set costs 1.
	Price int
	Seed  uint64
}

// SetCover divides the elements into the Cover sets of the planted cover, and
// adds other sets of random elements, in random order.
//
// The optimum is known by the duality of linear programs: give each element a
// price such that no set costs less than its elements together; then no cover
// costs less than all elements together. The sets of the planted cover cost
// exactly their elements. With random prices from 1 to Price every other set
// costs 1 more than its elements, so the planted cover is the only optimal one.
// Without, a set's elements cost 1 together in the planted cover, and no other set
// is larger than the smallest of these.
func SetCover(o SetCoverOptions) (instance.SetCover, Known, error) {
	if err := o.check(); err != nil {
		return instance.SetCover{}, Known{}, err
	}
	rng := newRand(o.Seed)
	sets := o.planted(rng)
	for len(sets) < o.Sets {
		sets = append(sets, subset(rng, o.Elements, 1+rng.IntN(o.Elements/o.Cover)))
	}
	costs := o.costs(rng, sets)
	order := rng.Perm(o.Sets)
	cover := instance.SetCover{Elements: numbered(o.Elements), Names: numbered(o.Sets),
		Sets: make([][]int, o.Sets), Costs: make([]int64, o.Sets)}
	for i, to := range order {
		cover.Sets[to], cover.Costs[to] = sets[i], costs[i]
	}
	witness := slices.Sorted(slices.Values(order[:o.Cover]))
	optimum := float64(cover.Cost(witness))
	return cover, Known{Objective: "least cost", Lower: optimum, Upper: optimum, Witness: witness,
		Why: "the planted cover costs what its elements cost at prices that no set undercuts"}, nil
}

func (o SetCoverOptions) check() error {
	err := cmp.Or(atLeast("cover", o.Cover, 1), atLeast("sets", o.Sets, o.Cover),
		atLeast("elements", o.Elements, o.Cover), atLeast("price", o.Price, 0))
	if err != nil {
		return err
	}
	return fits("sets", o.Sets, o.Elements/o.Cover)
}

// planted is the elements dealt out at random.
func (o SetCoverOptions) planted(rng *rand.Rand) [][]int {
	sets := make([][]int, o.Cover)
	for i, u := range rng.Perm(o.Elements) {
		sets[i%o.Cover] = append(sets[i%o.Cover], u)
	}
	for _, s := range sets {
		slices.Sort(s)
	}
	return sets
}

// costs are those of the planted sets, which come first, and the others.
func (o SetCoverOptions) costs(rng *rand.Rand, sets [][]int) []int64 {
	costs := make([]int64, len(sets))
	if o.Price == 0 {
		for i := range costs {
			costs[i] = 1
		}
		return costs
	}
	prices := make([]int64, o.Elements)
	for u := range prices {
		prices[u] = 1 + rng.Int64N(int64(o.Price))
	}
	for i, s := range sets {
		if i >= o.Cover {
			costs[i] = 1
		}
		for _, u := range s {
			costs[i] += prices[u]
		}
	}
	return costs
}
