package dataset

import (
	"bytes"
	"errors"
	"math/big"
	"strconv"
)

// maxExponent is the largest power of ten, either way, that [Scanner.Exact]
// expands: far beyond the doubles, and still cheap.
const maxExponent = 2000

var errExponent = errors.New("has an exponent beyond ±" + strconv.Itoa(maxExponent) + ", too far for exact arithmetic")

// Exact stores the rationals that the current row's cells stand for: the
// features in x (as many as Features), and, unless nil, the label in y and the
// weight in weight (1 when there is no such column). Only after Scan was true.
func (s *Scanner) Exact(x []big.Rat, y, weight *big.Rat) error {
	n := len(s.columns.features)
	for j, in := range s.columns.features {
		if err := s.exactCell(&x[j], j, in.column); err != nil {
			return err
		}
		s.origin(j).awayRat(&x[j])
	}
	if i := s.columns.target; i >= 0 && y != nil {
		if err := s.exactCell(y, n, i); err != nil {
			return err
		}
		s.targetOrigin.awayRat(y)
	}
	if weight == nil {
		return nil
	}
	weight.SetInt64(1)
	if i := s.columns.weight; i >= 0 {
		return s.exactCell(weight, n+1, i)
	}
	return nil
}

func (s *Scanner) exactCell(dst *big.Rat, place, column int) error {
	parse, cell := parseExact, s.cells[place]
	if s.opts.Long {
		parse, cell = parseLong, s.rec.fields[column]
	}
	if err := parse(dst, cell); err != nil {
		return s.named(s.badCell(column, err))
	}
	return nil
}

// parseExact is parseNumber without rounding.
func parseExact(dst *big.Rat, cell []byte) error {
	if _, err := parseNumber(cell); err != nil {
		return err
	}
	return parseLong(dst, cell)
}

// ParseExact is the rational that a cell of any length stands for.
func ParseExact(cell []byte) (*big.Rat, error) {
	v := new(big.Rat)
	return v, parseLong(v, cell)
}

// parseLong is parseExact for numbers of any length and beyond the doubles.
func parseLong(dst *big.Rat, cell []byte) error {
	cell = bytes.TrimSpace(cell)
	switch shapeOf(cell) {
	case shapeText:
		return whyNoNumber(cell)
	case shapeFraction:
		return parseLongFraction(dst, cell)
	}
	return parseLongDecimal(dst, cell)
}

func parseLongFraction(dst *big.Rat, cell []byte) error {
	num, den, _ := bytes.Cut(cell, []byte("/"))
	if !isInteger(num) || !isDigits(den) {
		return errNotNumber
	}
	divisor := integerOf(den)
	if divisor.Sign() == 0 {
		return errZeroDivisor
	}
	dst.SetFrac(integerOf(num), divisor)
	return nil
}

func parseLongDecimal(dst *big.Rat, cell []byte) error {
	mantissa, exponent, err := cutExponent(cell)
	if err != nil {
		return err
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	digits := append(append([]byte(nil), whole...), fraction...)
	if !isInteger(digits) || bytes.ContainsAny(fraction, "+-") {
		return errNotNumber
	}
	scaleByTen(dst.SetInt(integerOf(digits)), exponent-len(fraction))
	return nil
}

// integerOf reads an integer.
func integerOf(digits []byte) *big.Int {
	v, _ := new(big.Int).SetString(string(digits), 10)
	return v
}

// cutExponent separates the power of ten from a decimal.
func cutExponent(cell []byte) (mantissa []byte, exponent int, err error) {
	i := bytes.IndexAny(cell, "eE")
	if i < 0 {
		return cell, 0, nil
	}
	exponent, err = strconv.Atoi(string(cell[i+1:]))
	if err != nil || exponent < -maxExponent || exponent > maxExponent {
		return nil, 0, errExponent
	}
	return cell[:i], exponent, nil
}

func scaleByTen(v *big.Rat, exponent int) {
	if exponent == 0 || v.Sign() == 0 {
		return
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil)
	scale := new(big.Rat).SetInt(power)
	if exponent < 0 {
		scale.Inv(scale)
	}
	v.Mul(v, scale)
}
