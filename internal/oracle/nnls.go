package oracle

import "math"

// negligible is the share of the labels' length below which a residual's
// product with a column of length 1 counts as zero.
const negligible = 1e-13

// nnls minimises ‖Σ α_q columns_q − b‖ over α ≥ 0 (Lawson and Hanson, Solving
// Least Squares Problems, 1974, chapter 23) and returns α. Columns have length
// 1 or 0.
func nnls(columns [][]float64, b []float64) []float64 {
	alpha := make([]float64, len(columns))
	var passive, refused []int
	for range 30 * (len(columns) + 1) {
		tried := append(append([]int(nil), passive...), refused...)
		enters := steepest(columns, residual(columns, alpha, b), tried, negligible*length(b))
		if enters < 0 {
			break
		}
		passive = settle(columns, b, alpha, append(passive, enters))
		if contains(passive, enters) {
			refused = nil
		} else {
			refused = append(refused, enters) // rounding called it a descent direction
		}
	}
	return alpha
}

// steepest is the column not yet tried along which the error falls fastest,
// -1 if along none.
func steepest(columns [][]float64, r []float64, tried []int, tolerance float64) int {
	best, at := tolerance, -1
	for q, column := range columns {
		if g := dot(column, r); g > best && !contains(tried, q) {
			best, at = g, q
		}
	}
	return at
}

// settle moves alpha to the least squares over the passive columns, dropping
// those that reach zero on the way.
func settle(columns [][]float64, b, alpha []float64, passive []int) []int {
	for {
		target := leastSquares(columns, passive, b)
		step, blocked := 1.0, -1
		for a, q := range passive {
			if target[a] <= 0 {
				if s := alpha[q] / (alpha[q] - target[a]); s < step || blocked < 0 {
					step, blocked = math.Min(s, step), q
				}
			}
		}
		for a, q := range passive {
			alpha[q] += step * (target[a] - alpha[q])
		}
		if blocked < 0 {
			return passive
		}
		alpha[blocked] = 0
		passive = keepPositive(alpha, passive)
	}
}

func keepPositive(alpha []float64, passive []int) []int {
	var out []int
	for _, q := range passive {
		if alpha[q] > 0 {
			out = append(out, q)
		} else {
			alpha[q] = 0
		}
	}
	return out
}

// leastSquares solves over the chosen columns by Gram–Schmidt done twice; a
// column that depends on earlier ones gets zero.
func leastSquares(columns [][]float64, chosen []int, b []float64) []float64 {
	k := len(chosen)
	basis, r, rhs := make([][]float64, k), make([][]float64, k), make([]float64, k)
	rest := append([]float64(nil), b...)
	for a, q := range chosen {
		v := append([]float64(nil), columns[q]...)
		r[a] = make([]float64, k)
		for range 2 {
			for e := range a {
				s := dot(basis[e], v)
				r[a][e] += s
				subtract(v, s, basis[e])
			}
		}
		if r[a][a] = length(v); r[a][a] > 1e-11 {
			basis[a] = scaled(v, 1/r[a][a])
		} else {
			basis[a] = make([]float64, len(v))
		}
		rhs[a] = dot(basis[a], rest)
		subtract(rest, rhs[a], basis[a])
	}
	return backSubstitute(r, rhs)
}

func backSubstitute(r [][]float64, rhs []float64) []float64 {
	solution := make([]float64, len(rhs))
	for a := len(rhs) - 1; a >= 0; a-- {
		s := rhs[a]
		for e := a + 1; e < len(rhs); e++ {
			s -= r[e][a] * solution[e]
		}
		if r[a][a] > 1e-11 {
			solution[a] = s / r[a][a]
		}
	}
	return solution
}

// residual is b minus the combination.
func residual(columns [][]float64, alpha, b []float64) []float64 {
	r := append([]float64(nil), b...)
	for q, a := range alpha {
		if a != 0 {
			subtract(r, a, columns[q])
		}
	}
	return r
}

func contains(list []int, v int) bool {
	for _, u := range list {
		if u == v {
			return true
		}
	}
	return false
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func length(v []float64) float64 { return math.Sqrt(dot(v, v)) }

// subtract takes s times u from v.
func subtract(v []float64, s float64, u []float64) {
	for i := range v {
		v[i] -= s * u[i]
	}
}

func scaled(v []float64, s float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = s * v[i]
	}
	return out
}
