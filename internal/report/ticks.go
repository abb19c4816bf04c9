package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

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
		return signed(strconv.FormatFloat(at, 'e', max(0, int(largest-last)), 64))
	}
	return signed(strconv.FormatFloat(at, 'f', max(0, int(-last)), 64))
}

// signed sets a number as print has it: a true minus sign, and powers of ten with a raised exponent.
func signed(number string) string {
	digits, exponent, scientific := strings.Cut(number, "e")
	digits = strings.ReplaceAll(digits, "-", "−")
	if !scientific {
		return digits
	}
	e, _ := strconv.Atoi(exponent) // strconv wrote it
	power := "10" + raised.Replace(strconv.Itoa(e))
	switch digits {
	case "1":
		return power
	case "−1":
		return "−" + power
	}
	return digits + "·" + power
}

var raised = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// logTicks marks a logarithmic axis at powers of ten, and between them where there are
// few.
type logTicks struct{}

// Ticks implements plot.Ticker.
func (logTicks) Ticks(low, high float64) []plot.Tick {
	first, last := int(math.Floor(math.Log10(low))), int(math.Ceil(math.Log10(high)))
	factors, every := between(math.Log10(high / low))
	var ticks []plot.Tick
	for e := first; e <= last; e++ {
		for _, factor := range factors {
			if at := decimal(factor, e); e%every == 0 && at >= low*(1-1e-9) && at <= high*(1+1e-9) {
				ticks = append(ticks, plot.Tick{Value: at, Label: logLabel(at)})
			}
		}
	}
	return ticks
}

// decimal is factor·10^exponent, rounded once, so that it is as short as it looks.
func decimal(factor float64, exponent int) float64 {
	at, _ := strconv.ParseFloat(fmt.Sprintf("%ge%d", factor, exponent), 64) // no error: it is a number
	return at
}

// between says which multiples of which powers of ten to mark.
func between(decades float64) (factors []float64, every int) {
	switch {
	case decades <= 0.7:
		return []float64{1, 1.5, 2, 3, 5, 7}, 1
	case decades <= 1:
		return []float64{1, 2, 3, 5}, 1
	case decades <= 2:
		return []float64{1, 2, 5}, 1
	}
	return []float64{1}, int(decades/7) + 1
}

func logLabel(at float64) string {
	if at >= 1e5 || at < 0.999e-3 {
		return signed(strconv.FormatFloat(at, 'e', -1, 64))
	}
	return signed(strconv.FormatFloat(at, 'f', -1, 64))
}
