package relucert

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"relucert/internal/budget"
	"relucert/internal/crew"
	"relucert/internal/engine/boxes"
	"relucert/internal/engine/breakpoints"
	"relucert/internal/engine/descent"
	"relucert/internal/engine/kinks"
	"relucert/internal/engine/patterns"
	"relucert/internal/engine/search"
	"relucert/internal/engine/sides"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// floorShare is the absolute tolerance relative to the labels' variation: realizable data end
// there, where no relative gap can.
const floorShare = 1e-12

// roundingShare is what rounding leaves of Σω y² where nothing varies.
const roundingShare = 1e-28

// Fit trains the network of p's class with the least SSE and proves how near
// it is. It fails only on a problem that makes no sense, or that cannot fit in
// memory; running out of budget, or ctx ending (TimeLimit at its deadline, else
// Interrupted), is a status of the result.
func Fit(ctx context.Context, p Problem, opts Options) (*Result, error) {
	if err := errors.Join(p.validate(), opts.complete()); err != nil {
		return nil, err
	}
	if opts.Certificate != nil && p.Data.SHA256 == [32]byte{} {
		return nil, errors.New("a certificate is of a file's bytes, and these samples are from none: write them with Dataset.WriteCSV first")
	}
	ctx, cancel := budget.With(ctx, opts.TimeLimit, opts.MemoryLimit)
	defer cancel()
	s := &session{problem: p, opts: opts, start: time.Now()}
	s.crew = crew.New(s.workers())
	square, about := p.variation()
	s.floor = max(floorShare*about, roundingShare*square)
	if math.IsInf(square, 0) || math.IsNaN(s.floor) {
		return nil, fmt.Errorf("labels are too large: their weighted sum of squares overflows")
	}
	s.absolute = max(s.floor, opts.Additive)
	if err := s.prepare(ctx); errors.Is(err, context.Cause(ctx)) && err != nil {
		return s.unbegun(ctx), nil
	} else if err != nil {
		return nil, err
	}
	s.announce()
	s.certify()
	r := s.run(ctx)
	if err := r.check(); err != nil {
		return nil, err
	}
	return r, s.claim(r)
}

// announce says how the problem is solved.
func (s *session) announce() {
	if s.opts.OnMethod != nil {
		s.opts.OnMethod(s.method, s.why)
	}
}

// run is the method's part. What rounding keeps one search from closing, another may.
func (s *session) run(ctx context.Context) *Result {
	if s.method == Sweep {
		return s.runSweep(ctx)
	}
	if s.method == Breakpoints {
		return s.runBreakpoints(ctx)
	}
	start, method, limit := s.startingPoint(ctx), s.method, s.opts.NodeLimit
	found := s.search(ctx, start)
	r := s.searched(found)
	if r.Status != PrecisionLimit || limit > 0 && r.Nodes >= limit || !s.changeMethod(s.otherMethod()) {
		return r
	}
	if limit > 0 {
		s.opts.NodeLimit -= r.Nodes
	}
	other := s.searched(s.search(ctx, incumbent{found.Solution, found.Upper}))
	other.Nodes += r.Nodes
	if other.SSELower >= r.SSELower || s.proof != nil && !s.changeMethod(method) {
		return other
	}
	if s.method == method { // for the sake of its proof
		s.opts.NodeLimit = limit
		return s.searched(s.search(ctx, start))
	}
	s.method = method
	return r
}

// session is one call of Fit.
type session struct {
	problem  Problem
	opts     Options
	whitened *whiten.Problem
	method   Method
	why      string              // it was chosen
	cells    *patterns.Tree      // of method enumerate
	sweep    *kinks.Sweep        // of method sweep
	broken   *breakpoints.Engine // of method breakpoints
	prepared *descent.Prepared
	crew     *crew.Crew
	floor    float64             // in the user's units
	absolute float64             // gap at which the search ends: the floor, or Options.Additive
	proof    *certificate.Writer // nil: none wanted
	start    time.Time
}

// incumbent is a solution and its SSE in whitened coordinates.
type incumbent struct {
	whiten.Solution
	sse float64
}

// startingPoint is the best local search over all sign vectors that look worth it.
func (s *session) startingPoint(ctx context.Context) incumbent {
	s.prepared = descent.Prepare(ctx, s.whitened)
	vectors := s.problem.SignVectors()
	scouts, least := make([]*descent.Scout, len(vectors)), math.Inf(1)
	s.crew.Each(len(vectors), func(_, i int) {
		scouts[i] = s.prepared.Scout(ctx, vectors[i], descent.Options{Rand: rand.New(rand.NewPCG(s.opts.Seed, uint64(i)))})
	})
	for _, c := range scouts {
		least = min(least, c.SSE)
	}
	scouts = slices.DeleteFunc(scouts, func(c *descent.Scout) bool { return c.SSE > descent.Outlook*least })
	found := make([]incumbent, len(scouts))
	s.crew.Each(len(scouts), func(_, i int) {
		point, sse := scouts[i].Finish(ctx)
		found[i] = incumbent{whiten.Solution{Point: point, Signs: scouts[i].Signs}, sse}
	})
	s.prepared.Forget()
	best := slices.MinFunc(found, func(a, b incumbent) int { return cmp.Compare(a.sse, b.sse) })
	s.event(search.State{Upper: best.sse}, "start")
	return best
}

// search runs the branch and bound from the starting point.
func (s *session) search(ctx context.Context, start incumbent) search.Result[whiten.Solution] {
	floor, gap := s.floor/s.whitened.SSEScale, s.effort(start.sse)
	workers, signs := s.workers(), s.problem.SignVectors()
	if s.method == Enumerate {
		s.cells.Improve = s.improver(workers)
		return run(ctx, s, s.cells, s.cells.Roots(), start)
	}
	if s.method == Sign {
		tree := sides.New(ctx, s.whitened, s.problem.K(), workers, gap, floor)
		tree.Improve = s.improver(workers)
		if s.proof != nil {
			tree.Log = s.proof
		}
		return run(ctx, s, tree, tree.Roots(signs), start)
	}
	tree := boxes.New(ctx, s.whitened, s.problem.K(), workers, s.problem.Output, gap, floor)
	tree.Crew = s.crew
	tree.Improve = s.improver(workers)
	if s.proof != nil {
		tree.Log = s.proof
	}
	return run(ctx, s, tree, tree.Roots(signs), start)
}

// effort is the relative gap that tells the trees how exactly to bound: one that
// leaves as much below the cutoff as the absolute gap does.
func (s *session) effort(upper float64) float64 {
	additive := s.opts.Additive / s.whitened.SSEScale
	if upper <= additive {
		return s.opts.Gap
	}
	return max(s.opts.Gap, additive/(upper-additive))
}

func run[N any](ctx context.Context, s *session, tree search.Tree[N, whiten.Solution], roots []N, start incumbent) search.Result[whiten.Solution] {
	return search.Run(ctx, tree, roots, start.Solution, start.sse, search.Options{
		Workers: s.workers(), Crew: s.crew, Dive: s.method == Sign,
		Gap: s.opts.Gap, Floor: s.absolute / s.whitened.SSEScale, Until: s.opts.Until / s.whitened.SSEScale,
		Nodes:    s.opts.NodeLimit,
		Progress: s.event, Every: s.opts.EventEvery,
	})
}

func (s *session) workers() int {
	if s.opts.Threads == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return s.opts.Threads
}

// improver polishes node solutions; each worker has its own buffers.
func (s *session) improver(workers int) func(context.Context, int, whiten.Solution) float64 {
	polishers := make([]map[*int]*descent.Polisher, workers)
	for w := range polishers {
		polishers[w] = map[*int]*descent.Polisher{}
	}
	return func(ctx context.Context, worker int, sol whiten.Solution) float64 {
		key := &sol.Signs[0]
		p := polishers[worker][key]
		if p == nil {
			p = s.prepared.Polisher(sol.Signs)
			polishers[worker][key] = p
		}
		return p.Polish(ctx, sol.Point)
	}
}

// event reports the search's state in the user's units.
func (s *session) event(state search.State, source string) {
	if s.proof != nil {
		s.proof.Flush() // what is proved so far survives a kill
	}
	if s.opts.OnEvent == nil {
		return
	}
	scale := 1.0
	if s.whitened != nil {
		scale = s.whitened.SSEScale
	}
	s.opts.OnEvent(Event{
		Elapsed: time.Since(s.start), Nodes: state.Nodes, Open: state.Open,
		Lower: state.Lower * scale, Upper: state.Upper * scale, Source: source,
	})
}

// searched is what a search found, in the user's units.
func (s *session) searched(found search.Result[whiten.Solution]) *Result {
	w := s.whitened
	r := &Result{
		Network:     w.Network(found.Solution.Point, found.Solution.Signs),
		Status:      statusOf[found.Status],
		WeightLimit: w.WeightLimit * w.LabelScale,
		Nodes:       found.Nodes,
		Dropped:     w.Dropped,
	}
	w.Inside(r.Network)
	s.conclude(r, found.Lower*w.SSEScale)
	return r
}

// untilError is what rounding may add to an SSE that the search took for small enough.
const untilError = 1e-12

// conclude completes a result, given a lower bound in the user's units.
func (s *session) conclude(r *Result, lower float64) {
	r.Method, r.Floor = s.method, s.absolute
	r.SSE = r.Network.SSE(s.problem.Data)
	r.SSELower = max(0, min(lower, r.SSE))
	r.TrainingError = r.SSE / s.problem.sumOfWeights()
	lack := r.SSE - r.SSELower
	r.FloorDecided = lack > s.opts.Gap*r.SSE && lack <= s.absolute
	if r.Status == Optimal && lack > max(s.opts.Gap*r.SSE, s.absolute) {
		r.Status = PrecisionLimit
		if until := s.opts.Until; until > 0 && (r.SSE <= until*(1+untilError) || r.SSELower >= until) {
			r.Status = Decided
		}
	}
	r.Seconds = time.Since(s.start).Seconds()
}

var statusOf = map[search.Status]Status{
	search.Complete: Optimal, search.TimeLimit: TimeLimit, search.NodeLimit: NodeLimit,
	search.MemoryLimit: MemoryLimit, search.Interrupted: Interrupted,
}
