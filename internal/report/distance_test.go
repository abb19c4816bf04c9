package report

import (
	"bytes"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"relucert"
	"relucert/network"
)

// TestExcessWords: percentages are rounded so that they stay true, and say at most 0.1 % of themselves too little.
func TestExcessWords(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 0))
	numbers := regexp.MustCompile(`^at least (.*) %, at most (.*) %$`)
	for run := range 1000 {
		lower := math.Exp(20 * (rng.Float64() - 0.5))
		sse := lower * (1 + rng.Float64()/10)
		d := Distance{Result: &relucert.Result{SSE: sse, SSELower: lower}, NetworkSSE: sse * (1 + math.Exp(12*(rng.Float64()-0.5)))}
		m := numbers.FindStringSubmatch(d.excessWords())
		if m == nil {
			t.Fatalf("seed %d, run %d: %s", seed, run, d.excessWords())
		}
		least, _ := strconv.ParseFloat(m[1], 64)
		most, _ := strconv.ParseFloat(m[2], 64)
		wantLeast, wantMost := 100*(d.NetworkSSE/sse-1), 100*(d.NetworkSSE/lower-1)
		const rounding = 1e-9
		if least > wantLeast*(1+rounding) || least < 0.998*wantLeast || most < wantMost*(1-rounding) || most > 1.002*wantMost {
			t.Fatalf("seed %d, run %d: %v to %v, want %v to %v", seed, run, least, most, wantLeast, wantMost)
		}
	}
}

// TestExcessAtEnds: what has no percentage is said in words, and is null for programs.
func TestExcessAtEnds(t *testing.T) {
	for _, c := range []struct {
		network, sse, lower float64
		words, null         string
	}{
		{5, 0, 0, "without bound: a network without error was found", `"excess_at_least": null`},
		{0, 0, 0, "nothing: no network of the class has a smaller SSE", `"excess_at_most": null`},
		{5, 2, 0, "at least 150 %, without a bound above", `"excess_at_most": null`},
		{1, 2, 1.5, "not known: the network is beyond the weight limit under which the bound holds", `"excess_at_most": null`},
		{2, 3, 2, "nothing: no network of the class has a smaller SSE", `"excess_at_most": 0`},
		{2, 2, 1, "at most 100 %", `"excess_at_least": 0`},
	} {
		d := Distance{Result: &relucert.Result{SSE: c.sse, SSELower: c.lower, Network: &network.Network{}}, NetworkSSE: c.network}
		var text bytes.Buffer
		if err := d.WriteJSON(&text); err != nil || d.excessWords() != c.words || !strings.Contains(text.String(), c.null) {
			t.Errorf("%v: %s, %v, %s", c, d.excessWords(), err, text.String())
		}
	}
}
