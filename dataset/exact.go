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
	if err := parseExact(dst, s.cells[place]); err != nil {
		return s.named(s.badCell(column, err))
	}
	return nil
}

// parseExact is parseNumber without rounding.
func parseExact(dst *big.Rat, cell []byte) error {
	if _, err := parseNumber(cell); err != nil {
		return err
	}
	cell = bytes.TrimSpace(cell)
	if num, den, ok := bytes.Cut(cell, []byte("/")); ok {
		dst.SetFrac(integerOf(num), integerOf(den))
		return nil
	}
	mantissa, exponent, err := cutExponent(cell)
	if err != nil {
		return err
	}
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	digits := append(append([]byte(nil), whole...), fraction...)
	scaleByTen(dst.SetInt(integerOf(digits)), exponent-len(fraction))
	return nil
}

// integerOf reads digits that parseNumber has accepted.
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
