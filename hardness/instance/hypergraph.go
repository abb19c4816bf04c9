package instance

import "io"

// ReadHypergraph reads a hypergraph from [HMETIS] or [Lists], or a graph from
// [DIMACS] or [METIS]. name stands in errors, which are [*Error], and decides under
// [Auto]. A vertex given twice in an edge counts once; equal edges are kept.
func ReadHypergraph(r io.Reader, name string, f Format) (Hypergraph, error) {
	t, err := readText(r, name)
	if err != nil {
		return Hypergraph{}, err
	}
	switch f := t.format(f, t.guessEdges()); f {
	case DIMACS, METIS:
		g, err := readNumberedGraph(t, f)
		return g.Hypergraph(), err
	case HMETIS:
		return readHMETIS(t)
	case Lists:
		return readEdges(t)
	default:
		return Hypergraph{}, t.wrongFormat("a hypergraph", f, "hmetis", "lists", "dimacs", "metis")
	}
}

// Weight is that of an edge.
func (h Hypergraph) Weight(edge int) int64 {
	if h.Weights == nil {
		return 1
	}
	return h.Weights[edge]
}

// Monochromatic is the total weight of the edges whose vertices share one
// colour, given that of each vertex.
func (h Hypergraph) Monochromatic(colours []int) (weight int64) {
	for i, edge := range h.Edges {
		if sameColour(edge, colours) {
			weight += h.Weight(i)
		}
	}
	return weight
}

func sameColour(edge, colours []int) bool {
	for _, v := range edge {
		if colours[v] != colours[edge[0]] {
			return false
		}
	}
	return true
}
