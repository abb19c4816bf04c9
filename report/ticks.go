package report

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// roundTicks marks an axis at about six multiples of 1, 2 or 5 times a power of
// ten. (gonum's own marks are sparser, and slow on ranges of a few ulps.)
type roundTicks struct{}

// Ticks implements plot.Ticker.
func (roundTicks) Ticks(low, high float64) []plot.Tick {
	step := tickStep(high - low)
	first := math.Ceil(low / step)
	var ticks []plot.Tick
	for k := range 12 {
		if at := (first + float64(k)) * step; at <= high {
			ticks = append(ticks, plot.Tick{Value: at, Label: tickLabel(at, step)})
		}
	}
	return ticks
}

// tickStep divides the range into five to ten parts.
func tickStep(span float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(span))-1)
	for _, factor := range []float64{1, 2, 5, 10, 20} {
		if span/(factor*unit) <= 8 {
			return factor * unit
		}
	}
	return 20 * unit
}

// tickLabel writes as many digits as tell neighbours apart, and no more.
func tickLabel(at, step float64) string {
	if at == 0 {
		return "0"
	}
	largest := math.Floor(math.Log10(math.Abs(at)))
	last := math.Floor(math.Log10(step))
	if largest > 6 || last < -6 {
		return strconv.FormatFloat(at, 'e', max(0, int(largest-last)), 64)
	}
	return strconv.FormatFloat(at, 'f', max(0, int(-last)), 64)
}
