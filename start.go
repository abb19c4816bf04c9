package relucert

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"relucert/internal/engine/descent"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
)

// incumbent is a solution and its SSE in whitened coordinates.
type incumbent struct {
	whiten.Solution
	sse float64
}

// startingPoint is the best local search over all sign vectors that look worth it.
func (b *branching) startingPoint(ctx context.Context) incumbent {
	b.prepared = descent.Prepare(ctx, b.whitened.Squares())
	vectors := b.problem.SignVectors()
	scouts, least := make([]*descent.Scout, len(vectors)), math.Inf(1)
	b.crew.Each(len(vectors), func(_, i int) {
		scouts[i] = b.prepared.Scout(ctx, vectors[i], descent.Options{Rand: rand.New(rand.NewPCG(b.opts.Seed, uint64(i)))})
	})
	for _, c := range scouts {
		least = min(least, c.SSE)
	}
	scouts = slices.DeleteFunc(scouts, func(c *descent.Scout) bool { return c.SSE > descent.Outlook*least })
	found := make([]incumbent, len(scouts))
	b.crew.Each(len(scouts), func(_, i int) {
		point, sse := scouts[i].Finish(ctx)
		if !b.problem.Objective.Plain() {
			sse = b.refit(ctx, point, scouts[i].Signs)
		}
		found[i] = incumbent{whiten.Solution{Point: point, Signs: scouts[i].Signs}, sse}
	})
	b.prepared.Forget()
	best := slices.MinFunc(found, func(a, b incumbent) int { return cmp.Compare(a.sse, b.sse) })
	b.saw(best.Solution)
	b.event(search.State{Upper: best.sse}, "start")
	return best
}

// improver polishes node solutions. Each worker has its own buffers for each sign vector; these
// differ in how many signs are plus.
func (b *branching) improver() func(context.Context, int, whiten.Solution) float64 {
	if !b.problem.Objective.Plain() {
		return b.refitter()
	}
	polisher := perSigns(b, b.prepared.Polisher)
	return func(ctx context.Context, worker int, sol whiten.Solution) float64 {
		return polisher(worker, sol.Signs).Polish(ctx, sol.Point)
	}
}

// perSigns makes what each worker has of its own for each sign vector, when it is first wanted.
func perSigns[T any](b *branching, create func(signs []int) *T) func(worker int, signs []int) *T {
	made := make([][]*T, b.workers())
	for w := range made {
		made[w] = make([]*T, b.problem.K()+1)
	}
	return func(worker int, signs []int) *T {
		one := &made[worker][plus(signs)]
		if *one == nil {
			*one = create(signs)
		}
		return *one
	}
}

// plus counts the signs that are.
func plus(signs []int) int {
	count := 0
	for _, a := range signs {
		if a > 0 {
			count++
		}
	}
	return count
}
