package check

import (
	"math/big"
	"testing"
)

// TestDecimals encloses numbers of any size, far beyond those of doubles too.
func TestDecimals(t *testing.T) {
	for _, e := range []int{-5000, -1100, -1076, -1074, -1060, -1, 0, 1, 1023, 1024, 1100, 5000} {
		v := new(big.Rat).Mul(big.NewRat(11, 7), powerOf2(e))
		low, _ := new(big.Rat).SetString(decimal(v, false))
		high, _ := new(big.Rat).SetString(decimal(v, true))
		if low.Cmp(v) > 0 || high.Cmp(v) < 0 || new(big.Rat).Sub(high, low).Cmp(new(big.Rat).Mul(v, big.NewRat(1, 1e10))) > 0 {
			t.Errorf("11/7·2^%d is between %s and %s", e, decimal(v, false), decimal(v, true))
		}
		if f := fromHex(hexadecimal(v, false)); rational(f).Cmp(v) > 0 {
			t.Errorf("11/7·2^%d is above %g", e, f)
		}
	}
}

func powerOf2(e int) *big.Rat {
	v := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(max(e, -e))))
	if e < 0 {
		v.Inv(v)
	}
	return v
}
