package reduce

import "math/big"

// gadget is samples on two coordinates of their own which force a = all ones
// (Theorem 8, step II): k units of sign +1 fit them, and a network with a -1 pays.
type gadget struct {
	samples []Sample      // on the columns 0 and 1
	units   [][2]*big.Rat // weights of k units that fit
}

// newGadget makes a -1 among the signs cost at least toll. Bounded by a room, rows are no
// longer than 1, the squared norms of the units at most room ≤ 1/2, and 0 ≤ y ≤ k.
func newGadget(units int, toll, room *big.Rat) gadget {
	if units == 2 {
		return pair(toll, room)
	}
	return segment(units, toll, room)
}

// total is the sum of all weights.
func (g gadget) total() *big.Rat { return (&Set{Samples: g.samples}).Total() }

// on is the samples on the columns first and first+1.
func (g gadget) on(first int) []Sample {
	samples := make([]Sample, len(g.samples))
	for i, s := range g.samples {
		samples[i] = Sample{Y: s.Y, Weight: s.Weight}
		for _, term := range s.X {
			samples[i].X = append(samples[i].X, Term{first + term.Column, term.Value})
		}
	}
	return samples
}
