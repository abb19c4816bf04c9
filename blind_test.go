package relucert_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert/internal/engine/boxes"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
)

// blind is a tree that hides the solutions it finds. A good incumbent covers up
// for bounds that are too high, since Lower never exceeds it; a blind search
// with a bad one does not.
type blind[N any] struct {
	search.Tree[N, whiten.Solution]
}

func (b blind[N]) Expand(ctx context.Context, worker int, node N, now search.Moment) search.Expansion[N, whiten.Solution] {
	out := b.Tree.Expand(ctx, worker, node, now)
	out.Found = false
	return out
}

func runBlind[N any](tree search.Tree[N, whiten.Solution], roots []N, upper float64, opts search.Options) search.Result[whiten.Solution] {
	return search.Run(context.Background(), blind[N]{tree}, roots, whiten.Solution{}, upper, opts)
}

// TestBoundsOfABlindSearch compares the bound of a search that knows only a bad
// incumbent with the oracle.
func TestBoundsOfABlindSearch(t *testing.T) {
	tight := 0
	count := thorough.Of(uint64(100), 16)
	for seed := range count {
		p := randomTiny(rand.New(rand.NewPCG(seed, 31)))
		w, err := whiten.New(context.Background(), p.Data, network.Class{NoBias: !p.Bias(), Output: p.Output, NormBound: p.NormBound})
		if err != nil {
			t.Fatal(err)
		}
		signs := p.SignVectors()
		floor := 1e-12 * sumOfSquares(p.Data) / w.SSEScale
		tree := boxes.New(context.Background(), w, p.Units, 1, p.Output, tightGap, floor)
		tree.Improve = func(_ context.Context, _ int, s whiten.Solution) (float64, int64) { return w.SSE(s.Point, s.Signs), 0 }
		best, squares := oracle.Solve(toOracle(p)), sumOfSquares(p.Data)
		upper := (2*best.SSE + 0.1*squares) / w.SSEScale
		r := runBlind(tree, tree.Roots(signs), upper, search.Options{Workers: 1, Gap: tightGap, Floor: floor, Nodes: 300})
		lower := r.Lower * w.SSEScale
		if lower > best.SSE+1e-12*squares {
			t.Errorf("seed %d: lower bound %.12g, oracle %.12g\n%s", seed, lower, best.SSE, describe(p))
		}
		if lower > 0.9*best.SSE && best.SSE > 0 {
			tight++
		}
	}
	t.Logf("%d of %d bounds within 10 %% of the oracle", tight, count)
}
