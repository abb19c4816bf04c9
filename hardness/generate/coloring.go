package generate

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"relucert/hardness/instance"
)

// ColoringOptions are the sizes of a random hypergraph.
type ColoringOptions struct {
	Vertices, Edges int
	Size            int // vertices of an edge; 2: a graph
	Colors          int // of the planted colouring, at least 2
	// Uncolorable plants (Size−1)·Colors + 1 vertices with all edges among them,
	// which no colouring survives: some colour has Size of them. For a graph that is
	// the complete graph on Colors + 1 vertices.
	Uncolorable bool
	// Gap plants as many such parts as have this share of all edges in one colour,
	// whatever the colouring. Parts may share edges, which then are there more than once.
	Gap  float64
	Seed uint64
}

// parts is how many parts are planted that no colouring survives.
func (o ColoringOptions) parts() int {
	return planted(o.Gap, o.Edges, o.Uncolorable)
}

// Coloring is a hypergraph of random edges, each once, that a planted colouring
// with classes of about the same size leaves in two colours or more. Under
// Uncolorable or Gap the planted colouring leaves one edge of each planted part in a single
// colour, and no colouring leaves fewer.
func Coloring(o ColoringOptions) (instance.Hypergraph, Known, error) {
	if err := o.check(); err != nil {
		return instance.Hypergraph{}, Known{}, err
	}
	rng := newRand(o.Seed)
	order, colours := rng.Perm(o.Vertices), make([]int, o.Vertices)
	for i, v := range order {
		colours[v] = i % o.Colors
	}
	known := Known{Objective: fmt.Sprintf("least weight of one-coloured edges under %d colours", o.Colors),
		Witness: colours, Why: "the planted colouring leaves no edge in one colour"}
	edges := newEdgeSet()
	for i := range o.parts() {
		part := order[:o.core()]
		if i > 0 {
			part = o.part(rng, order)
		}
		edges.addAll(part, o.Size)
		known.Lower, known.Upper = known.Lower+1, known.Upper+1
		known.Why = "the planted parts have no colouring, and the planted colours leave only one edge of each in one colour"
	}
	if err := o.fill(rng, edges, colours); err != nil {
		return instance.Hypergraph{}, Known{}, err
	}
	slices.SortFunc(edges.list, slices.Compare)
	return instance.Hypergraph{Names: numbered(o.Vertices), Edges: edges.list}, known, nil
}

func (o ColoringOptions) check() error {
	err := cmp.Or(atLeast("colors", o.Colors, 2), atLeast("size", o.Size, 2),
		atLeast("vertices", o.Vertices, o.Size), atLeast("edges", o.Edges, 0), fits("edges", o.Edges, o.Size))
	if err == nil && !(o.Gap >= 0 && o.Gap <= 1) {
		err = fmt.Errorf("gap must be a share from 0 to 1, not %v", o.Gap)
	}
	if err != nil || o.parts() == 0 {
		return err
	}
	if need := float64(o.parts()) * choose(o.core(), o.Size); float64(o.Edges) < need {
		err = fmt.Errorf("edges must be at least %v: all of %d vertices among %d", need, o.Size, o.core())
	}
	return cmp.Or(atLeast("vertices", o.Vertices, o.core()), err)
}

// core is how many vertices cannot all be coloured.
func (o ColoringOptions) core() int { return (o.Size-1)*o.Colors + 1 }

// part is the vertices of one more part: of each planted class Size − 1, and one more of the
// first, so that the planted colouring leaves one edge in one colour. Class c is every
// Colors-th of order, from its c-th on.
func (o ColoringOptions) part(rng *rand.Rand, order []int) (vertices []int) {
	for c := range o.Colors {
		count, class := o.Size-1, (len(order)+o.Colors-1-c)/o.Colors
		if c == 0 {
			count++
		}
		for _, i := range subset(rng, class, count) {
			vertices = append(vertices, order[c+i*o.Colors])
		}
	}
	return vertices
}

// fill adds random edges that are not of one colour until there are enough.
func (o ColoringOptions) fill(rng *rand.Rand, edges *edgeSet, colours []int) error {
	if room := o.room(); float64(o.Edges) > room {
		return fmt.Errorf("there are only %v edges of %d vertices that %d colours keep apart", room, o.Size, o.Colors)
	}
	for len(edges.list) < o.Edges {
		edge := subset(rng, o.Vertices, o.Size)
		if slices.ContainsFunc(edge, func(v int) bool { return colours[v] != colours[edge[0]] }) {
			edges.add(edge)
		}
	}
	return nil
}

// room is how many edges there can be.
func (o ColoringOptions) room() float64 {
	all := choose(o.Vertices, o.Size)
	for colour := range o.Colors {
		all -= choose((o.Vertices+o.Colors-1-colour)/o.Colors, o.Size)
	}
	return all + float64(o.parts())
}

// choose is the number of k-subsets of n, up to rounding above 2^53.
func choose(n, k int) float64 {
	count := 1.0
	for i := range k {
		count = count * float64(n-i) / float64(i+1)
	}
	return count
}

// edgeSet holds each edge once.
type edgeSet struct {
	list [][]int
	seen map[string]bool
}

func newEdgeSet() *edgeSet { return &edgeSet{seen: make(map[string]bool)} }

func (s *edgeSet) add(edge []int) {
	if key := fmt.Sprint(edge); !s.seen[key] {
		s.seen[key] = true
		s.list = append(s.list, edge)
	}
}

// addAll adds every edge of the given size, again if it is there.
func (s *edgeSet) addAll(vertices []int, size int) {
	var grow func(edge []int, from int)
	grow = func(edge []int, from int) {
		if len(edge) == size {
			edge = slices.Sorted(slices.Values(edge))
			s.seen[fmt.Sprint(edge)] = true
			s.list = append(s.list, edge)
			return
		}
		for i := from; i < len(vertices); i++ {
			grow(append(edge, vertices[i]), i+1)
		}
	}
	grow(nil, 0)
}
