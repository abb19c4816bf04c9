package linalg

import (
	"math"

	"relucert/internal/budget"
)

// pivotTolerance is the share of a diagonal entry below which what elimination
// has left of it is taken for rounding error: some 40 eliminations, each off by
// an ulp of the entry, stay under it.
const pivotTolerance = 1e-13

// CholeskyFactor overwrites the lower triangle of the symmetric n×n matrix a by
// L with a = L·Lᵀ, the diagonal by the reciprocals 1/L_ii. It returns false,
// with a spoiled, when a pivot is not larger than the rounding error of its
// elimination: a is not positive definite.
func CholeskyFactor(a []float64, n int) bool {
	return factor(a, n, 0, new(budget.Watch))
}

// CholeskyFactorWatched is CholeskyFactor for an n that may be in the thousands.
func CholeskyFactorWatched(a []float64, n int, watch *budget.Watch) bool {
	return factor(a, n, 0, watch)
}

// CholeskyFactorShifted is CholeskyFactor for matrices that may be singular: a
// pivot that is too small is raised by shift > 0 (absolute) and elimination
// goes on. It returns false when any pivot was raised; the factor is usable
// either way, and the larger the shift the closer to zero a solution stays in
// the directions that the matrix does not determine.
func CholeskyFactorShifted(a []float64, n int, shift float64) bool {
	return factor(a, n, shift, new(budget.Watch))
}

// CholeskyFactorShiftedWatched is CholeskyFactorShifted for an n that may be in the thousands.
func CholeskyFactorShiftedWatched(a []float64, n int, shift float64, watch *budget.Watch) bool {
	return factor(a, n, shift, watch)
}

// factor works on two rows at a time: they share the loads of the rows above
// and their sums run side by side. An odd n leaves the first row alone, which
// has nothing to eliminate.
func factor(a []float64, n int, shift float64, watch *budget.Watch) bool {
	definite := true
	i := n & 1
	if i == 1 {
		a[0], definite = reciprocalPivot(a[0], 0, shift)
	}
	for ; i < n && (definite || shift > 0); i += 2 {
		watch.Look(i * i)
		upper, lower := a[i*n:][:i+1], a[i*n+n:][:i+2]
		s := eliminatePair(a, n, i)
		var ok1, ok2 bool
		upper[i], ok1 = reciprocalPivot(upper[i], s.upper, shift)
		c := (lower[i] - s.cross) * upper[i]
		lower[i] = c
		lower[i+1], ok2 = reciprocalPivot(lower[i+1], s.lower+c*c, shift)
		definite = definite && ok1 && ok2
	}
	return definite
}

// pairSums are the inner products of two finished rows of L with each other.
type pairSums struct{ upper, lower, cross float64 }

// eliminatePair turns columns 0..i-1 of rows i and i+1 into those of L.
func eliminatePair(a []float64, n, i int) (sums pairSums) {
	upper, lower := a[i*n:][:i], a[i*n+n:][:i]
	lower = lower[:len(upper)]
	for j := range upper {
		row := a[j*n:][:j+1]
		s, t := upper[j], lower[j]
		u, v := upper[:j], lower[:j]
		for q, r := range row[:j] {
			s -= u[q] * r
			t -= v[q] * r
		}
		s *= row[j]
		t *= row[j]
		upper[j], lower[j] = s, t
		sums.upper += s * s
		sums.lower += t * t
		sums.cross += s * t
	}
	return sums
}

// reciprocalPivot is 1/L_ii for a diagonal entry of which elimination took
// eliminated, and whether the pivot needed no shift.
func reciprocalPivot(diagonal, eliminated, shift float64) (float64, bool) {
	pivot := diagonal - eliminated
	if pivot > pivotTolerance*diagonal {
		return 1 / math.Sqrt(pivot), true
	}
	return 1 / math.Sqrt(max(pivot, 0)+shift), false
}

// CholeskySolve overwrites b by the solution of L·Lᵀ·x = b, l as
// CholeskyFactor leaves it.
func CholeskySolve(l []float64, n int, b []float64) {
	SolveLower(l, n, b)
	SolveLowerTransposed(l, n, b)
}

// SolveLower overwrites b by the solution of L·x = b.
func SolveLower(l []float64, n int, b []float64) {
	b = b[:n]
	for i := range b {
		row := l[i*n:][:i+1]
		s, x := b[i], b[:i]
		for j, r := range row[:i] {
			s -= r * x[j]
		}
		b[i] = s * row[i]
	}
}

// SolveLowerTransposed overwrites b by the solution of Lᵀ·x = b.
func SolveLowerTransposed(l []float64, n int, b []float64) {
	b = b[:n]
	for i := n - 1; i >= 0; i-- {
		row := l[i*n:][:i+1]
		x := b[i] * row[i]
		b[i] = x
		y := b[:i]
		for j, r := range row[:i] {
			y[j] -= r * x
		}
	}
}
