package dataset

import (
	"bytes"
	"math"
	"strconv"
)

// Decimal is the number Mantissa·10^Exponent, at most 18 digits of it.
type Decimal struct {
	Mantissa int64
	Exponent int
}

// mostDigits is how many an int64 holds, whatever they are; mostTens bounds a
// Decimal's exponent.
const (
	mostDigits = 18
	mostTens   = 40
)

// Decimals is [Scanner.Exact] for rows of short decimals, which most are. It is
// false when a cell is something else: a fraction, or of many digits.
func (s *Scanner) Decimals(x []Decimal, y, weight *Decimal) bool {
	ok, n := true, len(s.columns.features)
	for j := range s.columns.features {
		ok = parseShort(&x[j], s.cells[j]) && s.origin(j).away(&x[j]) && ok
	}
	if s.columns.target >= 0 {
		ok = parseShort(y, s.cells[n]) && s.targetOrigin.away(y) && ok
	}
	*weight = Decimal{Mantissa: 1}
	if s.columns.weight >= 0 {
		ok = parseShort(weight, s.cells[n+1]) && ok
	}
	return ok
}

// parseShort reads a cell that parseNumber has accepted.
func parseShort(dst *Decimal, cell []byte) bool {
	cell = bytes.TrimSpace(cell)
	*dst = Decimal{}
	digits, point := 0, -1
	end := len(cell)
	for i, c := range cell {
		if c == 'e' || c == 'E' {
			tens, err := strconv.Atoi(string(cell[i+1:]))
			if err != nil || tens < -mostTens || tens > mostTens {
				return false
			}
			dst.Exponent, end = tens, i
			break
		}
	}
	for i, c := range cell[:end] {
		switch {
		case '0' <= c && c <= '9':
			dst.Mantissa = 10*dst.Mantissa + int64(c-'0')
			if dst.Mantissa != 0 {
				digits++
			}
			if digits > mostDigits {
				return false
			}
		case c == '.':
			point = i
		case c != '-' && c != '+':
			return false
		}
	}
	if point >= 0 {
		dst.Exponent -= end - 1 - point
	}
	if cell[0] == '-' {
		dst.Mantissa = -dst.Mantissa
	}
	return true
}

// Shortest is the shortest decimal that reads back as v; false if its power of ten is beyond a Decimal's.
func Shortest(v float64) (d Decimal, ok bool) {
	if v == math.Trunc(v) && math.Abs(v) <= maxExactInt {
		return Decimal{Mantissa: int64(v)}, true
	}
	var text [32]byte
	ok = parseShort(&d, strconv.AppendFloat(text[:0], v, 'e', -1, 64))
	return d, ok
}
