package reduce

import "math/big"

// pair is the gadget for k = 2, an edge of two vertices: with W = toll/h², h = 1,
//
//	(g_1, h, W)    (g_2, h, W)    (g_1 + g_2, 0, W)
//
// Units (h, -h) and (-h, h) fit. Bounded, h = 1/⌈√(2/room)⌉, and the third row is divided
// by 2 and its weight multiplied by 4.
//
// Claim. With a -1 among the two signs the samples cost at least W·h².
//
// Proof. At most one unit u has sign +1. If u is not active on g_1, the prediction
// there is not positive and its error at least h; likewise on g_2. If u is active on
// both, it is additive, the other unit subadditive and subtracted: so
// f(g_1 + g_2) ≥ f(g_1) + f(g_2), the errors have e_3 - e_1 - e_2 ≥ 2h, and by Cauchy
// e_1² + e_2² + e_3² ≥ 4h²/3. ∎
//
// The same holds for max(0, f), the architecture with an output ReLU of Boob, Dey and Lan ([9] of the paper): an output of 0 on g_1 or g_2 is
// off by h, and otherwise f is positive on all three rows and the ReLU changes nothing. With two signs + it changes nothing
// either. So what Coloring claims for k = 2 it claims of that architecture too, and 2-colouring hypergraphs is NP-hard.
func pair(toll, room *big.Rat) gadget {
	h, r := whole(1), whole(1)
	if room != nil {
		h.SetFrac(big.NewInt(1), ceilingRoot(over(whole(2), room)))
		r = whole(2)
	}
	weight, value, minus := over(toll, square(h)), over(whole(1), r), new(big.Rat).Neg(h)
	return gadget{
		samples: []Sample{
			{X: []Term{{0, whole(1)}}, Y: h, Weight: weight},
			{X: []Term{{1, whole(1)}}, Y: h, Weight: weight},
			{X: []Term{{0, value}, {1, value}}, Y: new(big.Rat), Weight: times(weight, r, r)},
		},
		units: [][2]*big.Rat{{h, minus}, {minus, h}},
	}
}
