package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/certificate"
)

// randomSweep is a tiny problem for a sweep: ties, duplicates, equal inputs,
// inputs far from 0 or of all sizes, labels that a network fits, weights.
func randomSweep(seed uint64) relucert.Problem {
	rng := rand.New(rand.NewPCG(seed, 77))
	p := relucert.Problem{Class: network.Class{Units: 1, Output: network.OutputPart(rng.IntN(3))}}
	if rng.IntN(2) == 0 {
		p.Signs = []int{1 - 2*rng.IntN(2)}
	}
	number, kind := numbers(rng), rng.IntN(12)
	x, y := make([][]float64, 1+rng.IntN(9)), []float64(nil)
	var weights []float64
	for i := range x {
		v, label := number(), number()
		switch kind {
		case 0:
			v = 3 // all equal
		case 1:
			v += 1000
		case 2:
			v *= math.Exp(2 * rng.NormFloat64())
		case 3:
			label = 2 - math.Abs(v-0.25) // realizable but for the output none
		case 4:
			label = 1 - 3*v
		case 5:
			label = 0
		}
		x[i], y = []float64{v}, append(y, label)
		if i > 0 && rng.IntN(6) == 0 {
			x[i] = x[rng.IntN(i)]
		}
		weights = append(weights, []float64{0.5, 1, 1, 2, 0.1 + 3*rng.Float64()}[rng.IntN(5)])
	}
	if rng.IntN(2) == 0 {
		weights = nil
	}
	p.Data = table(x, y, weights)
	return p
}

// TestSweepAgainstBruteForce compares the sweep with the oracle on thousands of
// problems, and with method conic on some.
func TestSweepAgainstBruteForce(t *testing.T) {
	count := uint64(6000)
	if !thorough.Tests() {
		count = 500
	}
	var sweeps, cones tally
	for seed := range count {
		p := randomSweep(seed)
		best := oracle.Solve(toOracle(p))
		sweeps.enter(t, seed, relucert.Sweep, againstOracle(t, p, best, relucert.Sweep))
		if seed%10 == 0 {
			cones.enter(t, seed, relucert.Conic, againstOracle(t, p, best, relucert.Conic))
		}
	}
	sweeps.judge(t, relucert.Sweep, count)
	cones.judge(t, relucert.Conic, count/10)
	if len(sweeps.unfinished) > 0 {
		t.Errorf("sweeps unfinished: %v", sweeps.unfinished)
	}
}

// TestSweepAgainstConic compares the two on data of several blocks.
func TestSweepAgainstConic(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := relucert.Problem{Class: network.Class{Units: 1, Output: network.OutputPart(seed % 3)}}
		x, y := make([][]float64, 900+rng.IntN(900)), []float64(nil)
		for i := range x {
			v := rng.NormFloat64()
			if seed%2 == 0 {
				v = math.Round(20*v) / 20
			}
			x[i], y = []float64{v}, append(y, max(0, v-0.3)-0.2*float64(seed%4)*v+rng.NormFloat64())
		}
		p.Data = table(x, y, nil)
		a, b := solved(t, p, relucert.Sweep), solved(t, p, relucert.Conic)
		if a.SSELower > b.SSE || b.SSELower > a.SSE || math.Abs(a.SSE-b.SSE) > 1e-6*b.SSE {
			t.Errorf("seed %d: sweep [%.12g, %.12g], conic [%.12g, %.12g]", seed, a.SSELower, a.SSE, b.SSELower, b.SSE)
		}
	}
}

func solved(t *testing.T, p relucert.Problem, m relucert.Method) *relucert.Result {
	t.Helper()
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, Method: m})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range networkFaults(p, r) {
		t.Error(fault)
	}
	if r.Status != relucert.Optimal {
		t.Errorf("%v: %v", m, r.Status)
	}
	return r
}

// A sweep chooses itself where it can, and is refused where it cannot.
func TestSweepIsChosen(t *testing.T) {
	x, y := samples(3, 30, 2)
	two := table(x, y, nil)
	for i := range x {
		x[i] = x[i][:1]
	}
	one := table(x, y, nil)
	ambiguous := *table(append(x, x[0]), append(y, 1), nil)
	ambiguous.Ambiguous = true
	for _, c := range []struct {
		name string
		p    relucert.Problem
		want string
	}{
		{"one column, one unit", relucert.Problem{Data: one, Class: network.Class{Units: 1, Output: network.None}}, "sweep"},
		{"sign", relucert.Problem{Data: one, Class: network.Class{Signs: []int{-1}, Output: network.Affine}}, "sweep"},
		{"two columns", relucert.Problem{Data: two, Class: network.Class{Units: 1, Output: network.None}}, "conic"},
		{"two units", relucert.Problem{Data: one, Class: network.Class{Units: 2, Output: network.None}}, "conic"},
		{"no bias", relucert.Problem{Data: one, Class: network.Class{Units: 1, NoBias: true, Output: network.None}}, "conic"},
		{"norm bound", relucert.Problem{Data: one, Class: network.Class{Units: 1, NormBound: 1, Output: network.None}}, "conic"},
		{"weight limit", relucert.Problem{Data: one, Class: network.Class{Units: 1, WeightLimit: 1, Output: network.None}}, "conic"},
		{"ambiguous ties", relucert.Problem{Data: &ambiguous, Class: network.Class{Units: 1, Output: network.None}}, "conic"},
	} {
		r, err := relucert.Fit(context.Background(), c.p, relucert.Options{Gap: 1e-3, NodeLimit: 20})
		if err != nil || (r.Method == relucert.Sweep) != (c.want == "sweep") || (r.WeightLimit == 0) != (c.want == "sweep") {
			t.Errorf("%s: %v, %+v", c.name, err, r)
		}
		_, err = relucert.Fit(context.Background(), c.p, relucert.Options{Gap: 1e-3, Method: relucert.Sweep})
		if (err == nil) != (c.want == "sweep") {
			t.Errorf("%s, asked for: %v", c.name, err)
		}
	}
}

// TestLongSweep is 10^5 rows: the planted line bounds the optimum.
func TestLongSweep(t *testing.T) {
	data, known, err := generate.BrokenLine(generate.BrokenLineOptions{Samples: 100_000, Kinks: []float64{0.4}, Noise: 0.2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := solved(t, relucert.Problem{Data: data, Class: network.Class{Units: 1, Output: network.Affine}}, relucert.Auto)
	if r.SSE > known.Upper || r.Method != relucert.Sweep || r.Gap() > 1e-9 {
		t.Errorf("%+v, planted %v", r, known.Upper)
	}
	pure := noiseOnly(data, 3)
	for _, output := range []network.OutputPart{network.None, network.Intercept, network.Affine} {
		if r := solved(t, relucert.Problem{Data: pure, Class: network.Class{Units: 1, Output: output}}, relucert.Sweep); r.Gap() > 1e-9 {
			t.Errorf("%v: %+v", output, r)
		}
	}
}

func noiseOnly(d *dataset.Dataset, seed uint64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := *d
	out.Y = make([]float64, len(d.Y))
	for i := range out.Y {
		out.Y[i] = rng.NormFloat64()
	}
	return &out
}

// TestSweepEnds: an interrupted sweep keeps a network and a bound.
func TestSweepEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	x, y := samples(5, 2000, 1)
	p := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 1, Output: network.None}}
	r, err := relucert.Fit(ctx, p, relucert.Options{Gap: 1e-6})
	if err != nil || r.Status != relucert.Interrupted || r.SSELower != 0 || len(networkFaults(p, r)) > 0 {
		t.Errorf("%v, %+v", err, r)
	}
	r, err = relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, TimeLimit: 1})
	if err != nil || r.Status != relucert.TimeLimit {
		t.Errorf("%v, %+v", err, r)
	}
}

// TestSweepCertificates confirms the sweeps' claims, and has the checker refuse
// any claim above the optimum: its rule is exact.
func TestSweepCertificates(t *testing.T) {
	count := uint64(3000)
	if !thorough.Tests() {
		count = 300
	}
	for seed := range count {
		p := randomSweep(seed)
		r, proof, again := certified(t, context.Background(), p, relucert.Options{Gap: tightGap, Method: relucert.Sweep}, seed%2 == 0)
		above := r.SSE*(1+1e-9) + 1e-12*sumOfSquares(p.Data) + 1e-300
		if v, err := again(claiming(t, proof, above)); err != nil || v.Proved {
			t.Errorf("seed %d: %v, %v is proved, above the optimum %v\n%s", seed, err, above, r.SSE, describe(p))
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// claiming is a proof with another claim.
func claiming(t *testing.T, proof []byte, lower float64) []byte {
	t.Helper()
	in, err := certificate.NewReader(bytes.NewReader(proof))
	if err != nil {
		t.Fatal(err)
	}
	record, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	trailer := record.(*certificate.Trailer)
	trailer.Lower, trailer.Upper = lower, max(lower, trailer.Upper)
	var out bytes.Buffer
	w := certificate.NewWriter(&out, in.Header())
	w.Trailer(trailer)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
