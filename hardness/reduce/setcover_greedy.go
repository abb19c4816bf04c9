package reduce

import (
	"cmp"
	"container/heap"
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

// greedy is the sets of the cover.
func (s *SetCover) greedy() (chosen []int) {
	g := s.newGreed()
	for left := len(s.open); left > 0; {
		best := heap.Pop(&g.offers).(offer)
		switch now := g.offer(best.column); {
		case g.fresh[best.column] == 0:
		case now != best:
			heap.Push(&g.offers, now)
		default:
			chosen = append(chosen, s.paid[best.column-1])
			left -= g.take(best.column)
		}
	}
	return chosen
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
		g.offers = append(g.offers, g.offer(c))
	}
	heap.Init(&g.offers)
	return g
}

func (g *greed) offer(column int) offer {
	return offer{float64(g.Instance.Costs[g.paid[column-1]]) / float64(g.fresh[column]), column}
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
