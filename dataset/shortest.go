package dataset

import (
	"bytes"
	"math"
	"strconv"
)

// sureDigits is how many digits a decimal may have so that no other one of as many
// has the same double, if that is normal.
const sureDigits = 15

// ambiguous says that a feature of the current row, less its origin, is not the shortest
// decimal of its double, so that another number may have the same one.
func (s *Scanner) ambiguous() bool {
	for j, i := range s.columns.features {
		cell, ok := s.origin(j).localText(s.rec.fields[i])
		if !ok || !isShortest(cell, s.x[j]) {
			return true
		}
	}
	return false
}

// longLabel says it of the label and the weight.
func (s *Scanner) longLabel() bool {
	cell, ok := s.targetOrigin.localText(s.rec.fields[s.columns.target])
	if !ok || !isShortest(cell, s.y) {
		return true
	}
	i := s.columns.weight
	return i >= 0 && !isShortest(s.rec.fields[i], s.weight)
}

// isShortest says whether a cell that parseNumber has accepted is the shortest
// decimal of v, but for trailing zeros.
func isShortest(cell []byte, v float64) bool {
	if bytes.IndexByte(cell, '/') >= 0 {
		return false
	}
	normal := math.Abs(v) >= 0x1p-1022
	if normal && len(cell) <= sureDigits {
		return true
	}
	var a, b [maxNumber]byte
	digits := significant(a[:0], cell)
	if normal && len(digits) <= sureDigits {
		return true
	}
	return bytes.Equal(digits, significant(b[:0], strconv.AppendFloat(nil, v, 'e', -1, 64)))
}

// significant appends the digits of a decimal without zeros at either end.
func significant(dst, decimal []byte) []byte {
	for _, c := range decimal {
		if c == 'e' || c == 'E' {
			break
		}
		if '0' < c && c <= '9' || c == '0' && len(dst) > 0 {
			dst = append(dst, c)
		}
	}
	return bytes.TrimRight(dst, "0")
}
