package sides

import (
	"math"
	"testing"
)

// TestAnyMultipliersHold: whatever the multipliers, what they prove is true of a network in the
// node. Refined or not.
func TestAnyMultipliersHold(t *testing.T) {
	said := 0
	for seed := range uint64(600) {
		q := randomInstance(t, seed, 30, float64(seed%3)/2)
		s := q.relaxation()
		for range seed % 10 {
			s.measure()
			s.step(false)
		}
		s.measure()
		if seed%2 == 0 {
			s.system.ready = false
		}
		s.prover.take(&s.point)
		scramble(q, &s.prover)
		s.prover.evaluate()
		bound, loss := s.prover.proof.bound, q.loss()
		if bound > loss*(1+1e-12) {
			t.Errorf("seed %d: bound %g above a network's %g", seed, bound, loss)
		}
		if bound > max(0.01*loss, q.p.Offset) {
			said++
		}
	}
	t.Logf("%d of 600 multipliers prove something", said)
	if said < 100 {
		t.Errorf("only %d of 600 multipliers prove anything: the test has lost its bite", said)
	}
}

// scramble changes the multipliers at random, and keeps their signs.
func scramble(q instance, v *prover) {
	size := 0.02 * q.rng.Float64()
	for i, m := range v.proof.m {
		v.proof.m[i] = m*(1-0.1*q.rng.Float64()) + size*q.rng.NormFloat64()
	}
	for d := range v.proof.theta {
		v.proof.theta[d] = min(1, max(0, v.proof.theta[d]+size*q.rng.NormFloat64()))
	}
	for d := range v.proof.force {
		v.proof.force[d] += size * q.rng.NormFloat64()
	}
	for k, eta := range v.proof.eta {
		v.proof.eta[k] = math.Abs(eta + size*q.rng.NormFloat64())
	}
}

// TestBestIsKept: a worse proof does not replace a better one.
func TestBestIsKept(t *testing.T) {
	for seed := range uint64(50) {
		q := randomInstance(t, seed, 31, 0.5)
		s := q.relaxation()
		s.prover.restart()
		most := 0.0
		for range 8 {
			s.measure()
			s.prover.prove(&s.point)
			if best := s.prover.best.bound; best < most || best < s.prover.proof.bound {
				t.Fatalf("seed %d: the best bound falls from %g to %g", seed, max(most, s.prover.proof.bound), best)
			}
			most = max(most, s.prover.best.bound)
			s.step(false)
		}
	}
}
