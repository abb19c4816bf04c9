package sides

import "testing"

// TestExcludeDecidesOnlyWhatIsProved: a pair is decided if the other side reaches the cutoff, and
// otherwise the node stays as it is.
func TestExcludeDecidesOnlyWhatIsProved(t *testing.T) {
	for seed := range uint64(100) {
		q := randomInstance(t, seed, 53, 0.3)
		s, ok := q.tree.workers[0].(*deducer)
		if !ok {
			continue
		}
		i, j, side := int32(q.rng.IntN(q.p.M)), q.rng.IntN(s.units), int8(1-2*q.rng.IntN(2))
		region := q.node.Regions[j]
		if region.side[i] != 0 {
			continue
		}
		bound := 2 * q.rng.Float64()
		s.exclude(q.node, lemma{unit: j, sample: i, side: side}, target{cutoff: 1}, func() float64 {
			s.probe.prover.restart()
			s.probe.measure()
			s.probe.prover.prove(&s.probe.point)
			return bound
		})
		now := q.node.Regions[j]
		switch {
		case bound < 1 && (now != region || len(q.node.lemmas) > 0):
			t.Errorf("seed %d: the bound is %g, the pair is decided", seed, bound)
		case bound >= 1 && (now.side[i] != side || len(q.node.lemmas) != 1 || q.node.lemmas[0].other.Regions[j].side[i] != -side):
			t.Errorf("seed %d: the bound is %g, side %d is left", seed, bound, now.side[i])
		}
	}
}
