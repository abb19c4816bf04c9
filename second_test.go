package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/check"
)

// TestTooManyLines: where broken lines are too many to be looked at, another method goes on, and what it claims is proved.
func TestTooManyLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := 12_000
	x, y := make([]float64, m), make([]float64, m)
	for i := range m {
		x[i] = math.Round(1e5*rng.Float64()) / 1e4
		y[i] = math.Round(1e4*((x[i]-5)*(x[i]-5)+rng.NormFloat64())) / 1e4
	}
	p := relucert.Problem{Data: column(x, y), Class: network.Class{Signs: []int{-1, -1}, Output: network.Affine}}
	p, data, columns := asFile(t, p)
	var proof bytes.Buffer
	again := func() error { proof.Reset(); return nil }
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-2, Certificate: &relucert.Certificate{Out: &proof, Again: again}})
	if err != nil || r.Status != relucert.Optimal || r.Method != relucert.Conic {
		t.Fatal(r, err)
	}
	v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns})
	if err != nil || !v.Proved {
		t.Fatalf("%+v, %v", v, err)
	}
}

// TestTrialOfManyLines: where signs are against many inputs, whose broken lines take a second a node and more, another method comes before any.
func TestTrialOfManyLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := make([]float64, 3000), make([]float64, 3000)
	for i := range x {
		x[i] = math.Round(1e5*rng.Float64()) / 1e4
		y[i] = (x[i]-5)*(x[i]-5) + rng.NormFloat64()
	}
	p := relucert.Problem{Data: column(x, y), Class: network.Class{Signs: []int{-1, -1}, Output: network.Affine}}
	starts, before := 0, int64(0)
	opts := relucert.Options{Gap: 1e-2, OnEvent: func(e relucert.Event) {
		if e.Source == "start" {
			starts++
		}
		if starts == 1 {
			before = max(before, e.Nodes)
		}
	}}
	if r, err := relucert.Fit(context.Background(), p, opts); err != nil || r.Status != relucert.Optimal || r.Method != relucert.Conic || before > 0 {
		t.Error(r, err, before)
	}
}

// TestBetterOfBoth: whichever methods have searched when the nodes are spent, the bound is the best of theirs, the certificate proves it, and
// nothing is searched twice for its sake.
func TestBetterOfBoth(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range thorough.Of(12, 1) {
		sign := 1 - 2*rng.IntN(2)
		x, y := bent(rng, float64(sign))
		p := relucert.Problem{Data: column(x, y), Class: network.Class{Signs: []int{-sign, -sign, sign}, Output: network.Affine}}
		p, data, columns := asFile(t, p)
		last := 0.0
		for _, nodes := range []int64{4, 20, 1005} {
			var proof bytes.Buffer
			starts := 0 // of searches; a certificate takes no more of them
			count := func(by int) func(relucert.Event) {
				return func(e relucert.Event) {
					if e.Source == "start" {
						starts += by
					}
				}
			}
			opts := relucert.Options{Gap: 1e-6, NodeLimit: nodes, OnEvent: count(1)}
			bare, err := relucert.Fit(context.Background(), p, opts)
			if err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, describe(p))
			}
			opts.OnEvent = count(-1)
			opts.Certificate = &relucert.Certificate{Out: &proof, Again: func() error { proof.Reset(); return nil }}
			r, err := relucert.Fit(context.Background(), p, opts)
			if err != nil || bare.SSELower < last*(1-1e-9) || r.SSELower < bare.SSELower*(1-1e-9) || r.Nodes > nodes || starts != 0 {
				t.Fatalf("seed %d: %d nodes: %v, without a certificate %v, with fewer nodes %g, %v\n%s", seed, nodes, r, bare, last, err, describe(p))
			}
			last = bare.SSELower
			v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns})
			if err != nil || !v.Proved {
				t.Fatalf("seed %d: %d nodes: %+v, %v\n%s", seed, nodes, v, err, describe(p))
			}
		}
	}
}

// TestNoWorseSecond: no other method goes on where the network that there is lies beyond its weight limit: it would look for a worse one.
func TestNoWorseSecond(t *testing.T) {
	p := relucert.Problem{Data: column([]float64{-9, -4, -3e-6, -5e-6, 7e6, 4}, []float64{3, 3, 2, 9, 9, 6}), Class: network.Class{Units: 4, Output: network.Affine}}
	r, err := relucert.Fit(context.Background(), p, relucert.Options{NodeLimit: 300})
	if err != nil || r.Status == relucert.NodeLimit || r.Method != relucert.Breakpoints || r.SSE > 1e-4 {
		t.Error(r, err)
	}
}
