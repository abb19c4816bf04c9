package twofold

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// exact is a double-double's value.
func exact(a Number) *big.Float {
	v := new(big.Float).SetPrec(2000).SetFloat64(a.Hi)
	return v.Add(v, big.NewFloat(a.Lo))
}

// TestDoubleDouble bounds the errors of all operations by 2^-100, relative; of
// sums, to the sum of magnitudes.
func TestDoubleDouble(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	number := func() Number {
		a := rng.NormFloat64() * math.Exp2(float64(rng.IntN(40)))
		return Sum(a, a*rng.NormFloat64()*0x1p-55)
	}
	for range 20000 {
		a, b := number(), number()
		x, y := exact(a), exact(b)
		f := func() *big.Float { return new(big.Float).SetPrec(2000) }
		size := f().Add(f().Abs(x), f().Abs(y))
		for name, c := range map[string]struct {
			got         Number
			want, scale *big.Float
		}{
			"sum":        {a.Plus(b), f().Add(x, y), size},
			"difference": {a.Minus(b), f().Sub(x, y), size},
			"product":    {a.Times(b), f().Mul(x, y), nil},
			"scaled":     {a.Scaled(b.Hi), f().Mul(x, big.NewFloat(b.Hi)), nil},
			"quotient":   {a.Over(b), f().Quo(x, y), nil},
		} {
			scale := c.scale
			if scale == nil {
				scale = f().Abs(c.want)
			}
			fault := f().Abs(f().Sub(exact(c.got), c.want))
			if fault.Cmp(f().Mul(scale, big.NewFloat(0x1p-100))) > 0 {
				t.Fatalf("%s of %v and %v is %v", name, a, b, c.got)
			}
		}
	}
}
