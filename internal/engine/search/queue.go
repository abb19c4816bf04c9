package search

import "cmp"

// item is an open node; order breaks ties.
type item[N any] struct {
	node    N
	bound   float64
	order   int64
	claimed bool // the bound is
}

// proved is the node's bound, as far as this search knows it.
func (a item[N]) proved() float64 {
	if a.claimed {
		return 0
	}
	return a.bound
}

// queue is a heap of open nodes, the least bound on top.
type queue[N any] []item[N]

func (q queue[N]) Len() int { return len(q) }

func (q queue[N]) Less(i, j int) bool { return q[i].compare(q[j]) < 0 }

// compare says which of two nodes comes first.
func (a item[N]) compare(b item[N]) int {
	return cmp.Or(cmp.Compare(a.bound, b.bound), cmp.Compare(a.order, b.order))
}

func (q queue[N]) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push and Pop are for package heap.
func (q *queue[N]) Push(x any) { *q = append(*q, x.(item[N])) }

// Pop removes the last item.
func (q *queue[N]) Pop() any {
	last := len(*q) - 1
	it := (*q)[last]
	(*q)[last] = item[N]{}
	*q = (*q)[:last]
	return it
}
