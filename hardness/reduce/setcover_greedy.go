package reduce

import (
	"cmp"
	"container/heap"
	"math/big"
)

// greed is the search for Chvátal's cover, which always takes the set that costs
// least for each new element. It takes time in proportion to the instance's size
// and a logarithm.
type greed struct {
	*SetCover
	members [][]int // a column: the open elements of its set, by their place in open
	fresh   []int   // a column: how many of them are not covered
	covered []bool
	offers  offers

	chosen  []int // the cover's sets
	longest int   // elements of the largest set, open ones only
}

// offer is a set at what it once cost for each new element.
type offer struct {
	price  float64
	column int
}

// offers is a heap. Prices only rise, so an outdated one comes early, never late.
type offers []offer

func (o offers) Len() int      { return len(o) }
func (o offers) Swap(i, j int) { o[i], o[j] = o[j], o[i] }

func (o offers) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(o[i].price, o[j].price), cmp.Compare(o[i].column, o[j].column)) < 0
}

// Push implements heap.Interface.
func (o *offers) Push(x any) { *o = append(*o, x.(offer)) }

// Pop implements heap.Interface.
func (o *offers) Pop() any {
	last := (*o)[len(*o)-1]
	*o = (*o)[:len(*o)-1]
	return last
}

// greedy finds the cover.
func (s *SetCover) greedy() *greed {
	g := s.newGreed()
	for left := len(s.open); left > 0; {
		best := heap.Pop(&g.offers).(offer)
		switch now := g.offer(best.column); {
		case g.fresh[best.column] == 0:
		case now != best:
			heap.Push(&g.offers, now)
		default:
			g.chosen = append(g.chosen, s.paid[best.column-1])
			left -= g.take(best.column)
		}
	}
	return g
}

// least is a bound on the cost of every cover. Let each element pay its share of the
// set that first covers it: then a set of n elements is paid at most 1 + 1/2 + … + 1/n
// times by its elements (Chvátal 1979), so no cover is cheaper than the greedy one by
// more than that factor for the largest set.
func (g *greed) least() *big.Int {
	const one = int64(1) << 32 // of harmonic
	harmonic := int64(1)
	for n := range int64(g.longest) {
		harmonic += one/(n+1) + 1
	}
	return ceiling(times(g.cost(g.chosen), big.NewRat(one, harmonic)))
}

func (s *SetCover) newGreed() *greed {
	columns := len(s.paid) + 1
	g := &greed{SetCover: s, members: make([][]int, columns), fresh: make([]int, columns), covered: make([]bool, len(s.open))}
	for k, holders := range s.holds {
		for _, c := range holders {
			g.members[c] = append(g.members[c], k)
			g.fresh[c]++
		}
	}
	for c := 1; c < columns; c++ {
		g.longest = max(g.longest, g.fresh[c])
		g.offers = append(g.offers, g.offer(c))
	}
	heap.Init(&g.offers)
	return g
}

func (g *greed) offer(column int) offer {
	return offer{float64(g.full.Costs[g.paid[column-1]]) / float64(g.fresh[column]), column}
}

// take covers the elements of a set and says how many are new.
func (g *greed) take(column int) (count int) {
	for _, k := range g.members[column] {
		if g.covered[k] {
			continue
		}
		g.covered[k] = true
		count++
		for _, c := range g.holds[k] {
			g.fresh[c]--
		}
	}
	return count
}
