package reduce

import (
	"fmt"
	"math/big"
	"strings"
)

// Decode colours vertex v with the unit of the greatest w_jv. The solution is the
// colour, from 1, of each vertex's name; the value is the weight of the
// monochromatic edges.
func (c *Coloring) Decode(n Network, sse *big.Rat) Answer {
	answer := c.answer(c.colouring(n))
	answer.Guaranteed, answer.Guarantee = c.guarantee(sse)
	return answer
}

// answer is a colouring in the instance's names.
func (c *Coloring) answer(colouring []int) Answer {
	violated := c.Hypergraph.Monochromatic(colouring)
	return Answer{
		Valid:    violated == 0,
		Value:    new(big.Rat).SetInt64(violated),
		Solution: c.named(colouring),
		Text:     append(c.classes(colouring), c.monochromatic(colouring)...),
	}
}

// colouring is argmax_j w_jv for each vertex, 0 for one that lies in no edge.
func (c *Coloring) colouring(n Network) []int {
	colours := make([]int, len(c.column))
	for v, column := range c.column {
		if column < 0 {
			continue
		}
		for j, w := range n.Weights {
			if w[column].Cmp(n.Weights[colours[v]][column]) > 0 {
				colours[v] = j
			}
		}
	}
	return colours
}

func (c *Coloring) named(colouring []int) map[string]int {
	names := make(map[string]int, len(colouring))
	for v, colour := range colouring {
		names[c.Hypergraph.Names[v]] = colour + 1
	}
	return names
}

// classes are the lines of the colours that are used.
func (c *Coloring) classes(colouring []int) (lines []string) {
	members := make([][]int, c.Colors)
	for v, colour := range colouring {
		members[colour] = append(members[colour], v)
	}
	for colour, vertices := range members {
		if vertices != nil {
			lines = append(lines, fmt.Sprintf("colour %d: %s", colour+1, c.list(vertices)))
		}
	}
	return lines
}

// monochromatic are the lines of the edges that are.
func (c *Coloring) monochromatic(colouring []int) (lines []string) {
	for e, edge := range c.Hypergraph.Edges {
		if isMonochromatic(edge, colouring) {
			lines = append(lines, fmt.Sprintf("monochromatic: %s (weight %d)", c.list(edge), c.Hypergraph.Weight(e)))
		}
	}
	return lines
}

// list is the names of vertices.
func (c *Coloring) list(vertices []int) string {
	names := make([]string, len(vertices))
	for i, v := range vertices {
		names[i] = c.Hypergraph.Names[v]
	}
	return strings.Join(names, " ")
}

func (c *Coloring) guarantee(sse *big.Rat) (bool, string) {
	switch {
	case c.total == 0:
		return true, "a proper colouring: there are no edges"
	case c.always == 0 && sse.Cmp(whole(c.least)) <= 0:
		return true, "a proper colouring"
	case sse.Cmp(whole(c.total)) <= 0:
		return true, fmt.Sprintf("monochromatic edges of weight at most %s of %d", below(sse), c.total)
	}
	return false, nothing(sse, whole(c.total))
}

// below is the largest whole q with q < v or q = v = 0.
func below(v *big.Rat) *big.Int {
	if v.Sign() == 0 {
		return new(big.Int)
	}
	up := ceiling(v)
	return up.Sub(up, big.NewInt(1))
}

// Proves implements Reduction: q ≥ lower/D.
func (c *Coloring) Proves(lower *big.Rat) string { return c.proves(c.Colors, lower) }

func (c *Coloring) proves(colors int, lower *big.Rat) string {
	if lower.Sign() <= 0 {
		return ""
	}
	return fmt.Sprintf("not %d-colourable: every colouring leaves monochromatic edges of weight at least %s", colors, c.atLeast(lower))
}

// atLeast is what every colouring violates if the least SSE is at least lower > 0.
func (c *Coloring) atLeast(lower *big.Rat) *big.Int {
	q := ceiling(over(lower, c.dearest()))
	if least := big.NewInt(c.least); q.Cmp(least) < 0 {
		return least
	}
	return q
}
