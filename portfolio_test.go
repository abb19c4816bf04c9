package relucert_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"relucert"
	"relucert/hardness/generate"
	"relucert/internal/budget"
	"relucert/internal/thorough"
	"relucert/network"
	"relucert/proof/check"
)

// contest is a problem between methods: with labels that are a unit's or noise, of any class, small enough to be solved.
func contest(t *testing.T, rng *rand.Rand) relucert.Problem {
	t.Helper()
	o := generate.PlantedOptions{Features: 2 + rng.IntN(4), Samples: 20 + rng.IntN(40), Noise: 0.1, Seed: rng.Uint64()}
	if rng.IntN(3) > 0 {
		o.Signs = []int{1}
	}
	data, _, err := generate.Planted(o)
	if err != nil {
		t.Fatal(err)
	}
	class := network.Class{Signs: []int{1}, NoBias: rng.IntN(2) == 0, Output: network.OutputPart(rng.IntN(3))}
	if rng.IntN(2) == 0 {
		class.NormBound = 0.5 + rng.Float64()
	}
	return relucert.Problem{Data: data, Class: class}
}

// TestPortfolio: with any number of threads, and a certificate that can be taken back or not, auto is the same search,
// and what it claims is proved, whichever method wins.
func TestPortfolio(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	wins := map[relucert.Method]int{}
	for range thorough.Of(24, 4) {
		p, data, columns := asFile(t, contest(t, rng))
		opts := relucert.Options{Gap: 1e-4, NodeLimit: 3000, Threads: 1, Certificate: &relucert.Certificate{Out: io.Discard}}
		want, err := relucert.Fit(context.Background(), p, opts)
		if err != nil {
			t.Fatal(err)
		}
		wins[want.Method]++
		for threads, again := range []bool{false, true} {
			var proof bytes.Buffer
			opts.Threads, opts.Certificate = 2+threads, &relucert.Certificate{Out: &proof}
			if again {
				opts.Certificate.Again = func() error { proof.Reset(); return nil }
			}
			r, err := relucert.Fit(context.Background(), p, opts)
			if err != nil || r.Status != want.Status || r.Nodes != want.Nodes || r.SSE != want.SSE || r.SSELower != want.SSELower {
				t.Fatalf("seed %d, again %v: %v, not %v: %v", seed, again, r, want, err)
			}
			v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns})
			if err != nil || !v.Proved {
				t.Fatalf("seed %d, again %v, %v: %+v, %v\n%s", seed, again, r, v, err, clip(proof.Bytes()))
			}
		}
	}
	if t.Logf("wins %v", wins); thorough.Tests() && min(wins[relucert.Conic], wins[relucert.Sign]) == 0 {
		t.Errorf("seed %d: one method never wins here", seed)
	}
}

// TestPortfolioInterrupted: whenever a race ends, within nodes that wait for their turn too, what it claims is proved.
func TestPortfolioInterrupted(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 5))
	unfinished := 0
	for range 24 {
		p, data, columns := asFile(t, contest(t, rng))
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		events, last := 0, 1+rng.IntN(60)
		var proof bytes.Buffer
		r, err := relucert.Fit(ctx, p, relucert.Options{Gap: 1e-4, Threads: 1 + rng.IntN(3), EventEvery: 1, OnEvent: func(relucert.Event) {
			if events++; events == last {
				cancel()
			}
		}, Certificate: &relucert.Certificate{Out: &proof, Again: func() error { proof.Reset(); return nil }}})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if r.Status == relucert.Interrupted {
			unfinished++
		}
		v, err := check.Check(source("proof", proof.Bytes()), source("data", data), check.Options{Data: columns})
		if err != nil || !v.Proved {
			t.Fatalf("seed %d, %v after %d events: %+v, %v\n%s", seed, r, events, v, err, clip(proof.Bytes()))
		}
	}
	if unfinished == 0 {
		t.Errorf("seed %d: none was interrupted", seed)
	}
}

// fullDisk takes so many bytes.
type fullDisk struct{ left int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.left -= len(b); d.left < 0 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

// TestPortfolioOnAFullDisk keeps the result, and says that the certificate is not whole.
func TestPortfolioOnAFullDisk(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	for range thorough.Of(8, 4) {
		p, _, _ := asFile(t, contest(t, rng))
		disk := &fullDisk{left: rng.IntN(300)}
		opts := relucert.Options{Gap: 1e-3, NodeLimit: 1000, Certificate: &relucert.Certificate{Out: disk, Again: func() error { return nil }}}
		r, err := relucert.Fit(context.Background(), p, opts)
		if r == nil || err == nil {
			t.Errorf("seed %d: %v, %v", seed, r, err)
		}
	}
}

// TestPortfolioIsKept: a search with checkpoints is by the method that a trial found ahead, and goes on by that.
func TestPortfolioIsKept(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 3))
	for range thorough.Of(6, 3) {
		p, _, _ := asFile(t, contest(t, rng))
		run := func(dir string, nodes int64, resume bool) (*relucert.Result, error) {
			return relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, NodeLimit: nodes, Checkpoint: &relucert.Checkpoint{Dir: dir, Resume: resume}})
		}
		whole, err := run(filepath.Join(t.TempDir(), "whole"), 1000, false)
		if err != nil {
			t.Fatal(err)
		}
		if whole.Nodes < 2 { // and a limit of 0 is none
			continue
		}
		kept := filepath.Join(t.TempDir(), "kept")
		if _, err := run(kept, whole.Nodes/2, false); err != nil {
			t.Fatal(err)
		}
		r, err := run(kept, 1000, true)
		if err != nil || r.Method != whole.Method || r.Status != whole.Status || r.Nodes != whole.Nodes || r.SSELower != whole.SSELower {
			t.Errorf("seed %d: resumed %v, not %v: %v", seed, r, whole, err)
		}
	}
}

// TestSignEnds: float64 does not keep method sign from closing the gap of one bounded unit.
func TestSignEnds(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 4))
	for range thorough.Of(24, 4) {
		p := contest(t, rng)
		p.Class = network.Class{Signs: []int{1}, Output: network.None, NormBound: 0.5 + rng.Float64()}
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: relucert.Sign, NodeLimit: 700})
		if err != nil || r.Status == relucert.PrecisionLimit {
			t.Errorf("seed %d: %v, %v\n%s", seed, r, err, describe(p))
		}
	}
}

// TestPortfolioInLittleMemory: what fits by method conic is not refused because sign would need more beside it.
func TestPortfolioInLittleMemory(t *testing.T) {
	data, _, err := generate.Planted(generate.PlantedOptions{Features: 2, Samples: 30_000, Signs: []int{1}, Noise: 0.3, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	p := relucert.Problem{Data: data, Class: network.Class{Units: 2, NoBias: true, Output: network.None}}
	fits := func(m relucert.Method, limit int64) bool {
		_, err := relucert.Fit(context.Background(), p, relucert.Options{Method: m, NodeLimit: 1, Threads: 4, MemoryLimit: limit})
		return err == nil
	}
	limit := budget.Taken() + 8<<20
	for !fits(relucert.Conic, limit) {
		limit += 16 << 20
	}
	if !fits(relucert.Auto, limit+8<<20) {
		t.Errorf("conic fits in %s, auto does not fit in 8 MiB more", budget.Size(limit))
	}
}

// TestFavourite: on noise sign has few nodes beside conic's, where boxes have samples enough, and where a bounded unit explains little.
func TestFavourite(t *testing.T) {
	for _, c := range []struct {
		samples int
		bound   float64
		most    float64 // of sign's nodes for each of conic's
	}{{50, 0, 0.12}, {100, 1, 0.01}} {
		alone, extra := 0., 0.
		for seed := range uint64(4) {
			data, _, err := generate.Planted(generate.PlantedOptions{Features: 5, Samples: c.samples, Noise: 1, Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			p := relucert.Problem{Data: data, Class: network.Class{Signs: []int{1}, NoBias: true, Output: network.None, NormBound: c.bound}}
			nodes := func(m relucert.Method) float64 {
				r, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: 1e-4, Method: m, Threads: 1})
				if err != nil || r.Status != relucert.Optimal {
					t.Fatalf("seed %d: %v, %v", seed, r, err)
				}
				return float64(r.Nodes)
			}
			conic := nodes(relucert.Conic)
			alone, extra = alone+conic, extra+nodes(relucert.Auto)-conic
		}
		if t.Logf("%.0f nodes beside %.0f", extra, alone); extra > c.most*alone {
			t.Errorf("%d samples, ‖w‖ ≤ %g: %.0f nodes beside the favourite's %.0f", c.samples, c.bound, extra, alone)
		}
	}
}
