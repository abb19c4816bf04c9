package wide

import (
	"encoding/binary"
	"math"
	"math/big"
	"math/bits"
)

// Integer is v.
func Integer(v int64) Fixed { return Fixed{uint64(v >> 63), uint64(v)} }

// Int64 is a, if that has so few bits.
func (a Fixed) Int64() int64 { return int64(a.lo) }

// Product is a·b.
func Product(a, b int64) Fixed {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return Fixed{hi - uint64(a>>63&b) - uint64(b>>63&a), lo}
}

// Power is 2^n, n < 127.
func Power(n uint) Fixed {
	if n >= 64 {
		return Fixed{hi: 1 << (n - 64)}
	}
	return Fixed{lo: 1 << n}
}

// Above is the number a ≥ 0 as an integer above it, by 1 at most.
func (a Fixed) Above() uint64 { return a.hi>>(Fraction-64) + 1 }

// Big is a.
func (a Fixed) Big() *big.Int {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], a.Abs().hi)
	binary.BigEndian.PutUint64(b[8:], a.Abs().lo)
	v := new(big.Int).SetBytes(b[:])
	if a.Negative() {
		v.Neg(v)
	}
	return v
}

// FromBig is v; it fails beyond 126 bits.
func FromBig(v *big.Int) (Fixed, bool) {
	if v.BitLen() > 126 {
		return Fixed{}, false
	}
	m := new(big.Int).Abs(v)
	low := new(big.Int).And(m, lowWord).Uint64()
	return Fixed{m.Rsh(m, 64).Uint64(), low}.Signed(v.Sign()), true
}

var lowWord = new(big.Int).SetUint64(^uint64(0))

// FromFloat is v with its bits beyond the fraction cut off; exact says that
// there are none. It fails beyond ±2^46.
func FromFloat(v float64) (a Fixed, exact, fits bool) {
	if v == 0 {
		return Fixed{}, true, true
	}
	f, e := math.Frexp(math.Abs(v))
	if e > 46 || math.IsInf(v, 0) || math.IsNaN(v) {
		return Fixed{}, false, false
	}
	mantissa := uint64(math.Ldexp(f, 53))
	shift := e - 53 + Fraction
	switch {
	case shift >= 64:
		a = Fixed{hi: mantissa << (shift - 64)}
	case shift >= 0:
		a = Fixed{mantissa >> (64 - shift), mantissa << shift}
	case shift > -64:
		a = Fixed{lo: mantissa >> -shift}
		exact = mantissa<<(64+shift) == 0
	}
	if v < 0 {
		a = a.Negated()
	}
	return a, exact || shift >= 0, true
}

// RatDown is the number v rounded down; it fails beyond ±2^46.
func RatDown(v *big.Rat) (Fixed, bool) {
	n := new(big.Int).Lsh(v.Num(), Fraction)
	return FromBig(n.Div(n, v.Denom()))
}

// RatUp is the number v rounded up; it fails beyond ±2^46.
func RatUp(v *big.Rat) (Fixed, bool) {
	a, ok := RatDown(new(big.Rat).Neg(v))
	return a.Negated(), ok
}
