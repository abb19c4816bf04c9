package check

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func randomFixed(rng *rand.Rand, size int) fixed {
	a := fixed{rng.Uint64(), rng.Uint64()}
	for a.size() > size || a.size() == 128 {
		n := uint(1 + rng.IntN(40))
		a = a.shifted(n)
	}
	return a
}

// TestFixed compares with math/big.
func TestFixed(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 2))
	unit := new(big.Int).Lsh(big.NewInt(1), fraction)
	for range 100000 {
		a, b := randomFixed(rng, rng.IntN(100)+3), randomFixed(rng, rng.IntN(100)+3)
		A, B := a.big(), b.big()
		if back, ok := fixedOf(A); !ok || back != a {
			t.Fatalf("%v -> %v -> %v", a, A, back)
		}
		same := func(name string, got fixed, want *big.Int) {
			t.Helper()
			if got.big().Cmp(want) != 0 {
				t.Fatalf("%s(%v, %v) = %v, want %v", name, A, B, got.big(), want)
			}
		}
		same("plus", a.plus(b), new(big.Int).Add(A, B))
		same("minus", a.minus(b), new(big.Int).Sub(A, B))
		same("shifted", a.shifted(7), new(big.Int).Rsh(A, 7))
		same("times", a.times(12345), new(big.Int).Mul(A, big.NewInt(12345)))
		if a.less(b) != (A.Cmp(B) < 0) || a.size() != A.BitLen() {
			t.Fatalf("less or size of %v, %v", A, B)
		}
		product := new(big.Int).Mul(A, B)
		if product.BitLen() > 200 {
			continue
		}
		floor := new(big.Int).Rsh(product, fraction) // rounds to -∞
		same("floor", mulFloor(a, b), floor)
		same("ceil", mulCeil(a, b), new(big.Int).Neg(new(big.Int).Rsh(new(big.Int).Neg(product), fraction)))
		half := new(big.Int).Add(product, new(big.Int).Rsh(unit, 1))
		same("nearest", mulNearest(a, b), half.Rsh(half, fraction))
	}
}

func BenchmarkDot(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := make([]fixed, 5), make([]fixed, 5)
	for d := range x {
		x[d], y[d] = randomFixed(rng, 80), randomFixed(rng, 80)
	}
	for b.Loop() {
		dot(x, y)
	}
}
