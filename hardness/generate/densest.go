package generate

import (
	"cmp"
	"fmt"
	"slices"

	"relucert/hardness/instance"
)

// DensestOptions are the sizes of a graph with a planted dense part.
type DensestOptions struct {
	Vertices int
	Size     int     // vertices of the planted part
	Inside   float64 // probability of an edge within it; 1: a clique
	Outside  float64 // probability of any other edge
	Seed     uint64
}

// Densest is a random graph in which the edges within Size random vertices are
// more likely than others. No Size vertices have more edges than a clique, so with
// Inside = 1 the optimum is known; otherwise the planted part bounds it from below
// and the degrees from above.
func Densest(o DensestOptions) (instance.Graph, Known, error) {
	if err := o.check(); err != nil {
		return instance.Graph{}, Known{}, err
	}
	rng := newRand(o.Seed)
	part := subset(rng, o.Vertices, o.Size)
	in := indicator(part, o.Vertices)
	g := instance.Graph{Names: numbered(o.Vertices)}
	for u := range o.Vertices {
		for v := u + 1; v < o.Vertices; v++ {
			probability := o.Outside
			if in[u] && in[v] {
				probability = o.Inside
			}
			if rng.Float64() < probability {
				g.Edges = append(g.Edges, [2]int{u, v})
			}
		}
	}
	return g, Known{Objective: fmt.Sprintf("most edges within %d vertices", o.Size), Witness: part,
		Lower: float64(g.EdgesWithin(part)), Upper: float64(degreeBound(g, o.Size)),
		Why: "the planted part has that many, and degrees allow no more"}, nil
}

func (o DensestOptions) check() error {
	return cmp.Or(atLeast("size", o.Size, 1), between("vertices", o.Vertices, o.Size, mostSquared),
		probability("inside", o.Inside), probability("outside", o.Outside))
}

func probability(what string, p float64) error {
	if p >= 0 && p <= 1 {
		return nil
	}
	return fmt.Errorf("%s must be a probability from 0 to 1, not %v", what, p)
}

// degreeBound is half the sum of the size largest degrees, each at most size − 1.
func degreeBound(g instance.Graph, size int) int {
	degrees := g.Degrees()
	slices.Sort(degrees)
	sum := 0
	for _, d := range degrees[len(degrees)-size:] {
		sum += min(d, size-1)
	}
	return sum / 2
}
