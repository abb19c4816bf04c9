package check

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
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

// TestDigits: decimals have all their digits, are on their side of the number, and within a unit of the last place; most of all around powers of ten.
func TestDigits(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		n, up := []int{6, 12}[rng.IntN(2)], rng.IntN(2) == 0
		v := math.Pow10(rng.IntN(40) - 20)
		for range rng.IntN(3) {
			v = math.Nextafter(v, math.Inf(1-2*rng.IntN(2)))
		}
		if rng.IntN(4) == 0 {
			v *= rng.NormFloat64()
		}
		text := digits(rational(v), n, up)
		got, ok := new(big.Rat).SetString(text)
		off := new(big.Rat).Sub(got, rational(v))
		off.Quo(off, rational(v))
		off.Mul(off.Abs(off), rational(math.Pow10(n-1)))
		if mantissa, _, _ := strings.Cut(strings.TrimPrefix(text, "-"), "e"); !ok || len(mantissa) < n+1 || off.Cmp(q(1)) > 0 || up == (got.Cmp(rational(v)) < 0) && got.Cmp(rational(v)) != 0 {
			t.Fatalf("seed %d: %v with %d digits, up %v, is %s", seed, v, n, up, text)
		}
	}
}
