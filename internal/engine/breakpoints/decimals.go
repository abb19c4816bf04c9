package breakpoints

import (
	"math"
	"slices"

	"relucert/dataset"
	"relucert/internal/budget"
)

// mostDigits is how many digits any decimal may have and still be told from all
// others by its double.
const mostDigits = 1e15

// mostPlaces is the largest power of ten that is exact in float64.
const mostPlaces = 22

// whole is the inputs as whole numbers, in units of 1/per: exactly those of the file. If
// they have too many digits, it is the doubles, and per is 0.
//
// The shortest decimal of a double, which is what the file says unless the data are
// ambiguous, is n/10^e if that division gives the double and n has at most 15 digits: no two such
// decimals have the same double.
func whole(data *dataset.Dataset, watch *budget.Watch) (xs []float64, per float64) {
	if data.Ambiguous {
		return data.X, 0
	}
	out := slices.Clone(data.X)
	for e := 0; e <= mostPlaces; e++ {
		if per := math.Pow10(e); wholeAt(data.X, per, out, watch) {
			return out, per
		}
	}
	return data.X, 0
}

func wholeAt(values []float64, per float64, out []float64, watch *budget.Watch) bool {
	for i, v := range values {
		watch.Look(comparing)
		n := math.Round(v * per)
		if math.Abs(n) > mostDigits || n/per != v {
			return false
		}
		out[i] = n
	}
	return true
}
