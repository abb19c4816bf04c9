package reduce

import "relucert/hardness/instance"

// selection is some vertices of a graph.
type selection struct {
	near   [][]neighbour // of each vertex
	chosen []bool
	inside []int // how many edges lead from each to those chosen
	size   int
}

func newSelection(g instance.Graph) *selection {
	n := len(g.Names)
	s := &selection{near: make([][]neighbour, n), chosen: make([]bool, n), inside: make([]int, n)}
	for i, e := range g.Edges {
		edges := int(g.Weight(i))
		s.near[e[0]] = append(s.near[e[0]], neighbour{e[1], edges})
		s.near[e[1]] = append(s.near[e[1]], neighbour{e[0], edges})
	}
	return s
}

type neighbour struct{ vertex, edges int }

// flip takes v in, or out again.
func (s *selection) flip(v int) {
	change := 1
	if s.chosen[v] {
		change = -1
	}
	s.chosen[v] = !s.chosen[v]
	s.size += change
	for _, u := range s.near[v] {
		s.inside[u.vertex] += change * u.edges
	}
}

// resize peels off the vertex of least degree, or adds that of most neighbours,
// until size are left.
func (s *selection) resize(size int) {
	for s.size > size {
		s.flip(s.best(true, -1))
	}
	for s.size < size {
		s.flip(s.best(false, 1))
	}
}

// best is the vertex, of those chosen or those not, of most inside·sign.
func (s *selection) best(chosen bool, sign int) int {
	best := -1
	for v, in := range s.chosen {
		if in == chosen && (best < 0 || sign*s.inside[v] > sign*s.inside[best]) {
			best = v
		}
	}
	return best
}

// vertices are those chosen.
func (s *selection) vertices() (vertices []int) {
	for v, in := range s.chosen {
		if in {
			vertices = append(vertices, v)
		}
	}
	return vertices
}
