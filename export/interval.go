package export

import "math"

// slack is the share of a bound's terms by which it is moved outwards, so that its
// own rounding never cuts off a network. It leaves room for the fit of columns that
// are nearly dependent; a relaxation does not notice it.
const slack = 1e-7

// interval is where a variable lies.
type interval struct{ lo, hi float64 }

// plus adds a multiple of another interval.
func (v interval) plus(factor float64, w interval) interval {
	a, b := factor*w.lo, factor*w.hi
	return interval{v.lo + min(a, b), v.hi + max(a, b)}
}

// widened moves the ends outwards by the slack of terms of the given size.
func (v interval) widened(size float64) interval {
	return interval{v.lo - slack*size, v.hi + slack*size}
}

// isFinite is false after an overflow.
func (v interval) isFinite() bool {
	return !math.IsInf(v.lo, 0) && !math.IsInf(v.hi, 0) && !math.IsNaN(v.lo+v.hi)
}
