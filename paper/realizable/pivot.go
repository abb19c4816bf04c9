package realizable

import "math/big"

// pivot exchanges basic[r] and others[c], whose entry is not 0. All divisions are
// exact: entries are minors of the matrix of samples, and the denominator is the one of
// the basis (Edmonds' integral pivoting, as Avis' lrs has it).
func (d *dictionary) pivot(r, c int) {
	pivot, sign := new(big.Int).Set(d.entries[r][c]), d.entries[r][c].Sign()
	for k, row := range d.entries {
		if k != r {
			d.exchange(row, d.entries[r], c, pivot, sign)
		}
	}
	row := d.entries[r]
	row[c].Set(d.denominator)
	for j, v := range row {
		if j != c {
			v.Neg(v)
		}
		if sign < 0 {
			v.Neg(v)
		}
	}
	d.denominator.Abs(pivot)
	d.basic[r], d.others[c] = d.others[c], d.basic[r]
}

// exchange puts what the pivot row says of others[c] into another row.
func (d *dictionary) exchange(row, by []*big.Int, c int, pivot *big.Int, sign int) {
	term := new(big.Int)
	for j, v := range row {
		if j == c {
			continue
		}
		v.Mul(v, pivot)
		if row[c].Sign() != 0 && by[j].Sign() != 0 {
			v.Sub(v, term.Mul(row[c], by[j]))
		}
		v.Quo(v, d.denominator)
		if sign < 0 {
			v.Neg(v)
		}
	}
	if sign < 0 {
		row[c].Neg(row[c])
	}
}
