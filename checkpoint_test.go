package relucert_test

import (
	"bytes"
	"context"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
)

// fuse is a context that ends when it has been looked at so many times: in the midst of whatever looks.
type fuse struct {
	context.Context
	left  int
	ended chan struct{}
}

func burning(looks int) *fuse {
	return &fuse{context.Background(), looks, make(chan struct{})}
}

func (f *fuse) Done() <-chan struct{} { return f.ended }

func (f *fuse) Err() error {
	switch f.left--; {
	case f.left == 0:
		close(f.ended)
	case f.left > 0:
		return nil
	}
	return context.Canceled
}

// keepable is a problem whose search has some length; by its seed it is for one or the other method, and what that has for special classes.
func keepable(t *testing.T, seed uint64) (relucert.Problem, relucert.Options) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 61))
	class := network.Class{Units: 1 + rng.IntN(2), Output: network.OutputPart(rng.IntN(3)), NoBias: rng.IntN(2) == 0}
	if rng.IntN(2) == 0 {
		class.NormBound = 0.5 + rng.Float64()
	}
	opts := relucert.Options{Gap: 1e-6, NodeLimit: 400, Threads: 1, Method: []relucert.Method{relucert.Conic, relucert.Sign}[seed%2]}
	rows, columns, filled := 8+rng.IntN(10), 2, 2
	switch seed % 6 {
	case 1: // a single bounded unit, whose loss has an envelope
		class = network.Class{Units: 1, Signs: []int{1}, NoBias: true, Output: network.None, NormBound: 0.7}
		rows, columns, filled = 40, 4, 4
	case 3: // rows of few entries, which make clusters
		class = network.Class{Units: 2, NoBias: true, Output: network.None}
		rows, columns, filled = 24, 6, 2
	}
	x, y := make([][]float64, rows), make([]float64, rows)
	for i := range x {
		x[i], y[i] = make([]float64, columns), float64(rng.IntN(4))
		for _, d := range rng.Perm(columns)[:filled] {
			x[i][d] = math.Round(8*rng.NormFloat64()) / 4
		}
	}
	data, err := dataset.New(x, y)
	if err != nil {
		t.Fatal(err)
	}
	p, _, _ := asFile(t, relucert.Problem{Data: data, Class: class})
	return p, opts
}

// answer is what a run gives that is to be the same, and its certificate.
func answer(t *testing.T, ctx context.Context, p relucert.Problem, opts relucert.Options) (*relucert.Result, string) {
	t.Helper()
	var proof bytes.Buffer
	opts.Certificate = &relucert.Certificate{Out: &proof}
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		t.Fatal(err)
	}
	r.Seconds = 0
	return r, proof.String()
}

// TestResumeIsTheSameSearch, wherever limits of nodes and ends in the midst of nodes have struck before.
func TestResumeIsTheSameSearch(t *testing.T) {
	resumed := 0
	for seed := range thorough.Of(uint64(240), 10) {
		p, opts := keepable(t, seed)
		whole, proof := answer(t, t.Context(), p, opts)
		rng := rand.New(rand.NewPCG(seed, 62))
		opts.Threads = 1 + rng.IntN(2)
		opts.Checkpoint = &relucert.Checkpoint{Dir: filepath.Join(t.TempDir(), "kept")}
		for leg := range 4 {
			cut, ctx := opts, context.Context(t.Context())
			if leg == 3 {
				cut.NodeLimit = opts.NodeLimit
			} else if cut.NodeLimit = 1 + rng.Int64N(whole.Nodes/2+2)*int64(leg+1)/2; rng.IntN(2) == 0 {
				cut.NodeLimit, cut.Threads = opts.NodeLimit, 1
				ctx = burning(1 + rng.IntN(40*int(whole.Nodes)))
			}
			r, got := answer(t, ctx, p, cut)
			if _, err := os.Stat(filepath.Join(opts.Checkpoint.Dir, "state")); err != nil {
				opts.Checkpoint.Remove() // it ended before it began
				opts.Checkpoint.Resume = false
			} else {
				opts.Checkpoint.Resume = true
				resumed++
			}
			if r.Status != relucert.Interrupted && (r.Status != relucert.NodeLimit || r.Nodes == opts.NodeLimit) {
				if !reflect.DeepEqual(r, whole) || got != proof {
					t.Fatalf("seed %d: after leg %d %v, a whole run %v; certificates alike: %v\n%s", seed, leg, r, whole, got == proof, describe(p))
				}
				break
			}
		}
	}
	t.Logf("%d states", resumed)
}

// TestOtherSearchesAreRefused, each in a line that says what is other.
func TestOtherSearchesAreRefused(t *testing.T) {
	p, opts := keepable(t, 0)
	opts.NodeLimit, opts.Checkpoint = 5, &relucert.Checkpoint{Dir: t.TempDir()}
	answer(t, t.Context(), p, opts)
	if _, err := relucert.Fit(t.Context(), p, opts); err == nil || !strings.Contains(err.Error(), "a checkpoint is there already") {
		t.Errorf("over another: %v", err)
	}
	opts.Checkpoint.Resume, opts.Certificate = true, &relucert.Certificate{Out: io.Discard}
	other, _ := keepable(t, 2)
	for want, change := range map[string]func(*relucert.Problem, *relucert.Options){
		"it is of other data":   func(p *relucert.Problem, _ *relucert.Options) { p.Data = other.Data },
		`not for "units 3"`:     func(p *relucert.Problem, _ *relucert.Options) { p.Units, p.Signs = 3, nil },
		`not for "gap 0.5"`:     func(_ *relucert.Problem, o *relucert.Options) { o.Gap = 0.5 },
		`not for "seed 7"`:      func(_ *relucert.Problem, o *relucert.Options) { o.Seed = 7 },
		`not for "method sign"`: func(_ *relucert.Problem, o *relucert.Options) { o.Method = relucert.Sign },
		`"certificate false"`:   func(_ *relucert.Problem, o *relucert.Options) { o.Certificate = nil },
		"enumerate keeps no":    func(_ *relucert.Problem, o *relucert.Options) { o.Method, o.Certificate = relucert.Enumerate, nil },
		"there is no checkpoint": func(_ *relucert.Problem, o *relucert.Options) {
			o.Checkpoint = &relucert.Checkpoint{Dir: t.TempDir(), Resume: true}
		},
	} {
		q, o := p, opts
		change(&q, &o)
		if _, err := relucert.Fit(t.Context(), q, o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := relucert.Fit(t.Context(), p, opts); err != nil {
		t.Errorf("the same: %v", err)
	}
}

// TestTornStates: what is not whole is never gone on from, and the state before it is.
func TestTornStates(t *testing.T) {
	p, opts := keepable(t, 4)
	whole, proof := answer(t, t.Context(), p, opts)
	rng := rand.New(rand.NewPCG(1, 63))
	for round := range 12 {
		kept := opts
		kept.Checkpoint = &relucert.Checkpoint{Dir: t.TempDir()}
		for _, kept.NodeLimit = range []int64{whole.Nodes / 3, whole.Nodes * 2 / 3} {
			answer(t, t.Context(), p, kept)
			kept.Checkpoint.Resume = true
		}
		spoil(t, rng, filepath.Join(kept.Checkpoint.Dir, "state"))
		kept.NodeLimit = opts.NodeLimit
		if r, got := answer(t, t.Context(), p, kept); !reflect.DeepEqual(r, whole) || got != proof {
			t.Fatalf("round %d: %v, a whole run %v", round, r, whole)
		}
		for _, name := range []string{"state", "state.old"} {
			os.WriteFile(filepath.Join(kept.Checkpoint.Dir, name), []byte("relucert-checkpoint 1\nx"), 0o666)
		}
		if _, err := relucert.Fit(t.Context(), p, kept); err == nil || !strings.Contains(err.Error(), "it is torn") {
			t.Errorf("both are torn: %v", err)
		}
	}
}

// spoil cuts a file or changes a byte of it.
func spoil(t *testing.T, rng *rand.Rand, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if at := rng.IntN(len(text)); rng.IntN(2) == 0 {
		text = text[:at]
	} else {
		text[at] ^= 1 << rng.IntN(8)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
}
