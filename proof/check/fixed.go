package check

import (
	"encoding/binary"
	"math"
	"math/big"
	"math/bits"
)

// fraction is how many bits a fixed number has behind the binary point.
const fraction = 80

// fixed is an integer of 128 bits in two's complement; as a number it stands
// for that many ulps. Sums must stay within ±2^47: see the table in doc.go.
type fixed struct{ hi, lo uint64 }

var (
	one = fixed{hi: 1 << (fraction - 64)}
	ulp = fixed{lo: 1} // 2^-80
)

func (a fixed) negative() bool { return int64(a.hi) < 0 }
func (a fixed) positive() bool { return int64(a.hi) > 0 || a.hi == 0 && a.lo > 0 }
func (a fixed) isZero() bool   { return a.hi|a.lo == 0 }

func (a fixed) plus(b fixed) fixed {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return fixed{hi, lo}
}

func (a fixed) minus(b fixed) fixed {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return fixed{hi, lo}
}

func (a fixed) negated() fixed { return fixed{}.minus(a) }

// signed is a, or -a if sign is negative.
func (a fixed) signed(sign int) fixed {
	if sign < 0 {
		return a.negated()
	}
	return a
}

func (a fixed) abs() fixed {
	if a.negative() {
		return a.negated()
	}
	return a
}

func (a fixed) less(b fixed) bool {
	return int64(a.hi) < int64(b.hi) || a.hi == b.hi && a.lo < b.lo
}

func maxOf(a, b fixed) fixed {
	if a.less(b) {
		return b
	}
	return a
}

func minOf(a, b fixed) fixed {
	if b.less(a) {
		return b
	}
	return a
}

// above0 is max(0, a), without a branch.
func (a fixed) above0() fixed {
	keep := ^uint64(int64(a.hi) >> 63)
	return fixed{a.hi & keep, a.lo & keep}
}

// half is a / 2 rounded down; shifted is a / 2^n rounded down, n < 64.
func (a fixed) shifted(n uint) fixed {
	return fixed{uint64(int64(a.hi) >> n), a.lo>>n | a.hi<<(64-n)}
}

// times is a·n for a small n, in ulps.
func (a fixed) times(n uint64) fixed {
	hi, lo := bits.Mul64(a.lo, n)
	return fixed{hi + a.hi*n, lo}
}

// size is the number of bits of |a|.
func (a fixed) size() int {
	a = a.abs()
	if a.hi > 0 {
		return 64 + bits.Len64(a.hi)
	}
	return bits.Len64(a.lo)
}

func (a fixed) big() *big.Int {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], a.abs().hi)
	binary.BigEndian.PutUint64(b[8:], a.abs().lo)
	v := new(big.Int).SetBytes(b[:])
	if a.negative() {
		v.Neg(v)
	}
	return v
}

// fixedOf fails if v has more than 126 bits.
func fixedOf(v *big.Int) (fixed, bool) {
	if v.BitLen() > 126 {
		return fixed{}, false
	}
	var words [2]uint64
	m := new(big.Int).Abs(v)
	words[0] = new(big.Int).And(m, lowWord).Uint64()
	words[1] = m.Rsh(m, 64).Uint64()
	return fixed{words[1], words[0]}.signed(v.Sign()), true
}

var lowWord = new(big.Int).SetUint64(^uint64(0))

// wide is an integer of 256 bits in two's complement, least word first: a sum
// of products of fixed numbers, with 160 bits behind the point.
type wide struct{ w0, w1, w2, w3 uint64 }

// add adds a·b, exactly.
func (s *wide) add(a, b fixed) {
	h00, p0 := bits.Mul64(a.lo, b.lo)
	h01, l01 := bits.Mul64(a.lo, b.hi)
	h10, l10 := bits.Mul64(a.hi, b.lo)
	h11, l11 := bits.Mul64(a.hi, b.hi)
	p1, c := bits.Add64(h00, l01, 0)
	p2, c := bits.Add64(h01, l11, c)
	p3 := h11 + c
	p1, c = bits.Add64(p1, l10, 0)
	p2, c = bits.Add64(p2, h10, c)
	p3 += c
	// The words are those of a and b mod 2^128: a negative factor has 2^128
	// times the other one too much.
	na, nb := uint64(int64(a.hi)>>63), uint64(int64(b.hi)>>63)
	p2, c = bits.Sub64(p2, b.lo&na, 0)
	p3, _ = bits.Sub64(p3, b.hi&na, c)
	p2, c = bits.Sub64(p2, a.lo&nb, 0)
	p3, _ = bits.Sub64(p3, a.hi&nb, c)
	s.w0, c = bits.Add64(s.w0, p0, 0)
	s.w1, c = bits.Add64(s.w1, p1, c)
	s.w2, c = bits.Add64(s.w2, p2, c)
	s.w3, _ = bits.Add64(s.w3, p3, c)
}

// floor, nearest and ceil are the sum as a fixed number.
func (s *wide) floor() fixed {
	const k = fraction - 64
	return fixed{s.w2>>k | s.w3<<(64-k), s.w1>>k | s.w2<<(64-k)}
}

func (s *wide) nearest() fixed { return s.plusLow(0, 1<<(fraction-64-1)) }
func (s *wide) ceil() fixed    { return s.plusLow(^uint64(0), 1<<(fraction-64)-1) }

func (s *wide) plusLow(w0, w1 uint64) fixed {
	t, c := *s, uint64(0)
	t.w0, c = bits.Add64(t.w0, w0, 0)
	t.w1, c = bits.Add64(t.w1, w1, c)
	t.w2, c = bits.Add64(t.w2, 0, c)
	t.w3 += c
	return t.floor()
}

func mulFloor(a, b fixed) fixed {
	var s wide
	s.add(a, b)
	return s.floor()
}

func mulNearest(a, b fixed) fixed {
	var s wide
	s.add(a, b)
	return s.nearest()
}

func mulCeil(a, b fixed) fixed {
	var s wide
	s.add(a, b)
	return s.ceil()
}

// dot is ⟨a, b⟩, rounded once to the nearest.
func dot(a, b []fixed) fixed {
	var s wide
	for d := range a {
		s.add(a[d], b[d])
	}
	return s.nearest()
}

// fixedFrom is v with its bits beyond the fraction cut off; exact says that
// there are none. It fails beyond ±2^46.
func fixedFrom(v float64) (a fixed, exact, fits bool) {
	if v == 0 {
		return fixed{}, true, true
	}
	f, e := math.Frexp(math.Abs(v))
	if e > 46 || math.IsInf(v, 0) || math.IsNaN(v) {
		return fixed{}, false, false
	}
	mantissa := uint64(math.Ldexp(f, 53))
	shift := e - 53 + fraction
	switch {
	case shift >= 64:
		a = fixed{hi: mantissa << (shift - 64)}
	case shift >= 0:
		a = fixed{mantissa >> (64 - shift), mantissa << shift}
	case shift > -64:
		a = fixed{lo: mantissa >> -shift}
		exact = mantissa<<(64+shift) == 0
	}
	if v < 0 {
		a = a.negated()
	}
	return a, exact || shift >= 0, true
}

// fixedDown and fixedUp round a rational; they fail beyond ±2^46.
func fixedDown(v *big.Rat) (fixed, bool) {
	n := new(big.Int).Lsh(v.Num(), fraction)
	return fixedOf(n.Div(n, v.Denom()))
}

func fixedUp(v *big.Rat) (fixed, bool) {
	a, ok := fixedDown(new(big.Rat).Neg(v))
	return a.negated(), ok
}
