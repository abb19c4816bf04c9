package patterns

import (
	"slices"

	"relucert/internal/linalg"
)

// negligible is the product of a column of length 1 with a residual, relative to b, below
// which the column is of no use; dependent is the part of a column, relative to its length,
// below which it depends on others.
const (
	negligible = 1e-14
	dependent  = 1e-11
)

// leastSquares is ‖b − Σ α_q columns_q‖ over α_q ≥ 0 for q ≥ free, by the active-set method of
// Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23).
type leastSquares struct {
	columns  [][]float64 // of length 1 or 0
	free     int
	b        []float64
	alpha    []float64
	residual []float64
	passive  []int // the columns with α ≠ 0, free ones first
}

func (s *leastSquares) solve() {
	s.alpha = make([]float64, len(s.columns))
	for q := range s.free {
		s.passive = append(s.passive, q)
	}
	s.settle()
	var refused []int // rounding called them useful
	for range 10 * (len(s.columns) + 1) {
		q := s.useful(refused)
		if q < 0 {
			return
		}
		s.passive = append(s.passive, q)
		if s.settle(); slices.Contains(s.passive, q) {
			refused = refused[:0]
		} else {
			refused = append(refused, q)
		}
	}
}

// useful is the column that lowers the residual fastest, -1 if none does.
func (s *leastSquares) useful(refused []int) int {
	best, at := negligible*length(s.b), -1
	for q := s.free; q < len(s.columns); q++ {
		if g := linalg.Dot(s.columns[q], s.residual); g > best && !slices.Contains(s.passive, q) && !slices.Contains(refused, q) {
			best, at = g, q
		}
	}
	return at
}

// settle goes to the least squares of the passive columns, and where a coefficient would
// fall below 0 on the way, leaves its column out.
func (s *leastSquares) settle() {
	for {
		target, residual := project(s.columns, s.passive, s.b)
		step, blocking := 1.0, -1
		for at, q := range s.passive {
			if q < s.free || target[at] > 0 {
				continue
			}
			share := 0.0
			if s.alpha[q] > 0 {
				share = s.alpha[q] / (s.alpha[q] - target[at])
			}
			if blocking < 0 || share < step {
				step, blocking = share, q
			}
		}
		for at, q := range s.passive {
			s.alpha[q] += step * (target[at] - s.alpha[q])
		}
		if blocking < 0 {
			s.residual = residual
			return
		}
		s.alpha[blocking] = 0
		s.passive = slices.DeleteFunc(s.passive, func(q int) bool { return q == blocking })
	}
}

// project is the least squares of b on some columns. A dependent column gets the coefficient 0.
func project(columns [][]float64, chosen []int, b []float64) (coefficients, residual []float64) {
	q, r := orthonormal(columns, chosen)
	coefficients, residual = make([]float64, len(q)), slices.Clone(b)
	for range 2 {
		for a := range q {
			coefficients[a] += takeOut(q[a], residual)
		}
	}
	solveUpper(r, coefficients)
	return coefficients, residual
}

// orthonormal is Q, by columns, and the upper triangular R of the chosen columns, by
// modified Gram-Schmidt with reorthogonalisation. Both are 0 for a dependent column.
func orthonormal(columns [][]float64, chosen []int) (q, r [][]float64) {
	for a, at := range chosen {
		rest := slices.Clone(columns[at])
		above := make([]float64, len(chosen)) // column a of R
		for range 2 {
			for e := range a {
				above[e] += takeOut(q[e], rest)
			}
		}
		if size := length(rest); size > dependent {
			above[a] = size
			for i := range rest {
				rest[i] /= size
			}
		} else {
			clear(rest)
		}
		q, r = append(q, rest), append(r, above)
	}
	return q, r
}

// takeOut makes v orthogonal to u of length 1 and returns how much of it there was.
func takeOut(u, v []float64) float64 {
	share := linalg.Dot(u, v)
	linalg.AddScaled(v, -share, u)
	return share
}

// solveUpper overwrites b by the solution of R·x = b, R by columns.
func solveUpper(r [][]float64, b []float64) {
	for a := len(b) - 1; a >= 0; a-- {
		if r[a][a] == 0 {
			b[a] = 0
			continue
		}
		b[a] /= r[a][a]
		linalg.AddScaled(b[:a], -b[a], r[a])
	}
}
