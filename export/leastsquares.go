package export

import (
	"math"

	"relucert/internal/linalg"
)

// dependent is the share of a column's length below which what earlier columns
// leave of it is rounding.
const dependent = 1e-12

// leastSquares is the matrix L with c = L·y the weighted least-squares fit of labels
// y by columns, one row of L a column. A column that depends on earlier ones has a
// row of zeros: some best fit leaves it out.
func leastSquares(columns [][]float64, weights []float64) [][]float64 {
	rows := make([][]float64, len(columns))
	for d := range columns {
		rest := orthogonal(columns, rows, weights, d)
		square := inner(rest, rest, weights)
		if square <= dependent*dependent*inner(columns[d], columns[d], weights) {
			rows[d] = make([]float64, len(weights))
			continue
		}
		for i, w := range weights {
			rest[i] *= w / square
		}
		// Column d takes its share of the fit from the columns before it.
		for e := range d {
			linalg.AddScaled(rows[e], -linalg.Dot(rows[e], columns[d]), rest)
		}
		rows[d] = rest
	}
	return rows
}

// orthogonal is what the columns before d, which rows fits, leave of column d. The
// second pass takes out what the first one's rounding has left (Kahan's "twice is enough").
func orthogonal(columns, rows [][]float64, weights []float64, d int) []float64 {
	rest := append([]float64(nil), columns[d]...)
	for range 2 {
		for e, share := range shares(rows[:d], rest) {
			linalg.AddScaled(rest, -share, columns[e])
		}
	}
	return rest
}

// shares are the coefficients of v's fit.
func shares(rows [][]float64, v []float64) []float64 {
	c := make([]float64, len(rows))
	for e := range rows {
		c[e] = linalg.Dot(rows[e], v)
	}
	return c
}

func inner(a, b, weights []float64) float64 {
	s := 0.0
	for i, w := range weights {
		s += w * a[i] * b[i]
	}
	return s
}

// length is ‖v‖, without overflow on the way.
func length(v []float64) float64 {
	l := 0.0
	for _, x := range v {
		l = math.Hypot(l, x)
	}
	return l
}
