package theorems

import (
	"fmt"
	"math/big"

	"relucert/hardness/generate"
	"relucert/hardness/reduce"
)

// twoWays has 1/ε of both ways to k units, ε being the average error below which weights decode to a solution.
func twoWays() (*Table, error) {
	t := &Table{Title: "Two ways to k units",
		Note: "1/ε, with ε the average squared error up to which weights surely decode to a proper colouring, within ‖w‖ ≤ 1. Random hypergraphs of N vertices and 3N edges of three. " +
			"Directly: k colours, k units, as the paper does. By way of two colours: k − 2 units are kept busy, in the manner of Vu. Left with the gadget that forces the signs, right with signs fixed (step I). " +
			"Vu's own gadget is not in the paper and was not at hand: this one is ours, in his manner. Its loss grows with k and hardly with N, as its edges weigh what they must and no more; " +
			"so with these weights the way by two colours keeps the form 2^Ω(1/ε) for a fixed k, and loses the factor shown.",
		Head: []string{"N", "k", "direct", "by two colours", "loss", "direct, signs fixed", "by two colours, signs fixed", "loss"}}
	for _, n := range []int{8, 16, 32, 64} {
		h, _, err := generate.Coloring(generate.ColoringOptions{Vertices: n, Edges: 3 * n, Size: 3, Colors: 2, Seed: 1})
		if err != nil {
			return nil, err
		}
		for k := 3; k <= 5; k++ {
			row := []string{fmt.Sprint(n), fmt.Sprint(k)}
			for _, plain := range []bool{false, true} {
				direct, err := reduce.CompleteColoring(reduce.Coloring{Hypergraph: h, Colors: k, Bounded: true, NoGadget: plain})
				if err != nil {
					return nil, err
				}
				busy, err := reduce.NewOccupied(reduce.Occupied{Hypergraph: h, Colors: 2, Units: k, Bounded: true, NoGadget: plain})
				if err != nil {
					return nil, err
				}
				a, b := inverse(direct), inverse(busy)
				row = append(row, fmt.Sprintf("%.3g", a), fmt.Sprintf("%.3g", b), fmt.Sprintf("%.1f×", b/a))
			}
			t.add(row, true)
		}
	}
	return t, nil
}

// inverse is 1/ε: the sum of the sample weights over the threshold of decoding.
func inverse(r reduce.Reduction) float64 {
	total := new(big.Rat)
	for _, s := range r.Set().Samples {
		total.Add(total, s.Weight)
	}
	v, _ := total.Quo(total, r.Claim().Threshold).Float64()
	return v
}
