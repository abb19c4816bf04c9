package sides

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// TestLeafIsSolved: with all pairs decided as in a network that is best among
// those of its pattern, the bound reaches its loss, and it keeps to the weight limit.
func TestLeafIsSolved(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		k := 1 + rng.IntN(2)
		tree := New(context.Background(), p, k, 1, 1e-12, 0)
		s := tree.workers[0]
		n := nodeOf(rng, tree, randomNetwork(rng, p, randomSigns(rng, k)), 1)
		out, _ := tree.solve(context.Background(), s, n, target{1e6, 1e-6})
		at := s.solution()
		for _, w := range at.Point.Units {
			if most := max(slices.Max(w), -slices.Min(w)); most > p.WeightLimit && p.NormBound == 0 {
				t.Errorf("seed %d: a weight of %g, beyond %g", seed, most, p.WeightLimit)
			}
		}
		if loss := p.SSE(at.Point, at.Signs); out.bound < loss*(1-1e-5)-1e-9 {
			t.Errorf("seed %d: bound %.12g, its own network's loss %.12g", seed, out.bound, loss)
		}
	}
}

// BenchmarkStep measures one predictor-corrector step with its bound, and one Newton step
// for a bounded unit.
func BenchmarkStep(b *testing.B) {
	p := benchmarkProblem(b)
	tree := New(context.Background(), p, 1, 1, 1e-6, 0)
	s := newRelaxation(newShape(p, 1), tree.shared)
	n := tree.Roots([][]int{{1}})[0]
	s.load(n)
	b.Run("relaxation", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.load(n)
			s.measure()
			s.prover.prove(&s.point)
			s.step(false)
		}
	})
	t := newBounded(p, tree.shared)
	t.load(n)
	b.Run("bounded", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			t.matrix.clear()
			t.descend(1, 0)
			t.prover.prove()
		}
	})
}

func benchmarkProblem(b *testing.B) *whiten.Problem {
	rng := rand.New(rand.NewPCG(1, 9))
	d := &dataset.Dataset{Features: make([]string, 10)}
	for range 200 {
		for range 10 {
			d.X = append(d.X, rng.NormFloat64())
		}
		d.Y = append(d.Y, rng.NormFloat64())
	}
	p, err := whiten.New(context.Background(), d, network.Class{NormBound: 1, NoBias: true, Output: network.None})
	if err != nil {
		b.Fatal(err)
	}
	return p
}
