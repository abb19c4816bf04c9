package reduce

import (
	"fmt"
	"math/big"
	"slices"

	"relucert/hardness/instance"
)

// Occupied trains k units for fewer colours c: k − c units are kept busy by a gadget, in the manner of Vu, who goes
// from two colours to any k so (paper, section 2, Tight Running Time Lower Bound). It stands here
// to be compared with [Coloring], which needs no such gadget.
//
// The hypergraph gets vertices z_1, …, z_{k-c} and edges
//
//	{v, z_i}     weight d(v), for each v that lies in an edge
//	{z_i, z_j}   weight Ω
//
// and goes through Coloring with k colours. Dimension and samples grow by (k-c) and (k-c)(n+1) + (k-c)(k-c-1)/2, the sum of
// the edges' weights from Ω to Ω(1 + (k-c)ℓ' + (k-c)(k-c-1)/2), ℓ' being the mean size of an edge by weight.
//
// Claim. The least weight of monochromatic edges is that of the given hypergraph with c colours, and a k-colouring that leaves
// weight q decodes to a c-colouring that leaves at most q.
//
// Proof. A c-colouring and k − c further colours for the z leave the same edges. Conversely, if two z share a
// colour, q ≥ Ω and any colouring will do. Otherwise c colours are left. Give one of them to each v that
// shares a colour with a z: its new monochromatic edges weigh at most d(v), which {v, z_i} no longer costs. ∎
type Occupied struct {
	Hypergraph instance.Hypergraph `json:"hypergraph"`
	Colors     int                 `json:"colors"` // c
	Units      int                 `json:"units"`  // k > c
	Bounded    bool                `json:"bounded"`
	NoGadget   bool                `json:"no_gadget,omitempty"`

	plain, coloring *Coloring // of the given hypergraph, and of the larger one
}

// NewOccupied completes o. It refuses what NewColoring refuses, and as many units as colours or fewer.
func NewOccupied(o Occupied) (*Occupied, error) {
	plain, err := CompleteColoring(Coloring{Hypergraph: o.Hypergraph, Colors: o.Colors, Bounded: o.Bounded})
	if err != nil {
		return nil, err
	}
	if o.Units <= o.Colors || o.Units > mostColors {
		return nil, fmt.Errorf("%d units for %d colours: there must be more, up to %d", o.Units, o.Colors, mostColors)
	}
	o.plain = plain
	o.coloring, err = CompleteColoring(Coloring{Hypergraph: occupy(plain, o.Units-o.Colors), Colors: o.Units, Bounded: o.Bounded, NoGadget: o.NoGadget})
	return &o, err
}

// occupy adds the vertices z and their edges.
func occupy(c *Coloring, count int) instance.Hypergraph {
	h := instance.Hypergraph{Names: slices.Clone(c.Hypergraph.Names)}
	for e, edge := range c.Hypergraph.Edges {
		h.Edges, h.Weights = append(h.Edges, edge), append(h.Weights, c.Hypergraph.Weight(e))
	}
	n := len(h.Names)
	for i := range count {
		h.Names = append(h.Names, unused(h.Names, i+1))
		for v, degree := range c.degrees {
			if degree > 0 {
				h.Edges, h.Weights = append(h.Edges, []int{v, n + i}), append(h.Weights, degree)
			}
		}
		for other := range i {
			h.Edges, h.Weights = append(h.Edges, []int{n + other, n + i}), append(h.Weights, c.total)
		}
	}
	return h
}

// unused is a name for z_i that no vertex has.
func unused(names []string, i int) string {
	name := fmt.Sprintf("z%d", i)
	for slices.Contains(names, name) {
		name += "_"
	}
	return name
}

// Kind is "occupied".
func (o *Occupied) Kind() string { return "occupied" }

// Set is that of the larger hypergraph.
func (o *Occupied) Set() *Set { return o.coloring.Set() }

// Claim implements Reduction.
func (o *Occupied) Claim() Claim {
	claim := o.coloring.Claim()
	claim.Theorem = fmt.Sprintf("Vu's way from %d colours to %d units", o.Colors, o.Units)
	return claim
}

// Weights is the network of a colouring with c colours.
func (o *Occupied) Weights(colouring []int) Network {
	colouring = slices.Clone(colouring)
	for i := range o.Units - o.Colors {
		colouring = append(colouring, o.Colors+i)
	}
	return o.coloring.Weights(colouring)
}

// Decode implements Reduction.
func (o *Occupied) Decode(n Network, sse *big.Rat) Answer {
	answer := o.plain.answer(o.fewer(o.coloring.colouring(n)))
	answer.Guaranteed, answer.Guarantee = o.plain.guarantee(sse)
	return answer
}

// fewer is the proof's c-colouring for a k-colouring of the larger hypergraph.
func (o *Occupied) fewer(colouring []int) []int {
	n := len(o.Hypergraph.Names)
	left := make([]int, 0, o.Units) // the colours of no z
	for colour := range o.Units {
		if !slices.Contains(colouring[n:], colour) {
			left = append(left, colour)
		}
	}
	out := make([]int, n)
	for v := range out {
		out[v] = max(0, slices.Index(left[:o.Colors], colouring[v]))
	}
	return out
}

// Proves implements Reduction.
func (o *Occupied) Proves(lower *big.Rat) string { return o.coloring.proves(o.Colors, lower) }
