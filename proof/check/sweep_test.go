package check

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	solver "relucert"
	"relucert/dataset"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/certificate"
)

// sweepForgeries are further files of testdata/bad. What a sweep's certificate says is only
// its header, its network and its claim.
var sweepForgeries = []forgery{
	{file: "sweep-lower-above", good: "sweep-affine", edit: substitute(`claim \S+ \S+`, "claim 5p-2 5p-2"), verdict: refused, reason: "with the kink at 0, an SSE of 1.23777173914e+00 can be had"},
	{file: "sweep-lower-just-above", good: "sweep-weighted", edit: substitute(`claim \S+ (\S+)`, "claim 81c71c71c7215p-50 81c71c71c7215p-50"), verdict: refused, reason: "an SSE of"},
	{file: "sweep-none-above", good: "sweep-none", edit: substitute(`claim \S+ \S+`, "claim 1p3 1p3"), verdict: refused, reason: "an SSE of"},
	{file: "sweep-far-above", good: "sweep-affine", edit: substitute(`claim \S+ \S+`, "claim 1p900 1p900"), verdict: refused, reason: "without a kink, an SSE of"},
	{file: "sweep-upper-below", good: "sweep-affine", edit: substitute(`claim (\S+) \S+`, "claim $1 $1"), verdict: refused, reason: "above the claimed"},
	{file: "sweep-reversed", good: "sweep-affine", edit: substitute(`claim (\S+) (\S+)`, "claim 1p9 1p8"), verdict: refused, reason: "the wrong way round"},
	{file: "sweep-negative-claim", good: "sweep-affine", edit: substitute(`claim (\S+) (\S+)`, "claim -1p0 -1p-1"), verdict: refused, reason: "above the claimed"},
	{file: "sweep-other-network", good: "sweep-affine", edit: substitute(`u \+ 0 \S+`, "u + 0 1p0"), verdict: refused, reason: "above the claimed"},
	{file: "sweep-other-output", good: "sweep-weighted", edit: substitute(`o \S+`, "o 1p0"), verdict: refused, reason: "above the claimed"},
	{file: "sweep-sign-other", good: "sweep-none", edit: swap("u +", "u -"), verdict: refused, reason: "not of the class"},
	{file: "sweep-signs-exchanged", good: "sweep-none", edit: swap("signs +", "signs -"), verdict: refused, reason: "not of the class"},
	{file: "sweep-signs-any", good: "sweep-none", edit: chain(swap("signs +", "signs any"), substitute(`claim (\S+) (\S+)`, "claim 1p3 1p3")), verdict: refused, reason: "an SSE of"},
	{file: "sweep-output-more", good: "sweep-weighted", edit: chain(swap("output intercept", "output affine"), substitute(`o (\S+)`, "o $1 0")), verdict: refused, reason: "an SSE of"},
	{file: "sweep-output-less", good: "sweep-weighted", edit: swap("output intercept", "output none"), verdict: unread, reason: "unexpected text"},
	{file: "sweep-output-lacking", good: "sweep-affine", edit: substitute(`\no (\S+) \S+`, "\no $1"), verdict: unread, reason: "is not a number"},
	{file: "sweep-two-units", good: "sweep-affine", edit: chain(swap("units 1", "units 2"), insert("o ", "u + 0 0\n")), verdict: refused, reason: "one unit with a bias on one feature"},
	{file: "sweep-two-features", good: "sweep-affine", edit: chain(insert("missing", "feature \"z\"\n"), tail("u ", " 0"), tail("o ", " 0")), verdict: refused, reason: "one unit with a bias on one feature"},
	{file: "sweep-no-bias", good: "sweep-none", edit: chain(swap("bias yes", "bias no"), substitute(`u \+ (\S+) (\S+)`, "u + $2")), verdict: refused, reason: "one unit with a bias on one feature"},
	{file: "sweep-weights-left-out", good: "sweep-weighted", edit: without("sample-weights"), verdict: refused, reason: "sample weights"},
	{file: "sweep-target-other", good: "sweep-affine", edit: swap(`target "y"`, `target "x"`), verdict: refused, reason: "target"},
	{file: "sweep-feature-other", good: "sweep-affine", edit: swap(`feature "x"`, `feature "y"`), verdict: refused, reason: "features"},
	{file: "sweep-missing-dropped", good: "sweep-affine", edit: swap("missing error", "missing drop"), verdict: refused, reason: "missing values"},
	{file: "sweep-data-other", good: "sweep-affine", edit: substitute(`data ..`, "data 00"), verdict: refused, reason: "data sha256"},
	{file: "sweep-for-other-data", good: "sweep-affine", data: "wave.csv", edit: chain(), verdict: refused, reason: "data sha256"},
	{file: "sweep-no-trailer", good: "sweep-affine", edit: cutBehind("sweep\n"), verdict: refused, reason: "no trailer"},
	{file: "sweep-no-end", good: "sweep-affine", edit: without("end"), verdict: refused, reason: "no trailer"},
	{file: "sweep-norm-bound", good: "sweep-affine", edit: insert("sweep", "norm-bound 1p0\n"), verdict: unread, reason: `"sweep" where "weight-limit" must stand`},
	{file: "sweep-weight-limit", good: "sweep-affine", edit: insert("u ", "weight-limit 1p0\n"), verdict: unread, reason: "where a sweep has its trailer"},
	{file: "sweep-split", good: "sweep-affine", edit: insert("u ", "s 0/0 0 f\n"), verdict: unread, reason: "where a sweep has its trailer"},
	{file: "sweep-dual", good: "sweep-affine", edit: insert("u ", "d 0/0 0\n"), verdict: unread, reason: "where a sweep has its trailer"},
	{file: "sweep-part", good: "sweep-affine", edit: insert("claim", "part 0/0\n"), verdict: unread, reason: `"part" where the trailer needs "claim"`},
	{file: "sweep-version-one", good: "sweep-affine", edit: swap("certificate 2", "certificate 1"), verdict: unread, reason: `"sweep" where "weight-limit" must stand`},
	{file: "sweep-version-four", good: "sweep-affine", edit: swap("certificate 2", "certificate 4"), verdict: unread, reason: `"sweep" where "breakpoints" must stand`},
	{file: "sweep-twice", good: "sweep-affine", edit: insert("u ", "sweep\n"), verdict: unread, reason: "where a sweep has its trailer"},
	{file: "sweep-text-after", good: "sweep-affine", edit: swap("end\n", "end\nend\n"), verdict: unread, reason: "after the trailer"},
}

// sweepVictim is a tiny problem with a proof by sweep.
func sweepVictim(t testing.TB, seed uint64) *victim {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 23))
	for {
		v := &victim{best: make(map[string]oracle.Result), opts: Options{Threads: 1}}
		v.rows(rng)
		table, _, err := dataset.Read("test", strings.NewReader(v.csv), v.opts.Data)
		if err != nil {
			t.Fatal(err)
		}
		if len(table.Features) > 1 {
			continue
		}
		p := solver.Problem{Data: table, Class: network.Class{Units: 1, Output: network.OutputPart(rng.IntN(3))}}
		if rng.IntN(2) == 0 {
			p.Signs = []int{1 - 2*rng.IntN(2)}
		}
		var text bytes.Buffer
		if _, err = solver.Fit(context.Background(), p, solver.Options{Gap: 1e-6, Certificate: &solver.Certificate{Out: &text}}); err != nil {
			t.Fatal(err)
		}
		v.table, v.text = table, text.String()
		return v
	}
}

// TestSweepMutations checks proofs by sweep that are nearly right. Whatever is
// proved of them must be true.
func TestSweepMutations(t *testing.T) {
	c := new(count)
	for round := range thorough.Of(uint64(4000), 700) {
		v := sweepVictim(t, round/20)
		rng := rand.New(rand.NewPCG(9, round))
		text := mutateBytes(rng, v.text)
		if rng.IntN(2) == 0 {
			text = v.mutateSweep(rng)
		}
		if text == v.text {
			continue
		}
		c.changed++
		if err := v.judge(text, rng.IntN(4) == 0, c); err != nil {
			t.Fatalf("round %d: %v\n%s%s", round, err, v.csv, text)
		}
	}
	t.Logf("%+v", *c)
	if c.proved < c.changed/20 || c.refused < c.changed/20 {
		t.Errorf("the mutations have no bite: %+v", *c)
	}
}

// mutateSweep changes the class, the network or the claim by a little.
func (v *victim) mutateSweep(rng *rand.Rand) string {
	h, records := parsed(v.text)
	trailer := records[0].(*certificate.Trailer)
	switch rng.IntN(5) {
	case 0:
		h.Signs = [][]int{nil, {1}, {-1}}[rng.IntN(3)]
	case 1:
		trailer.Lower *= 1 + rng.NormFloat64()*[]float64{1e-14, 1e-6, 0.1}[rng.IntN(3)]
		trailer.Upper = max(trailer.Upper, trailer.Lower)
	case 2:
		trailer.Upper *= 1 + rng.NormFloat64()*1e-6
	case 3:
		trailer.Units[0].Weights[rng.IntN(2)] += rng.NormFloat64() * 1e-3
		trailer.Upper *= 1 + rng.ExpFloat64()*1e-2
	case 4:
		trailer.Units[0].Sign *= -1
	}
	var out bytes.Buffer
	w := certificate.NewWriter(&out, h)
	w.Trailer(trailer)
	w.Flush()
	return out.String()
}

// TestSweepOfLargeData: a block of kinks at once, and each, in both readings.
func TestSweepOfLargeData(t *testing.T) {
	for _, kink := range []float64{0, 3} {
		v := longVictim(t, kink)
		for _, exact := range []bool{false, true} {
			verdict, err := v.check(v.text, exact)
			if err != nil || !verdict.Proved {
				t.Errorf("kink %v, exact %v: %v %v", kink, exact, verdict, err)
			}
		}
	}
}

// longVictim is 1,000 samples about a line with a kink.
func longVictim(t *testing.T, kink float64) *victim {
	t.Helper()
	v, rng := &victim{opts: Options{Threads: 2}}, rand.New(rand.NewPCG(4, 4))
	var b strings.Builder
	b.WriteString("x,y\n")
	for range 1000 {
		x := float64(rng.IntN(800)) / 100
		fmt.Fprintf(&b, "%g,%g\n", x, 2*max(0, x-kink)+rng.NormFloat64())
	}
	v.csv = b.String()
	table, _, err := dataset.Read("test", strings.NewReader(v.csv), v.opts.Data)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	p := solver.Problem{Data: table, Class: network.Class{Units: 1, Output: network.Intercept}}
	if _, err := solver.Fit(context.Background(), p, solver.Options{Gap: 1e-6, Certificate: &solver.Certificate{Out: &text}}); err != nil {
		t.Fatal(err)
	}
	v.text = text.String()
	return v
}
