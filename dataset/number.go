package dataset

import (
	"bytes"
	"errors"
	"math"
	"math/big"
	"strconv"
)

// maxNumber is the longest number accepted, in bytes. It bounds the time and
// memory of exact arithmetic on one cell.
const maxNumber = 1024

// maxExactInt is 2^53: integers up to it are exact as float64.
const maxExactInt = 1 << 53

var (
	errNotNumber   = errors.New("is not a number")
	errNotFinite   = errors.New("is not finite")
	errTooLarge    = errors.New("is too large for a double")
	errZeroDivisor = errors.New("divides by zero")
	errTooLong     = errors.New("has more than " + strconv.Itoa(maxNumber) + " characters")
)

// parseNumber is the double nearest to the rational a cell stands for, or
// ErrMissing, errNotNumber (the cell is text), or another error (it is a number
// that cannot be used).
func parseNumber(cell []byte) (float64, error) {
	cell = bytes.TrimSpace(cell)
	switch shapeOf(cell) {
	case shapeDecimal:
		return parseDecimal(cell)
	case shapeFraction:
		return parseFraction(cell)
	}
	return 0, whyNoNumber(cell)
}

type shape int

const (
	shapeText shape = iota
	shapeDecimal
	shapeFraction
)

// shapeOf looks at the characters only. It keeps out what strconv.ParseFloat
// takes beyond decimals: hexadecimal, underscores, words for infinity.
func shapeOf(cell []byte) shape {
	s := shapeText
	for _, c := range cell {
		switch {
		case '0' <= c && c <= '9':
			s = max(s, shapeDecimal)
		case c == '/':
			s = shapeFraction
		case c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E':
			return shapeText
		}
	}
	return s
}

func parseDecimal(cell []byte) (float64, error) {
	if len(cell) > maxNumber {
		return 0, errTooLong
	}
	v, err := strconv.ParseFloat(string(cell), 64)
	switch {
	case err == nil:
		return v, nil
	case errors.Is(err, strconv.ErrRange):
		return 0, errTooLarge
	}
	return 0, errNotNumber
}

// parseFraction is p/q. The quotient of two integers below 2^53 is one correctly
// rounded division; beyond, math/big rounds.
func parseFraction(cell []byte) (float64, error) {
	num, den, _ := bytes.Cut(cell, []byte("/"))
	if !isInteger(num) || !isDigits(den) {
		return 0, errNotNumber
	}
	if len(cell) > maxNumber {
		return 0, errTooLong
	}
	p, errP := strconv.ParseInt(string(num), 10, 64)
	q, errQ := strconv.ParseInt(string(den), 10, 64)
	switch {
	case errQ == nil && q == 0:
		return 0, errZeroDivisor
	case errP == nil && errQ == nil && -maxExactInt <= p && p <= maxExactInt && q <= maxExactInt:
		return float64(p) / float64(q), nil
	}
	return parseBigFraction(string(num), string(den))
}

// parseBigFraction does not use Rat.SetString, which reads 010 as octal. num is
// an integer and den positive.
func parseBigFraction(num, den string) (float64, error) {
	p, okP := new(big.Int).SetString(num, 10)
	q, okQ := new(big.Int).SetString(den, 10)
	switch {
	case !okP || !okQ:
		return 0, errNotNumber
	case q.Sign() == 0:
		return 0, errZeroDivisor
	}
	v, _ := new(big.Rat).SetFrac(p, q).Float64()
	if math.IsInf(v, 0) {
		return 0, errTooLarge
	}
	return v, nil
}

func isInteger(text []byte) bool {
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		text = text[1:]
	}
	return isDigits(text)
}

func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}

// isMissing knows the usual marks of missing values.
func isMissing(cell []byte) bool { return whyNoNumber(cell) == ErrMissing }

func whyNoNumber(cell []byte) error {
	// Longer than any word below; also keeps the conversion off the heap.
	if len(cell) > len("+infinity") {
		return errNotNumber
	}
	switch string(bytes.ToLower(cell)) {
	case "", "na", "nan", "n/a", "#n/a", "<na>", "null", "none", ".", "?":
		return ErrMissing
	case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity":
		return errNotFinite
	}
	return errNotNumber
}
