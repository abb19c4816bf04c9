package wide

import (
	"encoding/binary"
	"math/big"
	"math/bits"
)

// Sum is an integer of 256 bits in two's complement, least word first: a sum of
// products, which as numbers have 2·Fraction bits behind the point.
type Sum struct{ w0, w1, w2, w3 uint64 }

// Add adds a·b, exactly.
func (s *Sum) Add(a, b Fixed) {
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

// Plus is s + t.
func (s *Sum) Plus(t *Sum) (sum Sum) {
	var c uint64
	sum.w0, c = bits.Add64(s.w0, t.w0, 0)
	sum.w1, c = bits.Add64(s.w1, t.w1, c)
	sum.w2, c = bits.Add64(s.w2, t.w2, c)
	sum.w3, _ = bits.Add64(s.w3, t.w3, c)
	return sum
}

// Negated is −s.
func (s *Sum) Negated() (n Sum) {
	var b uint64
	n.w0, b = bits.Sub64(0, s.w0, 0)
	n.w1, b = bits.Sub64(0, s.w1, b)
	n.w2, b = bits.Sub64(0, s.w2, b)
	n.w3, _ = bits.Sub64(0, s.w3, b)
	return n
}

// Quo is s / d, rounded toward 0.
func (s *Sum) Quo(d uint64) (q Sum, remainder uint64) {
	t := *s
	if s.negative() {
		t = s.Negated()
	}
	q.w3, remainder = bits.Div64(0, t.w3, d)
	q.w2, remainder = bits.Div64(remainder, t.w2, d)
	q.w1, remainder = bits.Div64(remainder, t.w1, d)
	q.w0, remainder = bits.Div64(remainder, t.w0, d)
	if s.negative() {
		q = q.Negated()
	}
	return q, remainder
}

// Sign is −1, 0 or 1.
func (s *Sum) Sign() int {
	switch {
	case s.negative():
		return -1
	case s.w0|s.w1|s.w2|s.w3 == 0:
		return 0
	}
	return 1
}

func (s *Sum) negative() bool { return int64(s.w3) < 0 }

// Floor is the sum as a number, rounded down.
func (s *Sum) Floor() Fixed {
	const k = Fraction - 64
	return Fixed{s.w2>>k | s.w3<<(64-k), s.w1>>k | s.w2<<(64-k)}
}

// Nearest is the sum as a number, rounded to the nearest.
func (s *Sum) Nearest() Fixed { return s.floorWith(0, 1<<(Fraction-64-1)) }

// Ceil is the sum as a number, rounded up.
func (s *Sum) Ceil() Fixed { return s.floorWith(^uint64(0), 1<<(Fraction-64)-1) }

func (s *Sum) floorWith(w0, w1 uint64) Fixed {
	t, c := *s, uint64(0)
	t.w0, c = bits.Add64(t.w0, w0, 0)
	t.w1, c = bits.Add64(t.w1, w1, c)
	t.w2, c = bits.Add64(t.w2, 0, c)
	t.w3 += c
	return t.Floor()
}

// Rounded is s / 2^n to the nearest, 64 < n < 128; it fails beyond 126 bits.
func (s *Sum) Rounded(n uint) (v Fixed, fits bool) {
	t, c, k := *s, uint64(0), n-64
	t.w1, c = bits.Add64(t.w1, 1<<(k-1), 0)
	t.w2, c = bits.Add64(t.w2, 0, c)
	t.w3 += c
	v = Fixed{t.w2>>k | t.w3<<(64-k), t.w1>>k | t.w2<<(64-k)}
	rest := int64(t.w3) >> k
	return v, (rest == 0 && !v.Negative() || rest == -1 && v.Negative()) && v.Size() <= 126
}

// Integer is s; it fails below 0 and beyond 126 bits.
func (s *Sum) Integer() (v Fixed, fits bool) {
	v = Fixed{s.w1, s.w0}
	return v, s.w2|s.w3 == 0 && !v.Negative() && v.Size() <= 126
}

// Within128 says whether −2^128 ≤ s < 2^128.
func (s *Sum) Within128() bool { return s.w2|s.w3 == 0 || s.w2&s.w3 == ^uint64(0) }

// Within200 says whether −2^200 ≤ s < 257·2^192, about: then Nearest has at most 121 bits.
func (s *Sum) Within200() bool { return int64(s.w3) >= -256 && int64(s.w3) <= 256 }

// Big is s.
func (s *Sum) Big() *big.Int {
	t := *s
	if s.negative() {
		t = s.Negated()
	}
	var b [32]byte
	for i, w := range [...]uint64{t.w3, t.w2, t.w1, t.w0} {
		binary.BigEndian.PutUint64(b[8*i:], w)
	}
	v := new(big.Int).SetBytes(b[:])
	if s.negative() {
		v.Neg(v)
	}
	return v
}
