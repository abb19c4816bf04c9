package report

import (
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"relucert"
	"relucert/dataset"
)

// title says what was fitted to what.
func title(data *dataset.Dataset, r *Result) string {
	inputs := plural(len(data.Features), "column")
	if len(data.Features) == 1 {
		inputs = data.Features[0]
	}
	return fmt.Sprintf("%s: %s on %s, %s", sourceName(data), data.Target, inputs, plural(r.K(), unitNoun(r.Result)))
}

// unitNoun is what the class has so many of.
func unitNoun(r *relucert.Result) string {
	if r.Jumps {
		return "breakpoint"
	}
	return "unit"
}

// sourceName is where the data are from.
func sourceName(data *dataset.Dataset) string {
	if data.Name == "-" {
		return "standard input"
	}
	return filepath.Base(data.Name)
}

// statusWords is a status for people.
func statusWords(s relucert.Status) string { return strings.ReplaceAll(s.String(), "_", " ") }

// number renders a measured quantity: seven significant digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 7, 64) }

// aligned renders an SSE and its lower bound digit below digit: seven significant ones of the larger.
func aligned(sse, lower float64) (string, string) {
	exponent := math.Floor(math.Log10(sse))
	if sse == 0 || exponent < -4 || exponent > 12 {
		return number(sse), number(lower)
	}
	places := max(0, 6-int(exponent))
	upper, below := strconv.FormatFloat(sse, 'f', places, 64), strconv.FormatFloat(lower, 'f', places, 64)
	for strings.Contains(upper, ".") && strings.HasSuffix(upper, "0") && strings.HasSuffix(below, "0") {
		upper, below = upper[:len(upper)-1], below[:len(below)-1]
	}
	return strings.TrimSuffix(upper, "."), strings.TrimSuffix(below, ".")
}

// plural is "1 unit", "2 units", "1,000 units".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped writes n with commas between thousands.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return grouped(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// seconds renders a duration: 0.013 s, 2.41 s, 1m30s.
func seconds(s float64) string {
	switch {
	case s < 1:
		return fmt.Sprintf("%.3f s", s)
	case s < 60:
		return fmt.Sprintf("%.2f s", s)
	default:
		return time.Duration(s * float64(time.Second)).Round(time.Second).String()
	}
}
