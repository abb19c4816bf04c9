package dataset

import "math"

// Unit is the power of two in (v/2, v] for the largest |v| of some values, or 1 if all are 0: in units of it they are at most 2, and lose no digit
// but for what underflows.
func Unit(values []float64) float64 {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return 1
	}
	_, e := math.Frexp(largest)
	return math.Ldexp(1, e-1)
}
