// Package sharp says a file's numbers in twice the precision of float64.
package sharp

import (
	"math"
	"math/big"

	"relucert/dataset"
	"relucert/internal/twofold"
)

// Rounding times the size of what an error is the sum of is more than an operation or two in twice the precision change of it, the file's numbers
// being off by 2^-100 of themselves.
const Rounding = 0x1p-96

// X is feature j of row i as the file says, less its origin, off by 2^-100 of itself at most; false if that is not known.
func X(d *dataset.Dataset, i, j int) (twofold.Number, bool) {
	if short, ok := d.DecimalX(i, j); ok {
		return Decimal(short), true
	}
	return of(d.ExactX(i, j))
}

// Y is the label of row i likewise.
func Y(d *dataset.Dataset, i int) (twofold.Number, bool) {
	if short, ok := d.DecimalY(i); ok {
		return Decimal(short), true
	}
	return of(d.ExactY(i))
}

// Row puts the features of row i into x, and gives the label.
func Row(d *dataset.Dataset, i int, x []twofold.Number) (y twofold.Number, ok bool) {
	for j := range x {
		if x[j], ok = X(d, i, j); !ok {
			return y, false
		}
	}
	return Y(d, i)
}

func of(exact *big.Rat, ok bool) (twofold.Number, bool) {
	if !ok {
		return twofold.Number{}, false
	}
	return twofold.Of(exact), true
}

// exactTens is the largest power of ten that doubles hold exactly.
const exactTens = 22

// Decimal is d likewise.
func Decimal(d dataset.Decimal) twofold.Number {
	if d.Exponent > exactTens || d.Exponent < -exactTens {
		return twofold.Of(d.Rat())
	}
	high := float64(d.Mantissa) // of 18 digits: what it leaves is a whole number, too
	v, tens := twofold.Sum(high, float64(d.Mantissa-int64(high))), math.Pow10(max(d.Exponent, -d.Exponent))
	if d.Exponent < 0 {
		return v.Over(twofold.Number{Hi: tens})
	}
	return v.Scaled(tens)
}

// Cells reads a scanner's rows, one after another.
type Cells struct {
	rows     *dataset.Scanner
	decimals []dataset.Decimal
	exact    []big.Rat
}

// NewCells reads those of rows.
func NewCells(rows *dataset.Scanner) *Cells {
	n := len(rows.Features())
	return &Cells{rows, make([]dataset.Decimal, n), make([]big.Rat, n)}
}

// Row is the features and the label of the scanner's row; false if their digits are too many to look at.
func (c *Cells) Row(x []twofold.Number) (y twofold.Number, ok bool) {
	var label, weight dataset.Decimal
	if c.rows.Decimals(c.decimals, &label, &weight) {
		for j, v := range c.decimals {
			x[j] = Decimal(v)
		}
		return Decimal(label), true
	}
	var exact big.Rat
	if c.rows.Exact(c.exact, &exact, nil) != nil {
		return y, false
	}
	for j := range c.exact {
		x[j] = twofold.Of(&c.exact[j])
	}
	return twofold.Of(&exact), true
}

// Affine is ⟨w, x⟩ + b, and the sum of its terms' sizes.
func Affine(x []twofold.Number, w []float64, b float64) (sum twofold.Number, size float64) {
	sum, size = twofold.Number{Hi: b}, math.Abs(b)
	for d, v := range x {
		term := v.Scaled(w[d])
		sum, size = sum.Plus(term), size+math.Abs(term.Hi)
	}
	return sum, size
}
