package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// TestImplied compares with sampling: a sample is implied on a side if and only if
// no point of the cone is on the other. In the plane, where cones are easy to hit.
func TestImplied(t *testing.T) {
	found := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := randomProblem(t, rng, 2, 4+rng.IntN(6))
		if p.N != 2 {
			continue
		}
		tree, cone := New(context.Background(), p, 1, 1, 1e-6, 0), newCone(p, new(budget.Watch))
		n := nodeOf(rng, tree, randomNetwork(rng, p, []int{1}), 0.5)
		r := n.Regions[0]
		for i := range int32(p.M) {
			if r.side[i] != 0 {
				continue
			}
			better := cone.imply(r, i)
			least, most := rangeInCone(p, r, i)
			switch {
			case better == nil && least > 1e-2 && most >= least:
				t.Errorf("seed %d: sample %d is active on all of the cone", seed, i)
			case better == nil && most < -1e-2 && most >= least:
				t.Errorf("seed %d: sample %d is inactive on all of the cone", seed, i)
			case better != nil && (better.side[i] > 0 && least < -1e-9 || better.side[i] < 0 && most > 1e-9):
				t.Errorf("seed %d: sample %d is said to be decided", seed, i)
			case better != nil:
				found++
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d implied samples: the test has lost its bite", found)
	}
}

// rangeInCone samples t over the unit directions of the cone.
func rangeInCone(p *whiten.Problem, r *region, i int32) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	const directions = 20000
	for a := range directions {
		w := []float64{math.Cos(2 * math.Pi * float64(a) / directions), math.Sin(2 * math.Pi * float64(a) / directions)}
		inside := true
		for _, c := range r.cuts {
			inside = inside && float64(r.side[c])*linalg.Dot(p.X[int(c)*2:][:2], w) >= 0
		}
		if inside {
			t := linalg.Dot(p.X[int(i)*2:][:2], w)
			least, most = min(least, t), max(most, t)
		}
	}
	return least, most
}
