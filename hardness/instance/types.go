package instance

// SetCover asks for sets of least total cost that contain every element.
type SetCover struct {
	Elements []string `json:"elements"` // names
	Names    []string `json:"names"`    // of the sets
	Sets     [][]int  `json:"sets"`     // elements, ascending, each once
	Costs    []int64  `json:"costs"`    // not negative
}

// Circuit is a monotone circuit. Wires are numbered with the inputs first and
// then the gates, each after the wires that it reads. Minimum Monotone Circuit
// Satisfiability asks for inputs of least total cost that make Output true.
type Circuit struct {
	Inputs []string `json:"inputs"` // names
	Costs  []int64  `json:"costs"`  // of setting an input true; not negative
	Gates  []Gate   `json:"gates"`
	Output int      `json:"output"` // a wire
}

// Gate is an AND or OR of wires. Of none, an AND is always true and an OR always false.
type Gate struct {
	Name  string `json:"name"`
	And   bool   `json:"and"`
	Reads []int  `json:"reads"`
}

// Graph is undirected and has no loops. Parallel edges are one of their number.
type Graph struct {
	Names   []string `json:"names"`             // of the vertices
	Edges   [][2]int `json:"edges"`             // smaller end first, ascending, each once
	Weights []int64  `json:"weights,omitempty"` // how often each is there; nil: once
}

// Hypergraph has edges of one or more vertices, each with a positive weight.
type Hypergraph struct {
	Names   []string `json:"names"`             // of the vertices
	Edges   [][]int  `json:"edges"`             // vertices ascending, each once
	Weights []int64  `json:"weights,omitempty"` // of the edges; nil: 1 each
}

// CNF is a conjunction of clauses. Literal v is variable v, from 1, and -v its
// negation, as in DIMACS files.
type CNF struct {
	Variables int     `json:"variables"`
	Clauses   [][]int `json:"clauses"`
}
