package study

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/internal/thorough"
)

var (
	xAxis = Axis{Label: "x", Of: func(r Run) float64 { return r.Epsilon }}
	yAxis = Axis{Label: "y", Of: func(r Run) float64 { return r.Seconds }}
)

// synthetic is runs of log2 y = law(x) with normal errors.
func synthetic(rng *rand.Rand, count int, sigma float64, law func(x float64) float64) []Run {
	var runs []Run
	for i := range count {
		x := math.Pow(10, float64(i)/float64(count-1)) // a decade
		runs = append(runs, Run{Series: "s", Status: finished, Epsilon: x, Seconds: math.Exp2(law(x) + sigma*rng.NormFloat64())})
	}
	return runs
}

// TestIntervalsHoldTheTruth about as often as they say, for each law and exponent.
func TestIntervalsHoldTheTruth(t *testing.T) {
	const seed = 1
	count, off := thorough.Of(400, 100), thorough.Of(0.035, 0.07)
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, test := range []struct {
		law   Law
		truth float64
		of    func(x float64) float64
	}{
		{Power, 1.5, func(x float64) float64 { return 3 + 1.5*math.Log2(x) }},
		{Exponential, 0.7, func(x float64) float64 { return 0.7 * x }},
		{Stretched, 0, func(x float64) float64 { return 2 * math.Log2(x) }},
		{Stretched, 1, func(x float64) float64 { return 1 + x }},
		{Stretched, 2, func(x float64) float64 { return 0.1 * x * x }},
		{Stretched, -1, func(x float64) float64 { return 9 - 8/x }},
	} {
		held := 0
		for range count {
			f := fit(Curve{"s", test.law, 0}, xAxis, yAxis, synthetic(rng, 25, 0.5, test.of))
			if !f.Determined || !f.Grows {
				t.Fatalf("%+v", f)
			}
			if f.Low <= test.truth && test.truth <= f.High {
				held++
			}
		}
		t.Logf("law %d, exponent %v: %d of %d intervals hold it", test.law, test.truth, held, count)
		if share := float64(held) / float64(count); math.Abs(share-confidence) > off {
			t.Errorf("law %d, exponent %v: a share of %v", test.law, test.truth, share)
		}
	}
}

// TestFlatDoesNotGrow but by chance, once in twenty times.
func TestFlatDoesNotGrow(t *testing.T) {
	const seed = 2
	count := thorough.Of(400, 100)
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, law := range []Law{Power, Exponential, Stretched} {
		grown := 0
		for range count {
			if f := fit(Curve{"s", law, 0}, xAxis, yAxis, synthetic(rng, 25, 0.5, func(float64) float64 { return 4 })); f.Grows {
				grown++
			}
		}
		t.Logf("law %d: %d of %d", law, grown, count)
		if grown > count/10 {
			t.Errorf("law %d: %d of %d grow", law, grown, count)
		}
	}
}

// TestLineFollowsTheLaw without errors.
func TestLineFollowsTheLaw(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	f := fit(Curve{"s", Stretched, 2}, xAxis, yAxis, synthetic(rng, 12, 0, func(x float64) float64 { return 1 + x*x/10 }))
	if math.Abs(f.Exponent-2) > 0.011 {
		t.Errorf("exponent %v", f.Exponent)
	}
	xs, ys := f.Line()
	for i, x := range xs {
		if want := 1 + x*x/10; math.Abs(math.Log2(ys[i])-want) > 0.02*want {
			t.Errorf("y(%v) = 2^%v, want 2^%v", x, math.Log2(ys[i]), want)
		}
	}
}

func TestFallingIsNotGrowing(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	for _, law := range []Law{Power, Exponential, Stretched} {
		f := fit(Curve{"s", law, 2}, xAxis, yAxis, synthetic(rng, 25, 0.1, func(x float64) float64 { return 5 - x }))
		if f.Words() != "falls" {
			t.Errorf("law %d: %s", law, f.Words())
		}
	}
}

func TestWords(t *testing.T) {
	inf := math.Inf(1)
	for _, test := range []struct {
		fit  Fit
		want string
	}{
		{Fit{}, "too few runs"},
		{Fit{Determined: true}, "no growth"},
		{Fit{Determined: true, Grows: true, Curve: Curve{Law: Power}, Exponent: 1.5}, "like x^1.5"},
		{Fit{Determined: true, Grows: true, Curve: Curve{Law: Exponential}, Exponent: 1, Low: 0, High: 2}, "each further one multiplies it by 2 (1 to 4)"},
		{stretchedFit(-1, 3), "too small to tell"},
		{stretchedFit(math.Inf(-1), inf), "too small to tell"},
		{stretchedFit(1, 3), "in keeping with the theorem's exponent 2; more than any power"},
		{stretchedFit(1, inf), "so does any larger one"},
		{stretchedFit(-0.5, 0.5), "more slowly than the theorem's worst case, exponent 2; a power of x"},
		{stretchedFit(0.5, 1.5), "more slowly than the theorem's worst case, exponent 2; more than any power"},
		{stretchedFit(3, 4), "faster"},
		{stretchedFit(-3, -1), "levels off"},
	} {
		if got := test.fit.Words(); !strings.Contains(got, test.want) {
			t.Errorf("%+v: %q, want %q", test.fit, got, test.want)
		}
	}
}

func stretchedFit(low, high float64) Fit {
	return Fit{Determined: true, Grows: true, Curve: Curve{Law: Stretched, Theorem: 2}, Low: low, High: high}
}
