package wide

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestIntegers(t *testing.T) {
	const seed = 2
	rng := rand.New(rand.NewPCG(seed, 1))
	edges := []int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}
	for round := range 1000 {
		a, b := int64(rng.Uint64()), int64(rng.Uint64())
		if round < len(edges)*len(edges) {
			a, b = edges[round/len(edges)], edges[round%len(edges)]
		}
		if got := Integer(a); got.Big().Cmp(big.NewInt(a)) != 0 || got.Int64() != a {
			t.Fatalf("Integer(%d) = %v", a, got.Big())
		}
		if got, want := Product(a, b).Big(), new(big.Int).Mul(big.NewInt(a), big.NewInt(b)); got.Cmp(want) != 0 {
			t.Fatalf("Product(%d, %d) = %v, want %v", a, b, got, want)
		}
	}
	for n := range uint(127) {
		if got, want := Power(n).Big(), new(big.Int).Lsh(big.NewInt(1), n); got.Cmp(want) != 0 {
			t.Errorf("Power(%d) = %v", n, got)
		}
	}
}

// TestFromFloat compares with rationals, and sees that what does not fit is refused.
func TestFromFloat(t *testing.T) {
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 1))
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0x1p46, -0x1p46, math.MaxFloat64} {
		if _, _, fits := FromFloat(v); fits {
			t.Errorf("%g fits", v)
		}
	}
	for range 20000 {
		v := math.Ldexp(rng.NormFloat64(), rng.IntN(200)-150)
		a, exact, fits := FromFloat(v)
		if fits != (math.Abs(v) < 0x1p46) {
			t.Fatalf("seed %d: %g fits: %v", seed, v, fits)
		}
		if !fits {
			continue
		}
		whole := new(big.Rat).SetFrac(new(big.Int).Lsh(big.NewInt(1), Fraction), big.NewInt(1))
		scaled := whole.Mul(whole, new(big.Rat).SetFloat64(v))
		want := new(big.Int).Quo(scaled.Num(), scaled.Denom())
		if a.Big().Cmp(want) != 0 || exact != scaled.IsInt() {
			t.Fatalf("seed %d: FromFloat(%g) = %v, %v, want %v", seed, v, a.Big(), exact, want)
		}
	}
}

// TestFromRat: one rounds down, the other up, by less than an ulp.
func TestFromRat(t *testing.T) {
	const seed = 4
	rng := rand.New(rand.NewPCG(seed, 1))
	ulps := new(big.Rat).SetInt(One.Big())
	for range 10000 {
		v := big.NewRat(rng.Int64()-1<<62, 1+rng.Int64N(1<<40))
		v.Quo(v, big.NewRat(1<<30, 1))
		down, fits := RatDown(v)
		up, also := RatUp(v)
		if !fits || !also {
			if v.Abs(v).Cmp(big.NewRat(1<<46, 1)) < 0 {
				t.Fatalf("seed %d: %v does not fit", seed, v)
			}
			continue
		}
		exact := new(big.Rat).Mul(v, ulps)
		floor := new(big.Int).Div(exact.Num(), exact.Denom())
		ceil := new(big.Int).Set(floor)
		if !exact.IsInt() {
			ceil.Add(ceil, big.NewInt(1))
		}
		if down.Big().Cmp(floor) != 0 || up.Big().Cmp(ceil) != 0 {
			t.Fatalf("seed %d: %v is between %v and %v", seed, v, down.Big(), up.Big())
		}
		if above := up.Above(); v.Sign() >= 0 && new(big.Rat).SetInt(new(big.Int).SetUint64(above)).Cmp(v) < 0 {
			t.Fatalf("seed %d: %d is not above %v", seed, above, v)
		}
	}
}
