package study

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"relucert/hardness/instance"
)

// cubic is a random graph of an even number of vertices, three edges each: a cycle
// and a matching of the rest. Its degree does not grow, as Theorem 7 wants it.
func cubic(seed uint64, vertices int) instance.Graph {
	rng := rand.New(rand.NewPCG(seed, 0))
	for {
		order, partners := rng.Perm(vertices), rng.Perm(vertices)
		edges := map[[2]int]bool{}
		for i := range vertices {
			edges[ascending(order[i], order[(i+1)%vertices])] = true
			edges[ascending(partners[i], partners[i^1])] = true
		}
		if len(edges) == 3*vertices/2 { // the matching repeats no edge of the cycle
			return instance.Graph{Names: names(vertices), Edges: sorted(edges, func(e [2]int) []int { return e[:] })}
		}
	}
}

func ascending(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

// triples is a hypergraph of random edges of three vertices, each once.
func triples(seed uint64, vertices, edges int) instance.Hypergraph {
	rng := rand.New(rand.NewPCG(seed, 0))
	chosen := map[[3]int]bool{}
	for len(chosen) < edges {
		e := [3]int(rng.Perm(vertices)[:3])
		slices.Sort(e[:])
		chosen[e] = true
	}
	h := instance.Hypergraph{Names: names(vertices)}
	for _, e := range sorted(chosen, func(e [3]int) []int { return e[:] }) {
		h.Edges = append(h.Edges, e[:])
	}
	return h
}

// sorted are the keys of a set in a fixed order.
func sorted[E comparable](set map[E]bool, vertices func(E) []int) []E {
	var all []E
	for e := range set {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b E) int { return slices.Compare(vertices(a), vertices(b)) })
	return all
}

func names(vertices int) []string {
	all := make([]string, vertices)
	for v := range all {
		all[v] = strconv.Itoa(v + 1)
	}
	return all
}
