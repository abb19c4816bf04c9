package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// TestLemmasHold: no bound of t that a node's lemmas prove cuts off a network of the node that
// is better than the cutoff.
func TestLemmasHold(t *testing.T) {
	lemmas, nearby := 0, 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 11))
		p := randomProblem(t, rng, 1+rng.IntN(3), 4+rng.IntN(12))
		k := 1 + rng.IntN(2)
		if seed%8 > 0 && (p.P > 0 || p.NormBound == 0) {
			continue // mostly one bounded unit
		} else if seed%8 > 0 {
			k = 1
		}
		tree := New(context.Background(), p, k, 1, 1e-6, 0)
		n := tree.Roots([][]int{randomSigns(rng, k)})[0]
		var networks []whiten.Solution
		best := math.Inf(1)
		for range 1000 {
			s := randomNetwork(rng, p, n.Signs)
			networks = append(networks, s)
			best = min(best, p.SSE(s.Point, s.Signs))
		}
		cutoff := best * (1 + rng.Float64())
		tree.solve(context.Background(), tree.workers[0], n, target{cutoff, 1e-6 * cutoff})
		for _, l := range n.lemmas {
			lemmas++
			for _, s := range networks {
				at := linalg.Dot(s.Point.Units[l.unit], p.X[int(l.sample)*p.N:])
				if loss := p.SSE(s.Point, s.Signs); loss < cutoff*(1-1e-12) && float64(l.side)*(at-l.at) < -1e-9 {
					t.Fatalf("seed %d: sample %d is said to have %d(t - %g) ≥ 0; a network of loss %g has t = %g", seed, l.sample, l.side, l.at, loss, at)
				} else if loss < cutoff && math.Abs(at-l.at) < 0.2*math.Abs(l.at) {
					nearby++
				}
			}
		}
	}
	if lemmas < 200 || nearby < 50 {
		t.Errorf("only %d lemmas, %d networks near one: the test has lost its bite", lemmas, nearby)
	}
}
