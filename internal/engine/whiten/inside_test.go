package whiten

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/network"
)

// TestInside: units beyond the norm bound or the weight limit are put within it exactly, but
// for a few ulps onto it; others stay as they are.
func TestInside(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 1))
	moved := 0
	for round := range 300 {
		data := &dataset.Dataset{Features: []string{"a", "b"}}
		for range 6 {
			data.X, data.Y = append(data.X, rng.NormFloat64(), 100*rng.NormFloat64()), append(data.Y, rng.NormFloat64())
		}
		p, err := New(t.Context(), data, network.Class{NormBound: []float64{0, 0.1, 3}[round%3], WeightLimit: 0.7, Output: network.None})
		if err != nil {
			t.Fatal(err)
		}
		w := []float64{rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64() / 100}
		if e := p.excess(w); round%2 == 0 && e > 0 { // onto the bound, or beyond by an ulp or so
			for d := range w {
				w[d] *= (1 + float64(rng.IntN(5)-2)*ulp) / e
			}
		}
		net := &network.Network{Units: []network.Unit{{Sign: 1, Bias: w[0], Weights: w[1:]}}}
		before := p.excess(w)
		p.Inside(net)
		after := net.Units[0].Raw(true)
		if before > 1 {
			moved++
		}
		if e := p.excess(after); e > 1 || before > 1 && e < 1-0x1p-48 || before <= 1 && !same(w, after) {
			t.Errorf("seed %d round %d: %v (excess %v) becomes %v (%v)", seed, round, w, before, after, e)
		}
		if b := rational(p.class.NormBound); b.Sign() > 0 && sumOfSquares(after).Cmp(new(big.Rat).Mul(b, b)) > 0 {
			t.Errorf("seed %d round %d: beyond the norm bound", seed, round)
		}
	}
	if moved < 100 {
		t.Errorf("only %d units were beyond", moved)
	}
}

func same(a, b []float64) bool {
	for d := range a {
		if math.Float64bits(a[d]) != math.Float64bits(b[d]) {
			return false
		}
	}
	return true
}

// TestRootsAreAbove: a root is the least double not below, and infinity where none is above.
func TestRootsAreAbove(t *testing.T) {
	for _, exponent := range []uint{0, 1, 100, 2046, 2047, 2048, 3000} {
		v := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(3), exponent))
		root, above := rootUp(v), up(v)
		if beyond := exponent > 2046; beyond != math.IsInf(root, 1) || !beyond && new(big.Rat).Mul(rational(root), rational(root)).Cmp(v) < 0 {
			t.Errorf("3·2^%d has the root %v", exponent, root)
		}
		if beyond := exponent > 1022; beyond != math.IsInf(above, 1) || !beyond && rational(above).Cmp(v) < 0 {
			t.Errorf("3·2^%d is at most %v", exponent, above)
		}
	}
}
