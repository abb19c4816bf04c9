package dataset

import (
	"bytes"
	"math"
	"strconv"
)

// sureDigits is how many digits a decimal may have so that no other one of as many
// has the same double, if that is normal.
const sureDigits = 15

// isShortest says that a cell less o is the shortest decimal of v, its double. If it is not, another
// number may have the same one.
func (o Decimal) isShortest(cell []byte, v float64) bool {
	text, ok := o.localText(cell)
	return ok && isShortest(text, v)
}

// isSurelyShortest is isShortest for most cells, which are short, at a glance.
func isSurelyShortest(cell []byte, v float64) bool {
	return len(cell) <= sureDigits && (v >= 0x1p-1022 || v <= -0x1p-1022) && bytes.IndexByte(cell, '/') < 0
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
