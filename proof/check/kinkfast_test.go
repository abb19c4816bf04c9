package check

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// waves is a column with kinks and noise.
func waves(n int, seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	b.WriteString("x,y\n")
	for i := range n {
		x := float64(i)
		fmt.Fprintf(&b, "%d,%.3f\n", i, 5*math.Abs(math.Mod(x/float64(n)*3, 2)-1)+0.3*rng.NormFloat64())
	}
	return b.String()
}

func classFor(t testing.TB, csv string, h *certificate.Header) *kinkClass {
	t.Helper()
	h.Target, h.Features, h.Bias, h.Output = "y", []string{"x"}, true, certificate.Affine
	h.LabelScale, h.WeightScale = 1, 1
	rows, err := dataset.NewScanner("data", strings.NewReader(csv), dataset.Options{Target: "y", Features: []string{"x"}, Weights: h.SampleWeights})
	if err != nil {
		t.Fatal(err)
	}
	d := readDecimals(rows)
	if d == nil {
		t.Fatal("no decimals")
	}
	return newKinkClass(newInputs(d, 0, false), h)
}

// TestKinkFastPrices: those in fixed point are below the exact ones, by almost nothing.
func TestKinkFastPrices(t *testing.T) {
	for seed := range uint64(6) {
		h := &certificate.Header{Units: 3, Breakpoints: &certificate.Breakpoints{MinSamples: int(seed % 2 * 2)}}
		if seed%2 == 1 {
			h.Breakpoints.Slopes = []certificate.SlopeRange{{Kind: '+'}, {Kind: '-'}, {Kind: '='}, {Kind: '*'}}
		}
		if seed > 3 {
			h.Breakpoints.Through = &[2]dataset.Decimal{{Mantissa: 31 - 40*int64(seed%2)}, {Mantissa: int64(seed) * 7, Exponent: -1}}
		}
		c := classFor(t, waves(20+int(seed)*20, seed), h)
		fast := newFastPrices(c)
		if fast == nil {
			t.Fatal("no fast prices")
		}
		rng := rand.New(rand.NewPCG(seed, 1))
		exactly := 0
		for range 3000 {
			a, l := rng.IntN(c.n-1), 2+rng.IntN(c.n)
			b := min(a+l, c.n)
			if b-a < 2 {
				continue
			}
			u, v := &knot{cut: int32(a), c: int32(rng.IntN(3)), sign: 1, load: noLoad}, &knot{cut: int32(b), c: 3, sign: -1, load: noLoad}
			of := func() float64 { return math.Ldexp(rng.Float64(), rng.IntN(12)-8) }
			if a > 0 {
				u.load = c.newLoad(&knot{cut: u.cut, c: 1, sign: 1}, of(), of())
			}
			if b < c.n {
				v.load = c.newLoad(v, of(), of())
			}
			got, want := fast.line(u, v), fast.exactPrices.line(u, v)
			if f := fast.fit(a, b, fast.places(u, v)); !f.fits {
				exactly++
			} else if _, ok := f.cost(&u.load.fast, &v.load.fast, nil, fast.most); !ok {
				exactly++
			}
			if off := want.Minus(got); got.Less(leastValue) || want.Less(leastValue) || off.Negative() || off.Size() > valueGrain-52 {
				t.Fatalf("seed %d: line [%d, %d) costs %v, not %v", seed, a, b, got.Big(), want.Big())
			}
		}
		if exactly > 150 {
			t.Errorf("seed %d: %d prices of 3000 are not fast", seed, exactly)
		}
	}
}

// TestKinkInnerLoads: those of a kink with an end between inputs are rounded to ones of multipliers that are not negative, and hardly others.
func TestKinkInnerLoads(t *testing.T) {
	h := &certificate.Header{Units: 1, Breakpoints: &certificate.Breakpoints{Through: &[2]dataset.Decimal{{Mantissa: 305, Exponent: -1}, {}}}}
	c := classFor(t, waves(60, 1), h)
	newFastPrices(c)
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		alpha, beta, sign := rng.Float64(), rng.Float64(), int8(1-2*rng.IntN(2))
		for _, v := range []*float64{&alpha, &beta} {
			if rng.IntN(4) == 0 {
				*v = 0
			}
		}
		side, from, to := byte('<'), 0.0, 0.5
		if rng.IntN(2) == 0 {
			side, from, to = '>', 0.5, 1
		}
		l := c.newLoad(&knot{cut: 31, c: 1, sign: sign, side: side}, alpha, beta)
		if !l.fast.fits {
			t.Fatalf("%g and %g do not fit", alpha, beta)
		}
		// first = ±(α(1−from) − β(1−to)), second = ±(α·from − β·to), times a multiplier of 1
		one, _ := c.alpha.Float64()
		e := l.exactly()
		first, _ := e.first.Float64()
		second, _ := e.second.Float64()
		first, second = first*float64(sign)/one, second*float64(sign)/one
		gotAlpha, gotBeta := (first*to-second*(1-to))/(to-from), (first*from-second*(1-from))/(to-from)
		if math.Abs(gotAlpha-alpha) > 1e-9 || math.Abs(gotBeta-beta) > 1e-9 || gotAlpha < -1e-15 || gotBeta < -1e-15 {
			t.Fatalf("%g and %g became %g and %g", alpha, beta, gotAlpha, gotBeta)
		}
	}
}

// TestKinkFastPricesOfOddData: they are never too high, and what fixed point does itself is close: where weights are of 12 decades, inputs 1 and
// 10^6 apart or offset by 1.7e15, equal, and labels near a line, or far from 0.
func TestKinkFastPricesOfOddData(t *testing.T) {
	fixed, exactly := 0, 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 5))
		h := &certificate.Header{Units: 3, Breakpoints: &certificate.Breakpoints{}}
		if seed%2 == 0 {
			h.SampleWeights = "w"
		}
		c := classFor(t, oddColumn(rng, seed%2 == 0), h)
		p := newFastPrices(c)
		if p == nil || c.n < 4 {
			continue
		}
		p.allow(wide.Power(uint(60 + rng.IntN(40))))
		for range 200 {
			a := rng.IntN(c.n - 1)
			b := a + 2 + rng.IntN(c.n-a-1)
			u, v := oddKnot(c, a, 1, rng), oddKnot(c, b, 2, rng)
			got, want := p.line(u, v), p.exactPrices.line(u, v)
			if want.Less(got) {
				t.Fatalf("seed %d: line [%d, %d) costs %v, more than %v", seed, a, b, got.Big(), want.Big())
			}
			f := p.fit(a, b, p.places(u, v))
			if _, ok := f.cost(&u.load.fast, &v.load.fast, nil, p.most); !ok {
				exactly++
				continue
			}
			fixed++
			if off := want.Minus(got); !want.Less(leastValue) && wide.Integer(4*int64(p.most)+1<<45).Less(off) {
				t.Errorf("seed %d: line [%d, %d) costs %v, not %v", seed, a, b, got.Big(), want.Big())
			}
		}
	}
	if fixed < 1000 || exactly < 100 {
		t.Errorf("%d prices in fixed point, %d exact", fixed, exactly)
	}
}

func oddColumn(rng *rand.Rand, weighted bool) string {
	var b strings.Builder
	b.WriteString("x,y,w\n")
	x := []int64{0, 1, 1700000000000000}[rng.IntN(3)]
	noise, offset := math.Pow(10, float64(-rng.IntN(12))), []float64{0, 1e3, 1e7}[rng.IntN(3)]
	for i := range 12 {
		w := 1.0
		if weighted {
			w = math.Pow(10, float64(rng.IntN(13)-6))
		}
		fmt.Fprintf(&b, "%d,%.13g,%.4g\n", x, offset+float64(i)+noise*rng.NormFloat64(), w)
		x += []int64{0, 1, 1000000}[rng.IntN(3)]
	}
	return b.String()
}

// oddKnot is a kink in a cut, or an end, with multipliers of any size.
func oddKnot(c *kinkClass, h, kinks int, rng *rand.Rand) *knot {
	v := &knot{cut: int32(h), c: int32(kinks), sign: int8(1 - 2*rng.IntN(2)), load: noLoad}
	if h > 0 && h < c.n {
		of := func() float64 { return math.Ldexp(rng.Float64(), rng.IntN(60)-40) }
		alpha := of()
		v.load = c.newLoad(v, alpha, []float64{0, alpha, of()}[rng.IntN(3)])
	}
	return v
}

func BenchmarkKinkLine(b *testing.B) {
	c := classFor(b, waves(365, 1), &certificate.Header{Units: 6, Breakpoints: &certificate.Breakpoints{}})
	p := newFastPrices(c)
	d, _ := c.root(func(int, int, int, int) bool { return true }, (*sieve)(nil).remains())
	p.fill(d, 1)
	u, v := &d.layers[1][100], &d.layers[2][300]
	u.load, v.load = c.newLoad(u, 0.1, 0), c.newLoad(v, 0.1, 0.2)
	for b.Loop() {
		if p.line(u, v).Less(leastValue) {
			b.Fatal("no price")
		}
	}
}

func BenchmarkKinkSweep(b *testing.B) {
	c := classFor(b, waves(365, 1), &certificate.Header{Units: 6, Breakpoints: &certificate.Breakpoints{}})
	p := newFastPrices(c)
	for b.Loop() {
		d, _ := c.root(func(int, int, int, int) bool { return true }, (*sieve)(nil).remains())
		p.fill(d, 2)
		s := &sweeper{dag: d, prices: p, threads: 2}
		s.threshold = infinite
		s.rightwards()
	}
}
