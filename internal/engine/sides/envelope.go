package sides

import "math"

// In u = t and the label y = a·y the loss of a sample of one unit of sign a without
// output part is ω(max(0, t) - y)². For y ≤ 0 it is convex; for y > 0 and t in
// [l, h], l < 0 < h, its convex envelope is the line from (l, y²) to the tangent
// point t* and the parabola from there on, or, if h < t*, the chord to (h, (h-y)²).

// tailSlope is minus half the slope of the envelope's line: y - t* for the tangent
// with t* = l + √(l² - 2ly).
func tailSlope(label float64, v interval) float64 {
	low, high := v.low, v.high
	if high < label*0x1p-40 {
		return label // the sample is all but decided
	}
	slope := label * label / (label - low + math.Sqrt(low*(low-2*label)))
	if label-slope > high {
		return high * (2*label - high) / (2 * (high - low))
	}
	return slope
}

// relaxedLoss is the envelope at t in v for a label above 0, without ω.
func relaxedLoss(t, label float64, v interval) float64 {
	switch slope := tailSlope(label, v); {
	case t >= label-slope:
		return square(t - label)
	default:
		return label*label - 2*slope*(t-v.low)
	}
}

func square(v float64) float64 { return v * v }

// tailTerm is what an undecided sample is worth for m = a·ω·r: the least of
// ω(max(0, t) - y)² - 2mt over t in v if m < 0, else of ω(z - y)² - 2mz
// over all z.
func tailTerm(m, omega, label float64, v interval) float64 {
	value := -2*m*label - m*m/omega
	if m >= 0 {
		return value
	}
	if over := label + m/omega - v.high; over > 0 {
		value += omega * over * over
	}
	return min(value, omega*label*label-2*m*v.low)
}
