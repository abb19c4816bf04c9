package certificate

import (
	"math"
	"math/bits"
	"strconv"
)

// appendNumber writes v exactly: sign, odd hexadecimal mantissa, power of two.
func appendNumber(dst []byte, v float64) []byte {
	if v == 0 {
		return append(dst, '0')
	}
	if v < 0 {
		dst, v = append(dst, '-'), -v
	}
	fraction, exponent := math.Frexp(v)
	mantissa := uint64(math.Ldexp(fraction, 53))
	zeros := bits.TrailingZeros64(mantissa)
	dst = strconv.AppendUint(dst, mantissa>>zeros, 16)
	return strconv.AppendInt(append(dst, 'p'), int64(exponent-53+zeros), 10)
}

// parseNumber accepts only what appendNumber writes.
func parseNumber(text []byte) (float64, bool) {
	s := text
	if len(s) == 1 && s[0] == '0' {
		return 0, true
	}
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		s = s[1:]
	}
	mantissa, s := hexadecimal(s)
	if len(s) < 2 || s[0] != 'p' || mantissa&1 == 0 || mantissa >= 1<<53 {
		return 0, false
	}
	exponent, ok := decimal(s[1:])
	if !ok {
		return 0, false
	}
	v := math.Ldexp(float64(mantissa), exponent)
	if math.IsInf(v, 0) || math.Ldexp(v, -exponent) != float64(mantissa) {
		return 0, false // overflows, or loses bits as a denormal
	}
	if negative {
		v = -v
	}
	return v, true
}

// hexadecimal reads lower-case digits without a leading zero; 0 if there are
// none or too many.
func hexadecimal(s []byte) (v uint64, rest []byte) {
	i := 0
	for ; i < len(s) && i < 15; i++ {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			v = v<<4 | uint64(c-'0')
		case 'a' <= c && c <= 'f':
			v = v<<4 | uint64(c-'a'+10)
		default:
			return v, s[i:]
		}
		if v == 0 {
			return 0, s
		}
	}
	return v, s[i:]
}

// decimal reads an integer of at most four digits without leading zeros.
func decimal(s []byte) (int, bool) {
	digits := s
	if len(s) > 1 && s[0] == '-' {
		digits = s[1:]
	}
	if len(digits) == 0 || len(digits) > 4 || digits[0] == '0' && len(s) > 1 {
		return 0, false
	}
	v := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = 10*v + int(c-'0')
	}
	if len(digits) < len(s) {
		v = -v
	}
	return v, true
}
