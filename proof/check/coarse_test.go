package check

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/internal/wide"
)

// TestGlance: a glance never contradicts the exact interval, with the largest
// coordinates in as many columns as there may be.
func TestGlance(t *testing.T) {
	const seed = 12
	rng := rand.New(rand.NewPCG(seed, 1))
	seen := make(map[state]int)
	for round := range 4000 {
		n := []int{1, 2, 21, 64, 127, 128}[round%6]
		u, box, x, coarse := boundFixedUnit{}, &exactBox{}, make([]big.Int, n), make([]int64, n)
		pattern := rng.IntN(3)
		for d := range n {
			v := wide.One.Minus(wide.Ulp) // the largest of xBits 0
			if pattern > 0 && rng.IntN(3) == 0 {
				high := wide.Power(64).Times(rng.Uint64N(1 << (wide.Fraction - 64)))
				v = high.Plus(wide.Ulp.Times(rng.Uint64()))
			}
			v = v.Signed(1 - 2*rng.IntN(1+pattern))
			x[d] = *v.Big()
			coarse[d] = v.Rounded(wide.Fraction - coarseBits)
			lo := wide.One.Signed(1 - 2*rng.IntN(1+pattern))
			hi := wide.Max(lo, wide.One.Shifted(uint(rng.IntN(40))))
			u.lo, u.hi = append(u.lo, lo), append(u.hi, hi)
			box.lo, box.hi = append(box.lo, *lo.Big()), append(box.hi, *hi.Big())
		}
		u.coarsen()
		var least, most big.Int
		box.interval(&least, &most, x)
		s := u.glance(coarse)
		if seen[s]++; s&always != 0 && least.Sign() < 0 || s&never != 0 && most.Sign() > 0 {
			t.Fatalf("seed %d round %d: %d of %d columns: [%v, %v]", seed, round, s, n, &least, &most)
		}
	}
	if len(seen) < 2 {
		t.Errorf("glances see only %v", seen)
	}
}
