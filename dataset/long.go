package dataset

import (
	"math/big"
	"strconv"
)

// mostLong is how many cells of a column a Dataset keeps that are not the shortest decimal of
// their double.
const mostLong = 1 << 15

// long are the exact values of such cells of one column, by row.
type long struct {
	cells map[int]*big.Rat
	lost  bool // there were more
}

// ExactX is feature j of row i as the file says, less its origin, not to be modified; false if
// that is not known. Data that come from no file are their doubles.
func (d *Dataset) ExactX(i, j int) (*big.Rat, bool) { return d.exact(i, j, d.Row(i)[j]) }

// ExactY is the label of row i likewise.
func (d *Dataset) ExactY(i int) (*big.Rat, bool) { return d.exact(i, len(d.Features), d.Y[i]) }

func (d *Dataset) exact(i, j int, v float64) (*big.Rat, bool) {
	if d.long == nil {
		return new(big.Rat).SetFloat64(v), true
	}
	if short, ok := d.decimal(i, j, v); ok {
		return short.Rat(), true
	}
	if cell := d.long[j].cells[i]; cell != nil {
		return cell, true
	}
	if d.long[j].lost {
		return nil, false
	}
	return new(big.Rat).SetString(strconv.FormatFloat(v, 'e', -1, 64))
}

// DecimalX is [Dataset.ExactX] where the file says so and it is a short decimal, as most are.
func (d *Dataset) DecimalX(i, j int) (Decimal, bool) { return d.decimal(i, j, d.Row(i)[j]) }

// DecimalY is the label of row i likewise.
func (d *Dataset) DecimalY(i int) (Decimal, bool) { return d.decimal(i, len(d.Features), d.Y[i]) }

func (d *Dataset) decimal(i, j int, v float64) (Decimal, bool) {
	if d.long == nil || d.long[j].lost || d.long[j].cells[i] != nil {
		return Decimal{}, false
	}
	return Shortest(v)
}

// keepLong keeps those of the scanner's row, which is the next of d.
func (d *Dataset) keepLong(s *Scanner) {
	for j := range s.columns.features {
		cell := s.cells[j]
		if s.origins == nil && isSurelyShortest(cell, s.x[j]) {
			continue
		}
		if d.long[j].keep(len(d.Y), cell, s.origin(j), s.x[j]) {
			d.Ambiguous = true
		}
	}
	cell := s.cells[len(s.columns.features)]
	if s.targetOrigin.Mantissa != 0 || !isSurelyShortest(cell, s.y) {
		d.long[len(d.Features)].keep(len(d.Y), cell, s.targetOrigin, s.y)
	}
}

// keep says that the cell of a row is long.
func (l *long) keep(row int, cell []byte, origin Decimal, v float64) bool {
	if l.lost || origin.isShortest(cell, v) {
		return l.lost
	}
	exact := new(big.Rat)
	if len(l.cells) == mostLong || parseExact(exact, cell) != nil {
		l.lost, l.cells = true, nil
		return true
	}
	if l.cells == nil {
		l.cells = make(map[int]*big.Rat)
	}
	origin.awayRat(exact)
	l.cells[row] = exact
	return true
}
