package relucert

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/engine/descent"
	"relucert/internal/engine/refit"
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
	b.crew.Each(len(scouts), func(_, i int) { found[i] = b.finished(ctx, scouts[i], !(scouts[i].SSE > least)) })
	if b.begin != nil {
		found = append(found, b.polished(ctx))
	}
	b.prepared.Forget()
	best := slices.MinFunc(found, func(a, b incumbent) int { return cmp.Compare(a.sse, b.sse) })
	b.saw(best.Solution)
	b.event(search.State{Upper: best.sse}, "start")
	return best
}

// finished is what a scout finds in the end. Where ctx ends before, only the most promising one is worth a pass over all samples, which
// no limit looks at: the others cost +Inf.
func (b *branching) finished(ctx context.Context, c *descent.Scout, promising bool) incumbent {
	point := c.Finish(ctx)
	value := math.Inf(1)
	if !b.problem.Objective.Plain() {
		value = refit.Thorough(ctx, b.whitened, c.Signs, point)
	}
	if math.IsInf(value, 1) && (promising || ctx.Err() == nil) {
		value = b.whitened.SSE(point, c.Signs)
	}
	return incumbent{whiten.Solution{Point: point, Signs: c.Signs}, value}
}

// polished is the network that was given, improved.
func (b *branching) polished(ctx context.Context) incumbent {
	from := *b.begin
	if !b.problem.Objective.Plain() {
		return incumbent{from, b.refit(ctx, from.Point, from.Signs)}
	}
	sse := b.prepared.Polisher(from.Signs).Polish(ctx, from.Point)
	if math.IsInf(sse, 1) {
		sse = b.whitened.SSE(from.Point, from.Signs)
	}
	return incumbent{from, sse}
}

// suited is the network that was given in whitened coordinates, nil if there is none; an error if it is beyond the weight limit.
func (b *branching) suited(ctx context.Context) (found *whiten.Solution, err error) {
	defer budget.Catch(func() { found, err = nil, context.Cause(ctx) })
	if b.given == nil {
		return nil, nil
	}
	watch := budget.On(ctx)
	s := b.whitened.Solution(b.given.network, &watch)
	for j, w := range s.Point.Units {
		limit := b.whitened.WeightLimit
		if most := max(slices.Max(w), -slices.Min(w)); most > limit*(1+nearly) && !b.whitened.Admits(&b.given.network.Units[j], nearly) {
			scale := b.whitened.LabelScale
			return nil, fmt.Errorf("the network to start from: unit %d has a whitened weight of %.6g, beyond the weight limit %.6g", j+1, most*scale, limit*scale)
		}
		for d := range w {
			w[d] = min(limit, max(-limit, w[d]))
		}
	}
	return &s, nil
}

// improver polishes node solutions. Each worker has its own buffers for each sign vector; these
// differ in how many signs are plus.
func (b *branching) improver() func(context.Context, int, whiten.Solution) (float64, int64) {
	if !b.problem.Objective.Plain() {
		return b.refitter()
	}
	polisher := perSigns(b, b.prepared.Polisher)
	return func(ctx context.Context, worker int, sol whiten.Solution) (float64, int64) {
		p := polisher(worker, sol.Signs)
		return p.Polish(ctx, sol.Point), p.Work()
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
