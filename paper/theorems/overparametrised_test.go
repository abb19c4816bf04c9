package theorems

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// TestAsManyUnitsAsSamples: m units with a bias fit any labels of m different inputs, and one unit mostly does not.
func TestAsManyUnitsAsSamples(t *testing.T) {
	few := 0
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 51))
		m := 2 + rng.IntN(3)
		var s farkas.Samples
		for i := range m {
			s.X = append(s.X, []*big.Rat{big.NewRat(1, 1), big.NewRat(int64(3*i), 1)})
			s.Y = append(s.Y, big.NewRat(rng.Int64N(9)-4, 1))
		}
		for _, units := range []int{1, m} {
			p, err := realizable.DecideSum(t.Context(), s, farkas.SignChoices(units), realizable.Options{})
			if err == nil {
				err = p.Verify(s, farkas.SignChoices(units))
			}
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case units == m && p.Network == nil:
				t.Errorf("seed %d, 51: %d units do not fit %d samples", seed, units, m)
			case units == 1 && p.Network == nil:
				few++
			}
		}
	}
	if few < 3 {
		t.Errorf("one unit does not fit only %d times", few)
	}
}
