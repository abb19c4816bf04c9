package solve

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"

	"relucert/certificate"
	"relucert/conic"
	"relucert/descent"
	"relucert/enumerate"
	"relucert/network"
	"relucert/search"
	"relucert/sign"
	"relucert/whiten"
)

// floorShare is the absolute tolerance relative to Σω y²: realizable data end
// there, where no relative gap can.
const floorShare = 1e-12

// Solve trains the network of p's class with the least SSE and proves how near
// it is. It fails only on a problem that makes no sense; running out of budget,
// or ctx ending (Interrupted), is a status of the result.
func Solve(ctx context.Context, p Problem, opts Options) (*Result, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	s := &session{problem: p, opts: opts, start: time.Now()}
	var err error
	s.whitened, err = whiten.New(p.Data, whiten.Class{
		Bias: p.Bias, Output: p.Output, NormBound: p.NormBound, WeightLimit: p.WeightLimit,
	})
	if err != nil {
		return nil, err
	}
	s.floor = floorShare * p.sumOfSquares()
	if math.IsInf(s.floor, 0) {
		return nil, fmt.Errorf("labels are too large: their weighted sum of squares overflows")
	}
	s.absolute = max(s.floor, opts.Additive)
	if s.method, s.why, err = s.chooseMethod(); err != nil {
		return nil, err
	}
	if opts.OnMethod != nil {
		opts.OnMethod(s.method, s.why)
	}
	if opts.TimeLimit > 0 {
		s.deadline = s.start.Add(opts.TimeLimit)
	}
	s.certify()
	r := s.result(s.search(ctx, s.startingPoint(ctx)))
	return r, s.claim(r)
}

// session is one call of Solve.
type session struct {
	problem  Problem
	opts     Options
	whitened *whiten.Problem
	method   Method
	why      string          // it was chosen
	cells    *enumerate.Tree // of method enumerate
	prepared *descent.Prepared
	floor    float64             // in the user's units
	absolute float64             // gap at which the search ends: the floor, or Options.Additive
	proof    *certificate.Writer // nil: none wanted
	start    time.Time
	deadline time.Time
}

// incumbent is a solution and its SSE in whitened coordinates.
type incumbent struct {
	whiten.Solution
	sse float64
}

// startingPoint is the best local search over all sign vectors.
func (s *session) startingPoint(ctx context.Context) incumbent {
	if !s.deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, s.deadline)
		defer cancel()
	}
	s.prepared = descent.Prepare(ctx, s.whitened)
	vectors := network.SignVectors(s.problem.units(), s.problem.Signs)
	found := make([]incumbent, len(vectors))
	var all sync.WaitGroup
	slots := make(chan struct{}, s.workers())
	for i, signs := range vectors {
		slots <- struct{}{}
		all.Go(func() {
			found[i] = s.localSearch(ctx, signs, uint64(i))
			<-slots
		})
	}
	all.Wait()
	best := slices.MinFunc(found, func(a, b incumbent) int { return cmp.Compare(a.sse, b.sse) })
	s.event(search.State{Upper: best.sse}, "start")
	return best
}

// localSearch is that over the networks with these signs.
func (s *session) localSearch(ctx context.Context, signs []int, stream uint64) incumbent {
	opts := descent.Options{Rand: rand.New(rand.NewPCG(s.opts.Seed, stream))}
	point, sse := s.prepared.Search(ctx, signs, opts)
	return incumbent{whiten.Solution{Point: point, Signs: signs}, sse}
}

// search runs the branch and bound from the starting point.
func (s *session) search(ctx context.Context, start incumbent) search.Result[whiten.Solution] {
	floor, gap := s.floor/s.whitened.SSEScale, s.effort(start.sse)
	workers, signs := s.workers(), network.SignVectors(s.problem.units(), s.problem.Signs)
	if s.method == Enumerate {
		s.cells.Improve = s.improver(workers)
		return run(ctx, s, s.cells, s.cells.Roots(), start)
	}
	if s.method == Sign {
		tree := sign.New(s.whitened, s.problem.units(), workers, gap, floor)
		tree.Improve = s.improver(workers)
		if s.proof != nil {
			tree.Log = s.proof
		}
		return run(ctx, s, tree, tree.Roots(signs), start)
	}
	tree := conic.New(s.whitened, s.problem.units(), workers, s.problem.Output, gap, floor)
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
		Workers: s.workers(), Gap: s.opts.Gap, Floor: s.absolute / s.whitened.SSEScale,
		Nodes: s.opts.NodeLimit, Memory: uint64(s.opts.MemoryLimit), Deadline: s.deadline,
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
	s.opts.OnEvent(Event{
		Elapsed: time.Since(s.start), Nodes: state.Nodes, Open: state.Open,
		Lower: state.Lower * s.whitened.SSEScale, Upper: state.Upper * s.whitened.SSEScale,
		Source: source,
	})
}

// result is what was found, in the user's units.
func (s *session) result(found search.Result[whiten.Solution]) *Result {
	w := s.whitened
	r := &Result{
		Network:     w.Network(found.Solution.Point, found.Solution.Signs),
		Status:      statusOf[found.Status],
		Floor:       s.absolute,
		WeightLimit: w.WeightLimit * w.LabelScale,
		Nodes:       found.Nodes,
		Method:      s.method.String(),
		Seconds:     time.Since(s.start).Seconds(),
		Dropped:     w.Dropped,
	}
	r.SSE = r.Network.SSE(s.problem.Data)
	r.SSELower = max(0, min(found.Lower*w.SSEScale, r.SSE))
	r.TrainingError = r.SSE / s.problem.sumOfWeights()
	lack := r.SSE - r.SSELower
	r.FloorDecided = lack > s.opts.Gap*r.SSE && lack <= s.absolute
	if r.Status == Optimal && lack > max(s.opts.Gap*r.SSE, s.absolute) {
		r.Status = PrecisionLimit
	}
	return r
}

var statusOf = map[search.Status]Status{
	search.Complete: Optimal, search.TimeLimit: TimeLimit, search.NodeLimit: NodeLimit,
	search.MemoryLimit: MemoryLimit, search.Interrupted: Interrupted,
}
