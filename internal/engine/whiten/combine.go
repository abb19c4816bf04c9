package whiten

import "math/big"

// mostCombined bounds the kept columns of which combinations are found exactly, and combinedRows how many samples a column
// are looked at for that.
const (
	mostCombined = 16
	combinedRows = 64
)

// sharpenCombinations rounds the combinations from exact ones, where these are found: whitening makes them from a basis that may be far from orthogonal.
func (p *Problem) sharpenCombinations() {
	b := &p.basis
	if len(b.dropped) == 0 || p.N > mostCombined {
		return
	}
	b.exact = p.combineExactly()
	for j, parts := range b.exact {
		for e, v := range parts {
			c, _ := v.Float64()
			b.combine[e*len(b.dropped)+j] = c * b.scale[b.kept[e]] / b.scale[b.dropped[j]]
		}
	}
}

// combineExactly says how each dropped raw column is made of the kept ones; nil where that is not known. It eliminates, row after row, until there are
// as many independent rows as kept columns.
func (p *Problem) combineExactly() [][]*big.Rat {
	columns := append(p.basis.kept[:p.N:p.N], p.basis.dropped...)
	var rows [][]*big.Rat // row e has a 1 in column e, and 0 in the other kept ones
	var leads []int
	for i := range min(p.M, combinedRows*p.N) {
		p.watch.Look(exactWork * p.N * len(columns))
		row := p.exactRow(i, columns)
		if row == nil {
			return nil
		}
		for r, lead := range leads {
			cancel(row, rows[r], lead)
		}
		lead := 0
		for lead < p.N && row[lead].Sign() == 0 {
			lead++
		}
		if lead == p.N {
			continue
		}
		scale := new(big.Rat).Inv(row[lead])
		for _, v := range row {
			v.Mul(v, scale)
		}
		for r := range rows {
			cancel(rows[r], row, lead)
		}
		if rows, leads = append(rows, row), append(leads, lead); len(rows) == p.N {
			return p.combinationsOf(rows, leads)
		}
	}
	return nil
}

func (p *Problem) combinationsOf(rows [][]*big.Rat, leads []int) [][]*big.Rat {
	all := make([][]*big.Rat, len(p.basis.dropped))
	for j := range all {
		all[j] = make([]*big.Rat, p.N)
		for r, e := range leads {
			all[j][e] = rows[r][p.N+j]
		}
	}
	return all
}

// cancel takes a multiple of another row off, so that the column has a 0.
func cancel(row, other []*big.Rat, column int) {
	factor, term := new(big.Rat).Set(row[column]), new(big.Rat)
	if factor.Sign() == 0 {
		return
	}
	for c, v := range other {
		row[c].Sub(row[c], term.Mul(factor, v))
	}
}

// exactRow is sample i in some raw columns; nil where its numbers are not known.
func (p *Problem) exactRow(i int, columns []int) []*big.Rat {
	row := make([]*big.Rat, len(columns))
	for at, c := range columns {
		v, ok := p.exactRaw(p.firstRows[i], c)
		if !ok {
			return nil
		}
		row[at] = new(big.Rat).Set(v)
	}
	return row
}
