package instance

import (
	"io"
	"slices"
)

// ReadGraph reads a graph from [DIMACS], [Lists] or [METIS]. name stands in
// errors, which are [*Error], and decides under [Auto]. An edge counts as often as it
// is given in one direction, the more frequent one: files that list each edge in both
// directions mean one. A loop is refused.
func ReadGraph(r io.Reader, name string, f Format) (Graph, error) {
	t, err := readText(r, name)
	if err != nil {
		return Graph{}, err
	}
	switch f := t.format(f, t.guessEdges()); f {
	case DIMACS, METIS:
		return readNumberedGraph(t, f)
	case Lists:
		return readEdgeList(t)
	default:
		return Graph{}, t.wrongFormat("a graph", f, "dimacs", "lists", "metis")
	}
}

// guessEdges is the format of a graph or hypergraph whose name does not tell.
func (t *text) guessEdges() Format {
	if t.startsDIMACS() {
		return DIMACS
	}
	return Lists
}

func readNumberedGraph(t *text, f Format) (Graph, error) {
	if f == DIMACS {
		return readCol(t)
	}
	return readMETIS(t)
}

// graphOf is a graph while its file is read.
type graphOf struct {
	text  *text
	edges [][2]int
}

func (g *graphOf) add(u, v int) error {
	if u == v {
		return g.text.fail("a loop: both ends of the edge are the same vertex")
	}
	g.edges = append(g.edges, [2]int{u, v})
	return nil
}

func (g *graphOf) finish(names []string) (Graph, error) {
	given := make(map[[2]int]int64)
	for _, e := range g.edges {
		given[e]++
	}
	graph := Graph{Names: names}
	for _, e := range g.edges {
		graph.Edges = append(graph.Edges, [2]int{min(e[0], e[1]), max(e[0], e[1])})
	}
	slices.SortFunc(graph.Edges, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	graph.Edges = slices.Compact(graph.Edges)
	for _, e := range graph.Edges {
		graph.Weights = append(graph.Weights, max(given[e], given[[2]int{e[1], e[0]}]))
	}
	if !slices.ContainsFunc(graph.Weights, func(w int64) bool { return w > 1 }) {
		graph.Weights = nil
	}
	return graph, g.text.checked(graph.Check())
}

// Weight is how often an edge is there.
func (g Graph) Weight(edge int) int64 {
	if g.Weights == nil {
		return 1
	}
	return g.Weights[edge]
}

// Degrees is the number of edges at each vertex.
func (g Graph) Degrees() []int {
	degrees := make([]int, len(g.Names))
	for i, e := range g.Edges {
		degrees[e[0]] += int(g.Weight(i))
		degrees[e[1]] += int(g.Weight(i))
	}
	return degrees
}

// Size is the number of edges.
func (g Graph) Size() (edges int) {
	for i := range g.Edges {
		edges += int(g.Weight(i))
	}
	return edges
}

// EdgesWithin is the number of edges between the given vertices.
func (g Graph) EdgesWithin(vertices []int) (edges int) {
	in := make([]bool, len(g.Names))
	for _, v := range vertices {
		in[v] = true
	}
	for i, e := range g.Edges {
		if in[e[0]] && in[e[1]] {
			edges += int(g.Weight(i))
		}
	}
	return edges
}

// Hypergraph is the graph as a hypergraph of the same vertices and edges.
func (g Graph) Hypergraph() Hypergraph {
	h := Hypergraph{Names: g.Names, Edges: make([][]int, len(g.Edges)), Weights: g.Weights}
	for i, e := range g.Edges {
		h.Edges[i] = []int{e[0], e[1]}
	}
	return h
}
