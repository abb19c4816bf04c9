package reduce

import "relucert/hardness/instance"

// selection is some vertices of a graph.
type selection struct {
	near   [][]int // the neighbours of each vertex
	chosen []bool
	inside []int // how many neighbours of each are chosen
	size   int
}

func newSelection(g instance.Graph) *selection {
	n := len(g.Names)
	s := &selection{near: make([][]int, n), chosen: make([]bool, n), inside: make([]int, n)}
	for _, e := range g.Edges {
		s.near[e[0]] = append(s.near[e[0]], e[1])
		s.near[e[1]] = append(s.near[e[1]], e[0])
	}
	return s
}

// flip takes v in, or out again.
func (s *selection) flip(v int) {
	change := 1
	if s.chosen[v] {
		change = -1
	}
	s.chosen[v] = !s.chosen[v]
	s.size += change
	for _, u := range s.near[v] {
		s.inside[u] += change
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
