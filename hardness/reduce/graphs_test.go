package reduce

import (
	"fmt"

	"relucert/hardness/instance"
)

// graphs is one graph of n vertices of each isomorphism class.
func graphs(n int) (all []instance.Graph) {
	pairs := n * (n - 1) / 2
	for code := range uint64(1) << pairs {
		if canonical(n, code) {
			all = append(all, graphOf(n, code))
		}
	}
	return all
}

// graphOf has an edge for each bit of code, pairs being in lexicographic order.
func graphOf(n int, code uint64) instance.Graph {
	g := instance.Graph{}
	for u := range n {
		g.Names = append(g.Names, fmt.Sprint(u))
		for v := u + 1; v < n; v++ {
			if code&1 == 1 {
				g.Edges = append(g.Edges, [2]int{u, v})
			}
			code >>= 1
		}
	}
	return g
}

// canonical says that no renaming of the vertices gives a smaller code.
func canonical(n int, code uint64) bool {
	edge := map[[2]int]bool{}
	for _, e := range graphOf(n, code).Edges {
		edge[e], edge[[2]int{e[1], e[0]}] = true, true
	}
	least := true
	permute(n, func(p []int) {
		renamed, bit := uint64(0), 0
		for u := range n {
			for v := u + 1; v < n; v++ {
				if edge[[2]int{p[u], p[v]}] {
					renamed |= 1 << bit
				}
				bit++
			}
		}
		least = least && renamed >= code
	})
	return least
}

func permute(n int, visit func([]int)) {
	p, used := make([]int, 0, n), make([]bool, n)
	var extend func()
	extend = func() {
		if len(p) == n {
			visit(p)
			return
		}
		for v := range n {
			if !used[v] {
				p, used[v] = append(p, v), true
				extend()
				p, used[v] = p[:len(p)-1], false
			}
		}
	}
	extend()
}

// vertexSets visits all sets of size vertices out of n.
func vertexSets(n, size int, visit func([]int)) {
	for code := range 1 << n {
		var set []int
		for v := range n {
			if code>>v&1 == 1 {
				set = append(set, v)
			}
		}
		if len(set) == size {
			visit(set)
		}
	}
}
