package boxes

import (
	"slices"
	"testing"

	"relucert/network"
)

// TestEnlarge: a point that enlarge takes promises the cutoff, one that it does not is as it was, and most that it tries
// it takes.
func TestEnlarge(t *testing.T) {
	tried, taken := 0, 0
	for seed := range uint64(trials) {
		tr := newTrial(seed)
		if tr.output != network.None || tr.p.NormBound > 0 {
			continue
		}
		s := tr.tree.workers[0]
		for range 12 {
			if j := tr.node.unsplit(); j >= 0 {
				tr.descend(t, seed, tr.tree.splitFaces(tr.node, j))
				continue
			}
			s.load(tr.node)
			s.newton.limitAims()
			s.evaluate(s.x, muStart)
			if s.step(muStart); s.now.dual > 0 {
				cutoff := s.now.dual * (1 - tr.rng.Float64()/8)
				if s.vain = 0; !s.prover.promising(cutoff) && s.prover.shortage(cutoff) > 0 {
					tried++
					taken += count(checkEnlarged(t, seed, s, cutoff))
				}
			}
			if c, ok := tr.cut(); ok {
				tr.descend(t, seed, tr.tree.divide(tr.node, s, c, muStart))
			}
		}
	}
	if tried < 20 || taken < tried/2 {
		t.Errorf("%d of %d points taken", taken, tried)
	}
}

func checkEnlarged(t *testing.T, seed uint64, s *relaxation, cutoff float64) (taken bool) {
	before, loss := slices.Clone(s.x), s.now.loss
	taken = s.enlarge(cutoff, muStart)
	if taken != s.prover.promising(cutoff) {
		t.Errorf("seed %d: taken %v, promising %v", seed, taken, !taken)
	}
	if !taken && (!slices.Equal(s.x, before) || s.now.loss != loss || s.vain != 1) {
		t.Errorf("seed %d: changed in vain", seed)
	}
	return taken
}
