package reduce

import (
	"math/big"
	"slices"
)

// Set is described at Coloring. Its columns are v_ and a vertex's name, and two
// for the gadget; the signs are free. Without a gadget they are fixed.
func (c *Coloring) Set() *Set {
	s := &Set{Columns: append(slices.Clone(c.names), "gadget_1", "gadget_2"), Units: c.Colors}
	if c.NoGadget {
		s.Columns, s.Signs = s.Columns[:len(c.names)], slices.Repeat([]int{1}, c.Colors)
	}
	if c.Bounded {
		s.NormBound = whole(1)
	}
	s.Samples = append(c.ownSamples(), c.gadget.on(len(c.names))...)
	return s
}

// ownSamples are those but the gadget's.
func (c *Coloring) ownSamples() []Sample {
	samples := append(c.vertexSamples(), c.edgeSamples()...)
	if c.always > 0 {
		samples = append(samples, c.alwaysSample(new(big.Rat)), c.alwaysSample(c.scale))
	}
	return samples
}

func (c *Coloring) vertexSamples() (samples []Sample) {
	for v, column := range c.column {
		if column < 0 {
			continue
		}
		samples = append(samples, Sample{
			X:      []Term{{column, whole(1)}},
			Y:      c.scale,
			Weight: over(whole(1+c.degrees[v]), square(c.scale)),
		})
	}
	return samples
}

func (c *Coloring) edgeSamples() (samples []Sample) {
	for _, e := range c.edges {
		r := c.shrink(e)
		sample := Sample{Y: new(big.Rat), Weight: times(c.edgeWeight(e), square(over(r, c.scale)))}
		for _, v := range e.vertices {
			sample.X = append(sample.X, Term{c.column[v], over(whole(1), r)})
		}
		samples = append(samples, sample)
	}
	return samples
}

// alwaysSample is one of the two that no network fits together.
func (c *Coloring) alwaysSample(label *big.Rat) Sample {
	column := len(c.names) - 1
	return Sample{X: []Term{{column, whole(1)}}, Y: label, Weight: over(whole(4*c.always), square(c.scale))}
}

// shrink is r, by which the row of an edge is divided.
func (c *Coloring) shrink(e edge) *big.Rat {
	if !c.Bounded {
		return whole(1)
	}
	return new(big.Rat).SetFrac(ceilingRoot(whole(144*len(e.vertices))), big.NewInt(12))
}

// Weights is the network of the proof for a colouring, that is the colours of the
// vertices, from 0 below Colors. Its SSE is 0 if the colouring is proper.
func (c *Coloring) Weights(colouring []int) Network {
	colouring = c.giveUp(colouring)
	n := Network{Signs: slices.Repeat([]int{1}, c.Colors)}
	for j := range c.Colors {
		n.Weights = append(n.Weights, c.likes(colouring, j))
	}
	for j, last := range c.gadget.units {
		n.Weights[j] = append(n.Weights[j], last[:]...)
	}
	return n
}

// giveUp takes the colour, leaving -1, from a vertex of each monochromatic edge
// that would cost more than the vertex.
func (c *Coloring) giveUp(colouring []int) []int {
	colouring = slices.Clone(colouring)
	if c.keeps {
		return colouring
	}
	for _, e := range c.edges {
		v := c.cheapest(e)
		if isMonochromatic(e.vertices, colouring) && c.paid(e).Cmp(whole(1+c.degrees[v])) > 0 {
			colouring[v] = -1
		}
	}
	return colouring
}

func isMonochromatic(edge, colouring []int) bool {
	return !slices.ContainsFunc(edge, func(v int) bool { return colouring[v] != colouring[edge[0]] })
}

// likes are the weights of unit j on the vertices.
func (c *Coloring) likes(colouring []int, j int) []*big.Rat {
	weights := make([]*big.Rat, len(c.names), len(c.names)+2)
	if c.always > 0 {
		weights[len(c.names)-1] = new(big.Rat)
		if j == 0 {
			weights[len(c.names)-1] = times(c.scale, big.NewRat(1, 2))
		}
	}
	pressure := c.pressure(colouring, j)
	for v, column := range c.column {
		switch {
		case column < 0:
		case colouring[v] == j:
			weights[column] = c.scale
		default:
			weights[column] = times(whole(-1), c.scale, pressure[v])
		}
	}
	return weights
}

// pressure is p for each vertex, its greatest ratio of unit j's vertices to the others in an
// edge that has both.
func (c *Coloring) pressure(colouring []int, j int) []*big.Rat {
	pressure := slices.Repeat([]*big.Rat{new(big.Rat)}, len(c.column))
	for _, e := range c.edges {
		own := 0
		for _, v := range e.vertices {
			if colouring[v] == j {
				own++
			}
		}
		if own == len(e.vertices) {
			continue
		}
		p := ratio(own, len(e.vertices)-own)
		for _, v := range e.vertices {
			pressure[v] = larger(pressure[v], p)
		}
	}
	return pressure
}
