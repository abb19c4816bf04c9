package wide

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func randomFixed(rng *rand.Rand, size int) Fixed {
	a := Fixed{rng.Uint64(), rng.Uint64()}
	for a.Size() > size || a.Size() == 128 {
		n := uint(1 + rng.IntN(40))
		a = a.Shifted(n)
	}
	return a
}

// TestFixed compares with math/big.
func TestFixed(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 2))
	unit := new(big.Int).Lsh(big.NewInt(1), Fraction)
	for range 100000 {
		a, b := randomFixed(rng, rng.IntN(100)+3), randomFixed(rng, rng.IntN(100)+3)
		A, B := a.Big(), b.Big()
		if back, ok := FromBig(A); !ok || back != a {
			t.Fatalf("%v -> %v -> %v", a, A, back)
		}
		same := func(name string, got Fixed, want *big.Int) {
			t.Helper()
			if got.Big().Cmp(want) != 0 {
				t.Fatalf("%s(%v, %v) = %v, want %v", name, A, B, got.Big(), want)
			}
		}
		same("plus", a.Plus(b), new(big.Int).Add(A, B))
		same("minus", a.Minus(b), new(big.Int).Sub(A, B))
		same("shifted", a.Shifted(7), new(big.Int).Rsh(A, 7))
		same("times", a.Times(12345), new(big.Int).Mul(A, big.NewInt(12345)))
		if a.Less(b) != (A.Cmp(B) < 0) || a.Compare(b) != A.Cmp(B) || a.Size() != A.BitLen() {
			t.Fatalf("less or size of %v, %v", A, B)
		}
		product := new(big.Int).Mul(A, B)
		if product.BitLen() > 200 {
			continue
		}
		floor := new(big.Int).Rsh(product, Fraction) // rounds to -∞
		same("floor", MulFloor(a, b), floor)
		same("ceil", MulCeil(a, b), new(big.Int).Neg(new(big.Int).Rsh(new(big.Int).Neg(product), Fraction)))
		half := new(big.Int).Add(product, new(big.Int).Rsh(unit, 1))
		same("nearest", MulNearest(a, b), half.Rsh(half, Fraction))
	}
}

func BenchmarkDot(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := make([]Fixed, 5), make([]Fixed, 5)
	for d := range x {
		x[d], y[d] = randomFixed(rng, 80), randomFixed(rng, 80)
	}
	for b.Loop() {
		Dot(x, y)
	}
}
