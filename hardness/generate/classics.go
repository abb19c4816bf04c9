package generate

import (
	"fmt"
	"slices"

	"relucert/hardness/instance"
)

// Wheel is a hub joined to a cycle of rim vertices, 3 or more. When rim is odd
// it has no 3-colouring.
func Wheel(rim int) (instance.Graph, Known, error) {
	if err := atLeast("rim", rim, 3); err != nil {
		return instance.Graph{}, Known{}, err
	}
	g := instance.Graph{Names: numbered(rim + 1)}
	colours := make([]int, rim+1)
	colours[rim] = 2
	for v := range rim {
		colours[v] = v % 2
		next := (v + 1) % rim
		g.Edges = append(g.Edges, [2]int{min(v, next), max(v, next)}, [2]int{v, rim})
	}
	sortEdges(g.Edges)
	odd := float64(rim % 2)
	return g, Known{Objective: "fewest one-coloured edges under 3 colours", Lower: odd, Upper: odd, Witness: colours,
		Why: "the hub leaves two colours to the rim, which needs a third when it is odd"}, nil
}

// Complete is the graph of all edges on n vertices, 2 or more: one too many for
// n − 1 colours.
func Complete(n int) (instance.Graph, Known, error) {
	if err := between("vertices", n, 2, mostSquared); err != nil {
		return instance.Graph{}, Known{}, err
	}
	g := instance.Graph{Names: numbered(n)}
	colours := make([]int, n)
	for u := range n {
		colours[u] = u % (n - 1)
		for v := u + 1; v < n; v++ {
			g.Edges = append(g.Edges, [2]int{u, v})
		}
	}
	return g, Known{Objective: fmt.Sprintf("fewest one-coloured edges under %d colours", n-1), Lower: 1, Upper: 1,
		Witness: colours, Why: "some two vertices share a colour, and two suffice"}, nil
}

// Fano is the projective plane of 7 points and 7 lines of 3: the least
// hypergraph of triples without a 2-colouring.
func Fano() (instance.Hypergraph, Known) {
	lines := [][]int{{0, 1, 2}, {0, 3, 4}, {0, 5, 6}, {1, 3, 5}, {1, 4, 6}, {2, 3, 6}, {2, 4, 5}}
	return instance.Hypergraph{Names: numbered(7), Edges: lines}, Known{
		Objective: "fewest one-coloured edges under 2 colours", Lower: 1, Upper: 1, Witness: []int{1, 1, 1, 0, 0, 0, 0},
		Why: "the Fano plane has no 2-colouring, and one line against the rest leaves only itself in one colour"}
}

func sortEdges(edges [][2]int) {
	slices.SortFunc(edges, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
}
