package reduce

import (
	"fmt"

	"relucert/hardness/instance"
)

func (s *SAT) hypergraph() instance.Hypergraph {
	h := instance.Hypergraph{Names: s.names()}
	s.addVariables(&h)
	s.addClauses(&h)
	s.addPalette(&h)
	return h
}

func (s *SAT) names() (names []string) {
	for _, literal := range s.literals {
		name := fmt.Sprintf("x%d", variable(literal))
		if literal < 0 {
			name = "not_" + name
		}
		names = append(names, name)
	}
	names = append(names, "s")
	for i := 3; i <= s.Colors; i++ {
		names = append(names, fmt.Sprintf("z%d", i))
	}
	return names
}

func (s *SAT) addVariables(h *instance.Hypergraph) {
	for v, literal := range s.literals {
		if negation, ok := s.vertex[-literal]; ok && literal > 0 {
			join(h, min(s.occurs[v], s.occurs[negation]), v, negation)
		}
	}
}

func (s *SAT) addClauses(h *instance.Hypergraph) {
	for _, clause := range s.clauses {
		edge := make([]int, 0, len(clause)+1)
		for _, literal := range clause {
			edge = append(edge, s.vertex[literal])
		}
		join(h, 1, append(edge, s.anchor())...)
	}
}

// addPalette leaves the vertices so far two colours.
func (s *SAT) addPalette(h *instance.Hypergraph) {
	var all int64
	degrees := make([]int64, s.anchor()+1)
	for e, edge := range h.Edges {
		all += h.Weights[e]
		for _, v := range edge {
			degrees[v] += h.Weights[e]
		}
	}
	for z := s.anchor() + 1; z < len(h.Names); z++ {
		for v, degree := range degrees {
			join(h, degree, v, z)
		}
		for other := s.anchor() + 1; other < z; other++ {
			join(h, all, other, z)
		}
	}
}

// join leaves out edges without weight.
func join(h *instance.Hypergraph, weight int64, vertices ...int) {
	if weight == 0 {
		return
	}
	h.Edges = append(h.Edges, vertices)
	h.Weights = append(h.Weights, weight)
}

// Weights is a network of SSE 0 if the assignment satisfies the formula; variable
// v has the value assignment[v-1].
func (s *SAT) Weights(assignment []bool) Network {
	return s.coloring.Weights(s.colouring(assignment))
}

// colouring is that of the proof.
func (s *SAT) colouring(assignment []bool) []int {
	colouring := make([]int, s.anchor()+1)
	for v, literal := range s.literals {
		if assignment[variable(literal)-1] == (literal > 0) {
			colouring[v] = 1
		}
	}
	for z := 2; z < s.Colors; z++ {
		colouring = append(colouring, z)
	}
	return colouring
}
