package wide

import (
	"cmp"
	"math/bits"
)

// Fraction is how many bits a Fixed has behind the binary point.
const Fraction = 80

// Fixed is an integer of 128 bits in two's complement; as a number it stands
// for that many ulps.
type Fixed struct{ hi, lo uint64 }

// One is 1 as a number, Ulp the integer 1.
var (
	One = Fixed{hi: 1 << (Fraction - 64)}
	Ulp = Fixed{lo: 1} // 2^-Fraction
)

// Negative says whether a < 0.
func (a Fixed) Negative() bool { return int64(a.hi) < 0 }

// Positive says whether a > 0.
func (a Fixed) Positive() bool { return int64(a.hi) > 0 || a.hi == 0 && a.lo > 0 }

// IsZero says whether a = 0.
func (a Fixed) IsZero() bool { return a.hi|a.lo == 0 }

// Plus is a + b.
func (a Fixed) Plus(b Fixed) Fixed {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return Fixed{hi, lo}
}

// Minus is a − b.
func (a Fixed) Minus(b Fixed) Fixed {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return Fixed{hi, lo}
}

// Negated is −a.
func (a Fixed) Negated() Fixed { return Fixed{}.Minus(a) }

// Signed is a, or −a if sign is negative.
func (a Fixed) Signed(sign int) Fixed {
	if sign < 0 {
		return a.Negated()
	}
	return a
}

// Abs is |a|.
func (a Fixed) Abs() Fixed {
	if a.Negative() {
		return a.Negated()
	}
	return a
}

// Less says whether a < b.
func (a Fixed) Less(b Fixed) bool {
	return int64(a.hi) < int64(b.hi) || a.hi == b.hi && a.lo < b.lo
}

// Compare is −1, 0 or 1 as a is less than b, equal or greater.
func (a Fixed) Compare(b Fixed) int {
	return cmp.Or(cmp.Compare(int64(a.hi), int64(b.hi)), cmp.Compare(a.lo, b.lo))
}

// Max is the larger one.
func Max(a, b Fixed) Fixed {
	if a.Less(b) {
		return b
	}
	return a
}

// Min is the smaller one.
func Min(a, b Fixed) Fixed {
	if b.Less(a) {
		return b
	}
	return a
}

// Above0 is max(0, a), without a branch.
func (a Fixed) Above0() Fixed {
	keep := ^uint64(int64(a.hi) >> 63)
	return Fixed{a.hi & keep, a.lo & keep}
}

// Shifted is a / 2^n rounded down, n < 64.
func (a Fixed) Shifted(n uint) Fixed {
	return Fixed{uint64(int64(a.hi) >> n), a.lo>>n | a.hi<<(64-n)}
}

// Rounded is a / 2^n to the nearest, 0 < n < 128, as an integer that fits.
func (a Fixed) Rounded(n uint) int64 {
	if n >= 65 {
		a = Fixed{uint64(int64(a.hi) >> 63), a.hi}
		n -= 64
	}
	return a.Shifted(n - 1).Plus(Ulp).Shifted(1).Int64()
}

// Times is a·n.
func (a Fixed) Times(n uint64) Fixed {
	hi, lo := bits.Mul64(a.lo, n)
	return Fixed{hi + a.hi*n, lo}
}

// Size is the number of bits of |a|.
func (a Fixed) Size() int {
	a = a.Abs()
	if a.hi > 0 {
		return 64 + bits.Len64(a.hi)
	}
	return bits.Len64(a.lo)
}

// MulFloor is a·b as numbers, rounded down.
func MulFloor(a, b Fixed) Fixed {
	var s Sum
	s.Add(a, b)
	return s.Floor()
}

// MulNearest is a·b as numbers, rounded to the nearest.
func MulNearest(a, b Fixed) Fixed {
	var s Sum
	s.Add(a, b)
	return s.Nearest()
}

// MulCeil is a·b as numbers, rounded up.
func MulCeil(a, b Fixed) Fixed {
	var s Sum
	s.Add(a, b)
	return s.Ceil()
}

// Dot is ⟨a, b⟩, rounded once to the nearest.
func Dot(a, b []Fixed) Fixed {
	var s Sum
	for d := range a {
		s.Add(a[d], b[d])
	}
	return s.Nearest()
}
