package theorems

import (
	"fmt"
	"slices"
	"strings"

	"relucert/hardness/instance"
)

// graphs are all with an edge, one of each class.
func graphs(n int) (all []instance.Graph) {
	pairs := pairsOf(n)
	seen := map[int]bool{}
	for bits := 1; bits < 1<<len(pairs); bits++ {
		if least := leastName(bits, n, pairs); seen[least] {
			continue
		} else {
			seen[least] = true
		}
		g := instance.Graph{}
		for v := range n {
			g.Names = append(g.Names, fmt.Sprint(v+1))
		}
		for i, pair := range pairs {
			if bits>>i&1 == 1 {
				g.Edges = append(g.Edges, pair)
			}
		}
		all = append(all, g)
	}
	return all
}

func pairsOf(n int) (pairs [][2]int) {
	for u := range n {
		for v := u + 1; v < n; v++ {
			pairs = append(pairs, [2]int{u, v})
		}
	}
	return pairs
}

// leastName is the smallest number of the graph under renamings of its vertices.
func leastName(bits, n int, pairs [][2]int) int {
	least := bits
	permutations(n, func(p []int) {
		renamed := 0
		for i, pair := range pairs {
			if bits>>i&1 == 1 {
				a, b := p[pair[0]], p[pair[1]]
				renamed |= 1 << slices.Index(pairs, [2]int{min(a, b), max(a, b)})
			}
		}
		least = min(least, renamed)
	})
	return least
}

func permutations(n int, visit func([]int)) {
	p := make([]int, 0, n)
	var extend func()
	extend = func() {
		if len(p) == n {
			visit(p)
			return
		}
		for v := range n {
			if !slices.Contains(p, v) {
				p = append(p, v)
				extend()
				p = p[:len(p)-1]
			}
		}
	}
	extend()
}

func edgesText(edges [][2]int) string {
	var all []string
	for _, e := range edges {
		all = append(all, fmt.Sprintf("%d%d", e[0]+1, e[1]+1))
	}
	return strings.Join(all, " ")
}
