package study

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Words are what a fit tells, and what it does not.
func (f *Fit) Words() string {
	switch {
	case !f.Determined:
		return "too few runs that finished"
	case !f.Grows:
		return "no growth that stands out from the scatter"
	case f.falls:
		return "falls"
	case f.Curve.Law == Power:
		return fmt.Sprintf("grows like x^%s", decimals(f.Exponent))
	case f.Curve.Law == Exponential:
		return fmt.Sprintf("each further one multiplies it by %s (%s)", decimals(math.Exp2(f.Exponent)), spread(math.Exp2(f.Low), math.Exp2(f.High)))
	}
	return f.againstTheorem()
}

// againstTheorem sets the exponent of 2^(x^p) beside the theorem's and beside 0.
func (f *Fit) againstTheorem() string {
	theorem, plain := f.Curve.Theorem, f.Low <= 0 && f.High >= 0
	power := "; a power of x (exponent 0) is enough"
	if !plain {
		power = "; more than any power of x"
	}
	switch {
	case f.High < 0:
		return "levels off: grows less than any power of x"
	case f.Low <= theorem && theorem <= f.High && plain:
		return fmt.Sprintf("the range is too small to tell: the theorem's %s fits, and so does 0, a power of x", decimals(theorem))
	case f.High < theorem:
		return fmt.Sprintf("grows more slowly than the theorem's worst case, exponent %s", decimals(theorem)) + power
	case f.Low > theorem:
		return fmt.Sprintf("grows faster than with the theorem's exponent %s over this range", decimals(theorem))
	case math.IsInf(f.High, 1):
		return fmt.Sprintf("the theorem's exponent %s fits, but so does any larger one: a small range", decimals(theorem))
	}
	return fmt.Sprintf("in keeping with the theorem's exponent %s", decimals(theorem)) + power
}

// Value is the exponent, as "1.1", or the end of those that were tried.
func (f *Fit) Value() string {
	switch {
	case f.Curve.Law == Stretched && f.Exponent > highest-stride:
		return "≥ " + decimals(highest)
	case f.Curve.Law == Stretched && f.Exponent < lowest+stride:
		return "≤ " + decimals(lowest)
	}
	return decimals(f.Exponent)
}

// Interval is the exponent's, as "0.9 to 1.3".
func (f *Fit) Interval() string { return spread(f.Low, f.High) }

func spread(low, high float64) string { return decimals(low) + " to " + decimals(high) }

// decimals are two, fewer when they are zeros, with signs that people read.
func decimals(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	rounded := math.Round(v*100)/100 + 0 // no −0
	text := strconv.FormatFloat(rounded, 'f', -1, 64)
	return strings.Replace(text, "-", "−", 1)
}
