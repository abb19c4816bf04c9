package report

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert"
)

// A percentage may exaggerate the gap a little, never belittle it.
func TestPercentRoundsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		share := math.Pow(10, -12*rng.Float64())
		text := percent(share)
		shown, err := strconv.ParseFloat(strings.TrimSuffix(text, " %"), 64)
		if err != nil {
			t.Fatal(err)
		}
		if exact := 100 * share; shown < exact || shown > 1.1*exact {
			t.Fatalf("percent(%g) = %s", share, text)
		}
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", -1e-17: "0 %", 1: "100 %", 1e-6: "0.0001 %", 0.123: "13 %", 0.999: "100 %", 1e-10: "1e-08 %",
	} {
		if got := percent(share); got != want {
			t.Errorf("percent(%g) = %s, want %s", share, got, want)
		}
	}
}

func TestGapInWords(t *testing.T) {
	tests := []struct {
		r    relucert.Result
		want string
	}{
		{relucert.Result{SSE: 2, SSELower: 2}, "proved: no network of the class has a smaller SSE"},
		{relucert.Result{SSE: 1e6, SSELower: 1e6 - 1}, "proved within 0.0001 %"},
		{relucert.Result{SSE: 2e-14, FloorDecided: true}, "proved within 2e-14 of the least SSE: the floor, 1e-12 of the labels' variation, decided"},
		{relucert.Result{Status: relucert.TimeLimit, SSE: 4, SSELower: 3}, "not proved optimal: the least SSE may be up to 25 % smaller"},
	}
	for _, test := range tests {
		if got := gapInWords(&Result{Result: &test.r}); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
