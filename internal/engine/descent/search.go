package descent

import (
	"context"
	"math"
	"math/rand/v2"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
)

// Options of a search. The zero value is a good one.
type Options struct {
	// Starts is how many points to go downhill from; 0: a default that depends
	// on the problem's size. Fewer are used when the best keeps coming back.
	Starts int
	// Rand makes the random choices; nil: a generator with a fixed seed.
	Rand *rand.Rand
}

// startBudget, times the units and divided by the rows, is the default number of
// starts, within fewest and most.
const (
	startBudget = 10_000
	fewest      = 30
	most        = 150
)

// coarseRows is how many random rows stand for all of a larger problem until
// the last walks.
const coarseRows = 1 << 12

// finalists is how many points found on coarse rows go on to all of them.
const finalists = 3

// finalSteps ends a walk that does not settle; typical ones take 5 to 40.
const finalSteps = 200

// Prepared is a problem's samples made ready for searches and polishers, any
// number of which may share them at the same time.
type Prepared struct {
	problem *whiten.Problem
	rows    *samples
	turn    *turn // nil unless the inputs have two columns
}

// Prepare sums up and sorts p's samples. When ctx ends first, searches find no
// more than the zero network.
func Prepare(ctx context.Context, p *whiten.Problem) (f *Prepared) {
	f = &Prepared{problem: p, rows: &samples{n: p.N, p: p.P}}
	defer budget.Catch(func() {})
	watch := budget.On(ctx)
	return prepare(p, fromProblem(p, &watch), &watch)
}

func prepare(p *whiten.Problem, rows *samples, watch *budget.Watch) *Prepared {
	f := &Prepared{problem: p, rows: rows}
	if rows.n == 2 && rows.m < 1<<rowBits {
		f.turn = newTurn(rows, watch)
	}
	return f
}

// Forget drops what searches need and polishers do not.
func (f *Prepared) Forget() { f.turn = nil }

// Search looks for a network of low SSE with the given signs (±1 each, at most
// 64) and returns it with its SSE, both in the problem's coordinates. The point is
// within the problem's limits. When ctx ends it returns the best so far, at worst the
// zero network. Equal seeds give equal results.
func (f *Prepared) Search(ctx context.Context, signs []int, opts Options) (whiten.Point, float64) {
	point := f.Scout(ctx, signs, opts).Finish(ctx)
	return point, f.problem.SSE(point, signs)
}

// Scout is a search that has yet to go from few rows to all, if they are many.
type Scout struct {
	// SSE is about the least that Finish will find, up to a factor that is the same for
	// all scouts of a problem and number of units.
	SSE    float64
	Signs  []int
	from   *Prepared
	search *search
}

// Scout does the part of Search that costs the same for any number of rows.
func (f *Prepared) Scout(ctx context.Context, signs []int, opts Options) *Scout {
	if opts.Rand == nil {
		opts.Rand = rand.New(rand.NewPCG(1, 2))
	}
	on := f
	if f.rows.m > coarseRows && !f.sweepIsExact(len(signs)) {
		watch := new(budget.Watch) // they are few
		on = prepare(f.problem, f.rows.coarse(opts.Rand, watch), watch)
	}
	s := on.newSearch(ctx, signs, opts.Rand)
	until(ctx, func() { s.explore(opts.starts(s.walk)) })
	return &Scout{SSE: s.best().sse + f.rows.constant, Signs: signs, from: f, search: s}
}

// Finish is the rest of Search, but for the point's SSE.
func (c *Scout) Finish(ctx context.Context) whiten.Point {
	s := c.search
	if s.walk.samples != c.from.rows {
		s = c.from.newSearch(ctx, c.Signs, s.rng)
		until(ctx, func() { s.finals(c.search.elite) })
	}
	return toPoint(s.walk, s.best().theta)
}

// until runs a part of a search. What that has found when ctx ends stays found.
func until(ctx context.Context, part func()) {
	defer budget.Catch(func() {})
	budget.Check(ctx)
	part()
}

func (o Options) starts(w *walk) int {
	if o.Starts > 0 {
		return o.Starts
	}
	return min(max(startBudget*w.k/max(w.m, 1), fewest), most)
}

// coarse is coarseRows random ones of the rows.
func (s *samples) coarse(rng *rand.Rand, watch *budget.Watch) *samples {
	out := s.empty(coarseRows)
	for range coarseRows {
		out.add(s, rng.IntN(s.m))
	}
	return out.share(s).finish(watch)
}

// search is the state of one multi-start search on one set of rows.
type search struct {
	walk  *walk
	sweep *sweep // nil unless the inputs have two columns
	exact bool   // one sweep finds the global minimum
	rng   *rand.Rand
	elite []found // best first, at most finalists, different SSEs
	start []float64
	seen  map[uint64]float64 // where the walk went that came through a pattern
	trail []uint64           // patterns of this walk
	hits  int                // random starts that came to the best, since it is
}

// found is a local minimum.
type found struct {
	sse   float64
	theta []float64
}

func (f *Prepared) newSearch(ctx context.Context, signs []int, rng *rand.Rand) *search {
	s := &search{walk: newWalk(ctx, f.rows, problemLimits(f.problem), signs), rng: rng, exact: f.sweepIsExact(len(signs)), seen: map[uint64]float64{}}
	s.start = make([]float64, s.walk.d)
	s.elite = append(s.elite, found{math.Inf(1), make([]float64, s.walk.d)})
	if s.walk.k > 0 && f.turn != nil {
		s.sweep = newSweep(f.turn)
	}
	return s
}

// sweepIsExact says that one sweep finds the global minimum.
func (f *Prepared) sweepIsExact(units int) bool {
	return f.turn != nil && units == 1 && f.problem.NormBound == 0
}

func (s *search) best() *found { return &s.elite[0] }

func toPoint(w *walk, theta []float64) whiten.Point {
	point := whiten.Point{C: append([]float64(nil), theta[:w.p]...)}
	for j := range w.k {
		point.Units = append(point.Units, append([]float64(nil), w.unit(theta, j)...))
	}
	return point
}
