package relucert_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/check"
)

// TestBrokenLines: several units on one column are broken lines for method breakpoints, which refuses what is none.
func TestBrokenLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	d := &dataset.Dataset{Features: []string{"x"}, Target: "y"}
	for i := range 60 {
		d.X, d.Y = append(d.X, float64(i)), append(d.Y, max(0, float64(i-20))+rng.NormFloat64())
	}
	for _, signs := range [][]int{nil, {1, -1, 1}} {
		p := relucert.Problem{Data: d, Class: network.Class{Units: 3, Signs: signs, Output: network.Affine}}
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, Threads: 2, Method: relucert.Breakpoints})
		if err != nil {
			t.Fatal(err)
		}
		if r.Method != relucert.Breakpoints || r.Status != relucert.Optimal || r.WeightLimit != 0 || r.Gap() > 1e-6 {
			t.Errorf("signs %v: %+v", signs, r)
		}
		p.WeightLimit = 1e6
		if _, err = relucert.Fit(context.Background(), p, relucert.Options{Method: relucert.Breakpoints}); err == nil {
			t.Error("took a weight limit")
		}
	}
	p := relucert.Problem{Data: d, Class: network.Class{Units: 3}}
	if _, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, Method: relucert.Breakpoints}); err == nil {
		t.Error("took an output without a slope")
	}
}

// TestAutoChoosesBrokenLines for what they are best at, and nothing else.
func TestAutoChoosesBrokenLines(t *testing.T) {
	d, many, equal, ambiguous := bends(1, 30, 1), bends(1, 6401, 0), bends(1, 5, 1), bends(1, 12, 1)
	for i := range equal.X {
		equal.X[i] = 1
	}
	ambiguous.X[3], ambiguous.Ambiguous = ambiguous.X[2], true
	intercept, bounded, limited := brokenLine(d, 2), brokenLine(d, 2), brokenLine(d, 2)
	intercept.Output, bounded.NormBound, limited.WeightLimit = network.Intercept, 100, 1e6
	for name, c := range map[string]struct {
		p    relucert.Problem
		want relucert.Method
	}{
		"two units": {brokenLine(d, 2), relucert.Breakpoints}, "one unit": {brokenLine(d, 1), relucert.Sweep},
		"many inputs": {brokenLine(many, 2), relucert.Breakpoints}, "equal inputs": {brokenLine(equal, 2), relucert.Conic},
		"equal as doubles": {brokenLine(ambiguous, 2), relucert.Conic}, "intercept": {intercept, relucert.Conic},
		"norm bound": {bounded, relucert.Conic}, "weight limit": {limited, relucert.Conic},
	} {
		r, err := relucert.Fit(context.Background(), c.p, relucert.Options{NodeLimit: 1})
		if err != nil || r.Method != c.want {
			t.Errorf("%s: %v, %v, want method %v", name, r, err, c.want)
		}
	}
}

// TestSecondOpinion: what rounding keeps broken lines from closing, here as labels are far from 0, branch and bound tries;
// its nodes count, too, and the certificate is of the method that proved more.
func TestSecondOpinion(t *testing.T) {
	methods := map[relucert.Method]int{}
	for _, c := range []struct {
		offset float64
		nodes  int64
	}{{1e11, 0}, {1e11, 1}, {1e11, 20}, {1e13, 500}} {
		p := brokenLine(bends(0, 30, 1), 2)
		for i := range p.Data.Y {
			p.Data.Y[i] += c.offset
		}
		alone, err := relucert.Fit(context.Background(), p, relucert.Options{NodeLimit: c.nodes, Method: relucert.Breakpoints})
		if err != nil || alone.Status != relucert.PrecisionLimit {
			t.Errorf("%v: %v, %v", c, alone, err)
		}
		r := certifiedFit(t, p, relucert.Options{NodeLimit: c.nodes})
		methods[r.Method]++
		if r.SSE-r.SSELower > alone.SSE-alone.SSELower || c.nodes > 0 && r.Nodes > c.nodes {
			t.Errorf("%v: %v, alone %v", c, r, alone)
		}
	}
	if methods[relucert.Breakpoints] == 0 || methods[relucert.Conic] == 0 {
		t.Errorf("%v: each should win sometimes", methods)
	}
}

// certifiedFit is a fit whose certificate proves what it claims.
func certifiedFit(t *testing.T, p relucert.Problem, opts relucert.Options) *relucert.Result {
	t.Helper()
	return certifiedUntil(t, context.Background(), p, opts)
}

func certifiedUntil(t *testing.T, ctx context.Context, p relucert.Problem, opts relucert.Options) *relucert.Result {
	t.Helper()
	var csv, proof bytes.Buffer
	if err := p.Data.WriteCSV(&csv); err != nil {
		t.Fatal(err)
	}
	opts.Certificate = &relucert.Certificate{Out: &proof, Again: func() error { proof.Reset(); return nil }}
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		t.Fatal(err)
	}
	v, err := check.Check(check.Bytes("proof", proof.Bytes()), check.Bytes("data", csv.Bytes()), check.Options{})
	if err != nil || !v.Proved {
		t.Errorf("%v: %+v, %v", r, v, err)
	}
	return r
}

// ending is a context that ends at a certain look.
type ending struct {
	context.Context
	looks atomic.Int64
}

func (e *ending) Err() error {
	if e.looks.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestManyInputs: spans are sifted first, and whenever that ends, the certificate proves a bound, above 0 once all spans have been looked at.
func TestManyInputs(t *testing.T) {
	p := brokenLine(bends(1, 1700, 20), 2)
	if r := certifiedFit(t, p, relucert.Options{Threads: 2}); r.Method != relucert.Breakpoints || r.Status != relucert.Optimal {
		t.Fatal(r)
	}
	bound := 0.0
	for _, looks := range []int64{20, 50, 200, 1500} {
		e := &ending{Context: context.Background()}
		e.looks.Store(looks)
		r := certifiedUntil(t, e, p, relucert.Options{Threads: 2})
		if bound > 0 && r.SSELower < bound/2 {
			t.Errorf("after %d looks the bound is %g, with fewer %g", looks, r.SSELower, bound)
		}
		bound = max(bound, r.SSELower)
		t.Logf("%d looks: [%g, %g], %v", looks, r.SSELower, r.SSE, r.Status)
	}
	if bound == 0 {
		t.Error("no bound")
	}
}

// TestUntilOnBrokenLines: a bound that decides is one for the numbers of the file, and the certificate proves it.
func TestUntilOnBrokenLines(t *testing.T) {
	p := brokenLine(bends(2, 60, 5), 3)
	best := certifiedFit(t, p, relucert.Options{})
	for _, share := range []float64{1e-6, 0.9, 0.99, 0.9999, 0.99999, 1 + 1e-9, 1.01, 2} {
		until := share * best.SSE
		r := certifiedFit(t, p, relucert.Options{Until: until})
		reached, out := r.SSE <= until, r.SSELower >= until
		if r.Status == relucert.PrecisionLimit || r.Status == relucert.Decided && !reached && !out || share < 1 && !out {
			t.Errorf("until %g: %v", until, r)
		}
	}
}
