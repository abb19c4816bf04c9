package report

import (
	"math"
	"strconv"

	"relucert"
)

// gapInWords says what was proved of the network. Percentages are rounded up,
// so that the sentence never claims more than the numbers.
func gapInWords(r *Result) string {
	switch {
	case r.SSE <= r.SSELower:
		return "proved: no network of the class has a smaller " + r.Objective.Name()
	case r.FloorDecided:
		return "proved within " + number(roundUp(r.SSE-r.SSELower)) +
			" of the least " + r.Objective.Name() + ": the floor, 1e-12 of the labels' variation, decided"
	case r.Status == relucert.Optimal:
		return "proved within " + percent(r.Gap())
	case r.Status == relucert.Decided && r.SSELower >= r.Until:
		return "proved: no network of the class has " + article(r.Objective.Name()) + " below " + number(r.Until)
	case r.Status == relucert.Decided:
		return article(r.Objective.Name()) + " of at most " + number(r.Until) + " is reached; the least may be up to " + percent(r.Gap()) + " smaller"
	default:
		return "not proved optimal: the least " + r.Objective.Name() + " may be up to " + percent(r.Gap()) + " smaller"
	}
}

// gapLabel is gapInWords for the small room below a picture.
func gapLabel(r *Result) string {
	switch {
	case r.SSE <= r.SSELower || r.FloorDecided:
		return "proved optimal"
	case r.Status == relucert.Optimal:
		return "proved within " + percent(r.Gap())
	default:
		return "gap " + percent(r.Gap())
	}
}

// percent renders a share as a percentage of two digits, rounded up.
func percent(share float64) string {
	up := min(100, roundUp(100*max(0, share)))
	format := byte('f')
	if up < 1e-6 {
		format = 'g'
	}
	return strconv.FormatFloat(up, format, -1, 64) + " %"
}

// roundUp is the least number of two significant digits that is not below v ≥ 0.
func roundUp(v float64) float64 {
	nearest := twoDigits(v)
	if !(nearest < v) {
		return nearest
	}
	return twoDigits(nearest + math.Pow(10, math.Floor(math.Log10(v))-1))
}

func twoDigits(v float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 1, 64), 64)
	return rounded
}
