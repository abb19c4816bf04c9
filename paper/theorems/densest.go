package theorems

import (
	"context"
	"fmt"
	"math/big"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// densest are all graphs on four vertices with an edge, up to names, of which two or three vertices are sought.
func densest(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All graphs on four vertices, κ = 2 and 3",
		Note: "Up to names. The least SSE is Z − den, Z of the reduction's file; the table has Z − min SSE. The interval is to a quarter of an edge.",
		Head: []string{"edges", "κ", "den", "Z − min SSE"}}
	for _, g := range graphs(4) {
		for size := 2; size <= 3; size++ {
			r, err := reduce.NewDensest(g, size, "exact")
			if err != nil {
				return nil, err
			}
			lower, upper, err := solved(ctx, r)
			if err != nil {
				return nil, err
			}
			den := mostEdges(g, size)
			z, _ := new(big.Rat).Add(r.Set().SSE(chosen(r, g, size)), new(big.Rat).SetInt64(int64(den))).Float64()
			row := []string{edgesText(g.Edges), fmt.Sprint(size), fmt.Sprint(den), fmt.Sprintf("%.2f to %.2f", z-upper, z-lower)}
			t.add(row, z-upper <= float64(den)+1e-6 && z-lower >= float64(den)-1e-6 && upper-lower < 0.5)
		}
	}
	return t, nil
}

// chosen are the weights of a densest set, as the proof has them: A on e0 and b on its vertices.
func chosen(r *reduce.Densest, g instance.Graph, size int) reduce.Network {
	m := int64(1)
	for m*m < 2*int64(size) {
		m++
	}
	norm := big.NewInt(m*m + int64(size))
	w := []*big.Rat{new(big.Rat).SetFrac(big.NewInt(m*m-int64(size)), norm)}
	best := densestSet(g, size)
	for v := range g.Names {
		value := new(big.Rat)
		if best>>v&1 == 1 {
			value.SetFrac(big.NewInt(2*m), norm)
		}
		w = append(w, value)
	}
	return reduce.Network{Signs: []int{1}, Weights: [][]*big.Rat{w}}
}

func mostEdges(g instance.Graph, size int) int { return inside(g, densestSet(g, size)) }

// densestSet tries all, as bits.
func densestSet(g instance.Graph, size int) (best int) {
	most := -1
	for set := range 1 << len(g.Names) {
		if popcount(set) == size && inside(g, set) > most {
			best, most = set, inside(g, set)
		}
	}
	return best
}

func inside(g instance.Graph, set int) (edges int) {
	for _, e := range g.Edges {
		edges += (set >> e[0]) & (set >> e[1]) & 1
	}
	return edges
}

func popcount(set int) (bits int) {
	for ; set > 0; set &= set - 1 {
		bits++
	}
	return bits
}
