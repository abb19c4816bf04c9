package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/check"
)

// after is a context that ends after so many looks at it.
func after(looks int64) *ending {
	c := &ending{Context: context.Background()}
	c.looks.Store(looks)
	return c
}

// TestEndedAnywhere ends searches of units at one column each, and of broken lines of all kinds, at any look at the context: the answer
// is a network of the class, with a bound that its certificate proves and that no network found without a limit is below.
func TestEndedAnywhere(t *testing.T) {
	for seed := range thorough.Of(uint64(36), 8) { // of plain lines with many inputs TestManyInputs ends some
		p := searched(seed)
		opts := relucert.Options{Threads: 1 + int(seed%2), Seed: 1, NodeLimit: thorough.Of(int64(200), 40)}
		whole := after(math.MaxInt64)
		best, err := relucert.Fit(whole, p, opts)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		looks := math.MaxInt64 - whole.looks.Load()
		rng := rand.New(rand.NewPCG(seed, 3))
		for range thorough.Of(12, 2) {
			at := int64(float64(looks) * math.Pow(rng.Float64(), 2)) // mostly early
			checkEndedAt(t, p, opts, at, best.SSE)
			if t.Failed() {
				t.Fatalf("seed %d, ended at look %d of %d", seed, at, looks)
			}
		}
	}
}

// searched is a problem of a kind by its seed: first hinges, then broken lines with few inputs and with many.
func searched(seed uint64) relucert.Problem {
	rows := [...]int{300, 1500, 80, 400, 1700, 300, 120, 80, 1700}[seed%9]
	columns, k := 1, 2+int(seed/2%3)
	if seed%9 < 2 {
		columns = 3
	}
	p := relucert.Problem{Data: wide(rows+int(seed/9), columns), Class: network.Class{Units: k, Output: network.Affine}}
	for _, column := range [][]float64{p.Data.X, p.Data.Y} {
		for i, v := range column {
			column[i] = math.Round(v*1e4) / 1e4
		}
	}
	decimal := func(mantissa int64) dataset.Decimal { return dataset.Decimal{Mantissa: mantissa, Exponent: -1} }
	switch c := &p.Constraints; seed % 9 {
	case 0, 1:
		for range k {
			p.Hinges = append(p.Hinges, []int{0, 1, 2})
		}
	case 3, 4:
		c.Jumps = true
	case 5:
		c.Jumps, c.MinSamples = true, 30
	case 6:
		c.MinSamples, c.KnownKinks = 10, []dataset.Decimal{decimal(1)}
	case 7:
		c.Through = &[2]dataset.Decimal{decimal(3), decimal(5)}
	}
	return p
}

func checkEndedAt(t *testing.T, p relucert.Problem, opts relucert.Options, at int64, least float64) {
	t.Helper()
	p, text, columns := asFile(t, p)
	var proof bytes.Buffer
	opts.Certificate = &relucert.Certificate{Out: &proof}
	r, err := relucert.Fit(after(at), p, opts)
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != relucert.Interrupted && r.Status != relucert.Optimal && r.Status != relucert.NodeLimit {
		t.Errorf("status %v", r.Status)
	}
	if !p.Constraints.Jumps {
		for _, fault := range networkFaults(p, r) {
			t.Error(fault)
		}
	}
	if r.SSELower > least || r.SSELower > r.SSE || r.SSE > sumOfSquares(p.Data)*(1+1e-12) {
		t.Errorf("SSE in [%g, %g]; another network has %g", r.SSELower, r.SSE, least)
	}
	if r.Unbegun {
		return
	}
	v, err := check.Check(source("proof", proof.Bytes()), source("data.csv", text), check.Options{Data: columns})
	if err != nil {
		t.Fatalf("%v: %s", err, clip(proof.Bytes()))
	}
	if !v.Proved {
		t.Errorf("%v\n%s", v, clip(proof.Bytes()))
	}
}
