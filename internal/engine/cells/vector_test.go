package cells

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// sized is a primitive vector of entries up to a random power of two, some of them 0 or equal.
func sized(rng *rand.Rand, r int) []*big.Int {
	out := make([]*big.Int, r)
	bits := uint(1 + rng.IntN(70))
	for d := range out {
		out[d] = new(big.Int).Lsh(big.NewInt(rng.Int64()), bits)
		out[d].Add(out[d], big.NewInt(rng.Int64())).Rsh(out[d], 63)
		switch rng.IntN(4) {
		case 0:
			out[d].Neg(out[d])
		case 1:
			out[d].SetInt64(int64(rng.IntN(3)))
		}
	}
	return makePrimitive(out)
}

// TestVectors compares signs and combinations with integers of any size.
func TestVectors(t *testing.T) {
	negatives := 0
	for seed := range uint64(20_000) {
		rng := rand.New(rand.NewPCG(seed, 6))
		r := 2 + rng.IntN(3)
		exact := [3][]*big.Int{sized(rng, r), sized(rng, r), sized(rng, r)}
		u, v, h := newVector(exact[0]), newVector(exact[1]), newVector(exact[2])
		if u.sign(&h)*v.sign(&h) < 0 && rng.IntN(2) == 0 {
			u = between(&u, &v, &h)
		}
		want := new(big.Int)
		for d := range r {
			want.Add(want, new(big.Int).Mul(u.entry(d), h.entry(d)))
		}
		if got := u.sign(&h); got != want.Sign() {
			t.Fatalf("seed %d, 6: sign %d, want %d of %v and %v", seed, got, want.Sign(), u, h)
		}
		opposite := u.opposite()
		if want.Sign()*v.sign(&h) >= 0 || slices.Equal(opposite.near, v.near) {
			continue
		}
		negatives++
		w := between(&u, &v, &h)
		if got := w.product(&h); got.Sign() != 0 {
			t.Fatalf("seed %d, 6: ⟨between, h⟩ = %v of %v, %v, %v: %v", seed, got, u, v, h, w)
		}
	}
	if negatives < 1000 {
		t.Errorf("only %d vectors on two sides", negatives)
	}
}
