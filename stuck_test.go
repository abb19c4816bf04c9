package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
)

// limitedObjective is a limited problem with another objective.
func limitedObjective(t *testing.T, rng *rand.Rand) relucert.Problem {
	t.Helper()
	p := limited(t, rng)
	p.NormBound, p.Objective = 0, randomObjective(rng)
	return p
}

// limitedHinges is one of units that bend at a column each, none of which is nearly another one.
func limitedHinges(t *testing.T, rng *rand.Rand) relucert.Problem {
	t.Helper()
	p := hingeProblem(rng)
	for p.WeightLimit > 0 {
		p = hingeProblem(rng)
	}
	p.WeightLimit = math.Exp(2*rng.NormFloat64() + 1)
	return p
}

// TestNothingIsStuck: whatever limits bind, the gap closes, or the bound rises while there are open nodes.
func TestNothingIsStuck(t *testing.T) {
	for _, family := range []struct {
		name    string
		method  relucert.Method
		problem func(t *testing.T, rng *rand.Rand) relucert.Problem
	}{
		{"conic", relucert.Conic, limited},
		{"sign", relucert.Sign, limited},
		{"auto", relucert.Auto, limited},
		{"enumerate", relucert.Enumerate, limitedFew},
		{"objective", relucert.Conic, limitedObjective},
		{"hinges", relucert.Hinges, limitedHinges},
	} {
		t.Run(family.name, func(t *testing.T) {
			seed, slow, count := rand.Uint64(), 0, thorough.Of(400, 8)
			rng := rand.New(rand.NewPCG(seed, 1))
			for range count {
				if p := family.problem(t, rng); !ends(t, seed, p, family.method) {
					slow++
				}
			}
			if slow > max(2, count/10) {
				t.Errorf("seed %d: %d of %d take more than %d nodes, or end for want of precision", seed, slow, count, manyNodes)
			}
		})
	}
}

// manyNodes are enough for most problems of few inputs; those that take more are looked at halfway, too.
const manyNodes = 3000

// ends says whether many nodes are enough, and float64. If not, the bound rises from half of them on; while it is 0 nothing is known.
func ends(t *testing.T, seed uint64, p relucert.Problem, method relucert.Method) bool {
	t.Helper()
	run := func(nodes int64) *relucert.Result {
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: method, NodeLimit: nodes})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, describe(p))
		}
		return r
	}
	r := run(manyNodes)
	switch r.Status {
	case relucert.Optimal:
		return true
	case relucert.PrecisionLimit:
		return false
	}
	if half := run(manyNodes / 2); r.SSELower == half.SSELower && r.SSELower > 0 {
		t.Fatalf("seed %d: a bound of %g after %d nodes and after twice as many: %v\n%s", seed, r.SSELower, half.Nodes, r, describe(p))
	}
	return false
}

// TestUselessUnitInABall: a unit that nothing keeps from growing to its norm bound does not hold up the other one, which is at it.
func TestUselessUnitInABall(t *testing.T) {
	x := [][]float64{{-1}, {1}, {-1}, {1}, {1}, {-1}, {-1}, {1}, {1}, {-1}, {-1}, {1}, {1}, {-1}, {1}, {-1}}
	y := []float64{0.1608, 0.95815, -0.0274, 0.95645, 1.08474, 0.14314, -0.04777, 0.91542, 1.05896, 0.06765, 0.0074, 0.97436, 0.88936, -0.291, 0.97834, -0.0416}
	for _, bound := range []float64{0.17, 0.17820989220806824, 0.18} {
		for _, limit := range []float64{0, 0.1, 0.2, 0.4, 1, 2, 2.7, 2.8, 4, 10} {
			p := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Signs: []int{1, -1}, Output: network.None, NormBound: bound, WeightLimit: limit}}
			if !ends(t, 0, p, relucert.Conic) {
				t.Errorf("bound %v, limit %v", bound, limit)
			}
		}
	}
}
