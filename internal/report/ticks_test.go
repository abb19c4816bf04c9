package report

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestTicksAreFewOrderedAndDistinct(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		low := rng.NormFloat64() * math.Pow(10, 20*rng.Float64()-10)
		high := low + math.Abs(low)*math.Pow(10, 6*rng.Float64()-5)
		ticks := roundTicks{}.Ticks(low, high)
		if len(ticks) < 3 || len(ticks) > 10 {
			t.Fatalf("[%g, %g]: %d ticks", low, high, len(ticks))
		}
		for i, tick := range ticks {
			if tick.Value < low || tick.Value > high {
				t.Fatalf("[%g, %g]: tick %g", low, high, tick.Value)
			}
			if i > 0 && tick.Label == ticks[i-1].Label {
				t.Fatalf("[%g, %g]: two ticks %s", low, high, tick.Label)
			}
			shown, err := strconv.ParseFloat(plain(tick.Label), 64)
			if err != nil || math.Abs(shown-tick.Value) > 1e-6*(high-low) {
				t.Fatalf("[%g, %g]: tick %g labelled %s", low, high, tick.Value, tick.Label)
			}
		}
	}
}

// plain undoes signed.
func plain(label string) string {
	lowered := strings.NewReplacer("−", "-", "·10", "e", "⁻", "-", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
	if digits, isPower := strings.CutPrefix(strings.TrimPrefix(label, "−"), "10"); isPower && strings.ContainsAny(digits, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹") {
		label = strings.Replace(label, "10", "1·10", 1)
	}
	return lowered.Replace(label)
}
