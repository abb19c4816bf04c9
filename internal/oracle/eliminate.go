package oracle

import "math/big"

// echelon is the reduced row echelon form of rows and its pivot columns.
func echelon(rows [][]*big.Rat, n int) (reduced [][]*big.Rat, pivots []int) {
	for _, row := range rows {
		reduced = append(reduced, append([]*big.Rat(nil), row...))
	}
	for d := 0; d < n && len(pivots) < len(reduced); d++ {
		top := len(pivots)
		for i := top; i < len(reduced); i++ {
			if reduced[i][d].Sign() != 0 {
				reduced[top], reduced[i] = reduced[i], reduced[top]
				clearColumn(reduced, top, d)
				pivots = append(pivots, d)
				break
			}
		}
	}
	return reduced, pivots
}

// clearColumn makes column d that of a pivot in row top.
func clearColumn(rows [][]*big.Rat, top, d int) {
	pivot := rows[top][d]
	for e, v := range rows[top] {
		rows[top][e] = new(big.Rat).Quo(v, pivot)
	}
	for i, row := range rows {
		if i == top || row[d].Sign() == 0 {
			continue
		}
		factor := row[d]
		for e, v := range row {
			row[e] = new(big.Rat).Sub(v, new(big.Rat).Mul(factor, rows[top][e]))
		}
	}
}

func rank(rows [][]*big.Rat, n int) int {
	_, pivots := echelon(rows, n)
	return len(pivots)
}

// nullVector is the direction orthogonal to all rows if there is just one, else nil.
func nullVector(rows [][]*big.Rat, n int) []*big.Rat {
	reduced, pivots := echelon(rows, n)
	if len(pivots) != n-1 {
		return nil
	}
	free := 0
	for free < len(pivots) && pivots[free] == free {
		free++
	}
	null := make([]*big.Rat, n)
	null[free] = big.NewRat(1, 1)
	for a, d := range pivots {
		null[d] = new(big.Rat).Neg(reduced[a][free])
	}
	return null
}
