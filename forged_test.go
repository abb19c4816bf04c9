package relucert_test

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relucert"
	"relucert/internal/thorough"
)

// forgeState makes another state of one, whose hash is right.
func forgeState(t *testing.T, rng *rand.Rand, path string, kept []byte) {
	t.Helper()
	body := forge(rng, bytes.Clone(kept[:len(kept)-sha256.Size]))
	sum := sha256.Sum256(body)
	if err := os.WriteFile(path, append(body, sum[:]...), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestForgedStates: what somebody has changed in a state of their own is refused in a line, or gone on from; nothing panics.
func TestForgedStates(t *testing.T) {
	refused, tries := 0, 0
	for seed := range thorough.Of(uint64(24), 8) {
		p, opts := keepable(t, seed)
		if opts.NodeLimit = 12; opts.Method == relucert.Conic && p.NormBound == 0 && seed%4 == 0 {
			p.Objective = randomObjective(rand.New(rand.NewPCG(seed, 64)))
		}
		opts.Checkpoint = &relucert.Checkpoint{Dir: t.TempDir()}
		answer(t, t.Context(), p, opts)
		state := filepath.Join(opts.Checkpoint.Dir, "state")
		kept, err := os.ReadFile(state)
		if err != nil {
			continue
		}
		opts.Checkpoint.Resume, opts.NodeLimit = true, 30
		records, _ := filepath.Glob(filepath.Join(opts.Checkpoint.Dir, "records-*"))
		text, _ := os.ReadFile(records[0])
		for round := range uint64(15) {
			rng := rand.New(rand.NewPCG(seed, round))
			os.WriteFile(records[0], text, 0o666)
			os.Remove(state + ".old")
			forgeState(t, rng, state, kept)
			tries++
			var proof bytes.Buffer
			opts.Certificate = &relucert.Certificate{Out: &proof}
			if _, err := relucert.Fit(burning(200_000), p, opts); err != nil {
				refused++
				if text := err.Error(); !strings.HasPrefix(text, "checkpoint in ") || strings.Contains(text, "\n") {
					t.Errorf("seed %d, round %d: %s", seed, round, text)
				}
			}
		}
	}
	if t.Logf("%d of %d refused", refused, tries); refused == 0 || refused == tries {
		t.Error("nothing is tested")
	}
}
