package export

import (
	"math/big"

	"relucert/dataset"
)

// halves are an origin's double, and what that leaves of it.
func halves(origin dataset.Decimal) (high, low float64) {
	high = origin.Float64()
	rest := origin.Rat()
	low, _ = rest.Sub(rest, new(big.Rat).SetFloat64(high)).Float64()
	return high, low
}

// halvesOf are those of all, the second nil if they are 0.
func halvesOf(origins []dataset.Decimal) (high, low []float64) {
	exact := true
	for _, o := range origins {
		h, l := halves(o)
		high, low = append(high, h), append(low, l)
		exact = exact && l == 0
	}
	if exact {
		low = nil
	}
	return high, low
}
