package wide

import "math/bits"

// Scaled is mantissa·2^exponent, the mantissa 0 or of 64 bits. What is computed with it is
// rounded down, by a share below 2^-62.
type Scaled struct {
	mantissa uint64
	exponent int
}

// scale makes the mantissa one of 64 bits.
func scale(m uint64, e int) Scaled {
	if m == 0 {
		return Scaled{}
	}
	n := bits.LeadingZeros64(m)
	return Scaled{m << n, e - n}
}

// Leading is |s|.
func (s *Sum) Leading() Scaled {
	t := *s
	if s.negative() {
		t = s.Negated()
	}
	words := [...]uint64{t.w3, t.w2, t.w1, t.w0}
	for i, w := range words {
		if w == 0 {
			continue
		}
		n := bits.LeadingZeros64(w)
		if n > 0 && i < 3 {
			w = w<<n | words[i+1]>>(64-n)
		} else {
			w <<= n
		}
		return Scaled{w, 64*(3-i) - n}
	}
	return Scaled{}
}

// Leading is |a|.
func (a Fixed) Leading() Scaled {
	a = a.Abs()
	if a.hi == 0 {
		return scale(a.lo, 0)
	}
	n := bits.LeadingZeros64(a.hi)
	return Scaled{a.hi<<n | a.lo>>(64-n), 64 - n}
}

// Times is a·b.
func (a Scaled) Times(b Scaled) Scaled {
	hi, lo := bits.Mul64(a.mantissa, b.mantissa)
	if hi>>63 == 0 {
		return scaledOf(hi<<1|lo>>63, a.exponent+b.exponent+63)
	}
	return Scaled{hi, a.exponent + b.exponent + 64}
}

func scaledOf(m uint64, e int) Scaled {
	if m == 0 {
		return Scaled{}
	}
	return Scaled{m, e}
}

// Over is a/b, b > 0.
func (a Scaled) Over(b Scaled) Scaled {
	q, _ := bits.Div64(a.mantissa>>1, a.mantissa<<63, b.mantissa)
	return scale(q, a.exponent-b.exponent-63)
}

// Half is a/2^n.
func (a Scaled) Half(n int) Scaled {
	a.exponent -= n
	return a
}

// InverseRoot is 1/√a, a > 0, wrong by a share of at most 2^-59; it fails if it is not found so well.
func (a Scaled) InverseRoot() (Scaled, bool) {
	x, e := a.mantissa>>1, a.exponent+63 // 1 ≤ x < 2, then 4, over 2^62
	if e&1 != 0 {
		x, e = a.mantissa, e-1
	}
	y := uint64(1) << 63 // over 2^63, from a line above 1/√x to begin with
	y -= (x - 1<<62) / 3
	for range 5 {
		square, _ := bits.Mul64(y, y)       // over 2^62
		product, _ := bits.Mul64(square, x) // over 2^60
		hi, lo := bits.Mul64(y, 3<<60-product)
		y = hi<<3 | lo>>61
	}
	for range 2 {
		hi, lo := bits.Mul64(y, y)
		rest := residue(hi, lo, x)
		correction, _ := bits.Mul64(y, uint64(max(rest, -rest)))
		if correction >>= 1; rest >= 0 {
			y += correction
		} else {
			y -= correction
		}
		if y > 1<<63 {
			y = 1 << 63
		}
	}
	hi, lo := bits.Mul64(y, y)
	rest := residue(hi, lo, x)
	return scale(y, -63-e/2), max(rest, -rest) < 1<<5
}

// residue is 1 − square·x, over 2^64, of a square over 2^126; as far off as can be told at most.
func residue(hi, lo, x uint64) int64 {
	high, low := bits.Mul64(hi, x) // over 2^124
	more, _ := bits.Mul64(lo, x)
	low, carry := bits.Add64(low, more, 0)
	high += carry
	low, borrow := bits.Sub64(0, low, 0)
	high, _ = bits.Sub64(1<<60, high, borrow)
	if h := int64(high); max(h, -h) > 1<<58 {
		return 1 << 62
	}
	return int64(high<<4 | low>>60)
}

// Fixed is the integer a·2^n rounded down; it fails beyond 126 bits.
func (a Scaled) Fixed(n int) (Fixed, bool) {
	switch e := a.exponent + n; {
	case a.mantissa == 0 || e <= -64:
		return Fixed{}, true
	case e <= 0:
		return Fixed{lo: a.mantissa >> -e}, true
	case e > 62:
		return Fixed{}, false
	default:
		return Fixed{a.mantissa >> (64 - e), a.mantissa << e}, true
	}
}

// Parts are a's mantissa and exponent.
func (a Scaled) Parts() (mantissa uint64, exponent int) { return a.mantissa, a.exponent }
