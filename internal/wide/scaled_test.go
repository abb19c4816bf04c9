package wide

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func (a Scaled) rat() *big.Rat {
	v := new(big.Rat).SetInt(new(big.Int).SetUint64(a.mantissa))
	p := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(max(a.exponent, -a.exponent))))
	if a.exponent < 0 {
		return v.Quo(v, p)
	}
	return v.Mul(v, p)
}

// off is |a/b − 1|·2^bits.
func off(a, b *big.Rat, bits uint) float64 {
	v := new(big.Rat).Quo(a, b)
	v.Sub(v, big.NewRat(1, 1)).Abs(v)
	f, _ := v.Mul(v, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), bits))).Float64()
	return f
}

// TestScaled holds it against rationals.
func TestScaled(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 10000 {
		var s Sum
		a, b := Fixed{rng.Uint64() >> (1 + rng.IntN(64)), rng.Uint64() >> rng.IntN(63)}, Fixed{rng.Uint64() >> (1 + rng.IntN(64)), 1 + rng.Uint64()>>rng.IntN(64)>>1}
		s.Add(a, b)
		x, y := s.Leading(), b.Leading()
		exact := new(big.Rat).SetInt(s.Big())
		if s.Sign() == 0 {
			continue
		}
		if off(x.rat(), exact, 63) > 1 || off(y.rat(), new(big.Rat).SetInt(b.Big()), 63) > 1 {
			t.Fatalf("%d: leading of %v", i, s.Big())
		}
		if off(x.Times(y).rat(), new(big.Rat).Mul(x.rat(), y.rat()), 62) > 1 || off(x.Over(y).rat(), new(big.Rat).Quo(x.rat(), y.rat()), 62) > 1 {
			t.Fatalf("%d: %v times or over %v", i, x, y)
		}
		if shift := -40 - x.exponent; shift > -64 {
			f, fits := x.Fixed(shift)
			want := new(big.Rat).SetInt(f.Big())
			if got := x.Half(-shift).rat(); !fits || got.Cmp(want) < 0 || got.Cmp(want.Add(want, big.NewRat(1, 1))) >= 0 {
				t.Fatalf("%d: %v·2^%d is not %v", i, x, shift, f.Big())
			}
		}
		r, ok := x.InverseRoot()
		square := new(big.Rat).Mul(r.rat(), r.rat())
		if !ok || off(square.Mul(square, x.rat()), big.NewRat(1, 1), 58) > 1 {
			t.Fatalf("%d: inverse root of %v: %v %v", i, x, r, ok)
		}
	}
}
