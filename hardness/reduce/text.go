package reduce

import (
	"fmt"
	"math/big"
	"strings"
)

// Exact is v as a decimal if it is one, else as p/q: what dataset reads back as v.
func Exact(v *big.Rat) string {
	if digits, exact := v.FloatPrec(); exact {
		return v.FloatString(digits)
	}
	return v.String()
}

// The longest numbers that are short enough for people in full.
const (
	longInteger  = 40
	longDecimal  = 12
	longFraction = 8
)

// Short is v for people: integers in full, others while they are short, else to
// six digits.
func Short(v *big.Rat) string {
	text := Exact(v)
	if v.IsInt() && len(text) <= longInteger {
		return text
	}
	if len(text) <= longFraction || len(text) <= longDecimal && !strings.Contains(text, "/") {
		return text
	}
	return new(big.Float).SetRat(v).Text('g', 6)
}

// nothing is the guarantee of weights whose SSE is above the threshold.
func nothing(sse, threshold *big.Rat) string {
	have, most := Short(sse), Short(threshold)
	if have == most {
		return fmt.Sprintf("these weights guarantee nothing: SSE is just above %s", most)
	}
	return fmt.Sprintf("these weights guarantee nothing: SSE %s > %s", have, most)
}
