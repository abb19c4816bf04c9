package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
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
		{"objective", relucert.Conic, limitedObjective},
		{"hinges", relucert.Hinges, limitedHinges},
	} {
		t.Run(family.name, func(t *testing.T) {
			seed, slow, count := rand.Uint64(), 0, thorough.Of(400, 24)
			rng := rand.New(rand.NewPCG(seed, 1))
			for range count {
				if p := family.problem(t, rng); !ends(t, seed, p, family.method) {
					slow++
				}
			}
			if slow > count/10 {
				t.Errorf("seed %d: %d of %d take more than %d nodes", seed, slow, count, manyNodes)
			}
		})
	}
}

// manyNodes are enough for most problems of few inputs; those that take more are looked at halfway, too.
const manyNodes = 3000

// ends says whether many nodes are enough. If not, the bound rises from half of them on; while it is 0 nothing is known.
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
		t.Fatalf("seed %d: %v\n%s", seed, r, describe(p))
	}
	if half := run(manyNodes / 2); r.SSELower == half.SSELower && r.SSELower > 0 {
		t.Fatalf("seed %d: a bound of %g after %d nodes and after twice as many: %v\n%s", seed, r.SSELower, half.Nodes, r, describe(p))
	}
	return false
}
