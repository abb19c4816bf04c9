package relucert

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"time"

	"relucert/internal/budget"
	"relucert/internal/crew"
	"relucert/internal/engine/search"
	"relucert/network"
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
	return fit(ctx, p, opts, nil)
}

// fit is Fit, or Plan.
func fit(ctx context.Context, p Problem, opts Options, plan *planning) (*Result, error) {
	s, ctx, cancel, err := begin(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	defer cancel()
	ctx, close := s.closing(ctx, 1)
	defer close()
	w, why, err := s.prepare(ctx)
	if err != nil && errors.Is(err, context.Cause(ctx)) {
		return s.unbegun(ctx), nil
	} else if err != nil {
		return nil, err
	}
	s.settleGap(w.method())
	if err := s.keep(w, plan); err != nil {
		return nil, err
	}
	s.announce(w.method(), why)
	s.tellGiven()
	s.certify(w)
	r, err := w.train(ctx)
	if err == nil {
		s.noWorse(r)
		err = r.check()
	}
	if err != nil {
		return nil, errors.Join(err, s.kept.close())
	}
	return r, errors.Join(s.claim(r), s.kept.close())
}

// begin checks what is asked, and sets the limits.
func begin(ctx context.Context, p Problem, opts Options) (*session, context.Context, context.CancelFunc, error) {
	if err := errors.Join(p.validate(), opts.complete(), opts.servesObjective(&p)); err != nil {
		return nil, nil, nil, err
	}
	if (opts.Certificate != nil || opts.Checkpoint != nil) && p.Data.SHA256 == [32]byte{} {
		return nil, nil, nil, errors.New("a certificate or checkpoint is of a file's bytes, and these samples are from none: write them with Dataset.WriteCSV first")
	}
	s := &session{problem: p, opts: opts, start: time.Now(), oneTree: opts.Checkpoint != nil}
	if opts.Start != nil {
		var err error
		if s.given, err = p.begin(opts.Start); err != nil {
			return nil, nil, nil, err
		}
	}
	s.crew = crew.New(s.workers())
	square, about := p.variation()
	s.floor = max(floorShare*about, roundingShare*square)
	if math.IsInf(square, 0) || math.IsNaN(s.floor) {
		return nil, nil, nil, fmt.Errorf("labels are too large: their weighted sum of squares overflows")
	}
	s.absolute = max(s.floor, opts.Additive)
	ctx, cancel := budget.With(ctx, opts.TimeLimit, opts.MemoryLimit)
	return s, ctx, cancel, nil
}

// session is one call of Fit or FitPath.
type session struct {
	problem  Problem
	opts     Options
	crew     *crew.Crew
	floor    float64             // in the user's units
	absolute float64             // gap at which the search ends: the floor, or Options.Additive
	proof    *certificate.Writer // nil: none wanted
	spoiled  error               // of a proof that could not be kept
	kept     *keeping            // nil: no checkpoints
	oneTree  bool                // as they and subtrees need
	start    time.Time

	given     *given           // Options.Start; nil: none
	incumbent *network.Network // of the next event that tells of one
}

func (s *session) workers() int {
	if s.opts.Threads == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return s.opts.Threads
}

// announce says how the problem is solved.
func (s *session) announce(m Method, why string) {
	if s.opts.OnMethod != nil {
		s.opts.OnMethod(m, why)
	}
}

// event reports how far the work has come, in the user's units.
func (s *session) event(state search.State, source string) {
	s.eventOf(s.problem.K(), state, source)
}

// eventOf does for so many units.
func (s *session) eventOf(units int, state search.State, source string) {
	if s.proof != nil {
		s.proof.Flush() // what is proved so far survives a kill
	}
	if s.opts.OnEvent == nil {
		return
	}
	e := Event{
		Units: units, Elapsed: time.Since(s.start), Nodes: state.Nodes, Open: state.Open,
		Lower: state.Lower, Upper: state.Upper, Source: source,
	}
	if source != "" {
		e.Network, s.incumbent = s.incumbent, nil
	}
	s.opts.OnEvent(e)
}

// untilError is what rounding may add to an SSE that the search took for small enough.
const untilError = 1e-12

// sureShare is what rounding may hide of an objective before what it is at most is said in its place.
const sureShare = 1e-6

// sureRows is for how many rows a line is made exact without being asked for: it takes some microseconds each, which no limit looks at.
const sureRows = 1 << 12

// conclude completes a result, given a lower bound in the user's units.
func (s *session) conclude(r *Result, lower float64) {
	m := r.Network.Measure(s.problem.Data, s.problem.Objective)
	r.SSE, r.Objective, r.Floor = m.Value(), s.problem.Objective, s.absolute
	if r.line == nil && r.pieces != nil && (s.proof != nil || s.problem.Data.Rows() <= sureRows) {
		r.line = s.problem.exactLine(r.pieces)
	}
	switch r.atMost = r.SSE; {
	case r.line != nil:
		r.atMost = r.line.upper // for doubles do not keep constraints
	case !s.problem.Constraints.Any():
		r.atMost = m.AtMost()
	}
	if r.atMost-r.SSE > max(sureShare*r.SSE, s.absolute/100) {
		r.SSE = r.atMost
	}
	r.SSELower = max(0, min(lower, r.SSE))
	r.TrainingError, r.Errors, r.Squares = m.TrainingError(), m.Errors(), m.SSE()
	s.settle(r)
	r.Seconds = time.Since(s.start).Seconds()
}

// settle says how the search has ended, given the bounds.
func (s *session) settle(r *Result) {
	lack := r.SSE - r.SSELower
	r.FloorDecided = lack > s.opts.Gap*r.SSE && lack <= s.absolute
	if r.Status == Optimal && lack > max(s.opts.Gap*r.SSE, s.absolute) {
		r.Status = PrecisionLimit
		if until := s.opts.Until; until > 0 && (r.SSE <= until*(1+untilError) || r.SSELower >= until) {
			r.Status = Decided
		}
	}
}

var statusOf = map[search.Status]Status{
	search.Complete: Optimal, search.TimeLimit: TimeLimit, search.NodeLimit: NodeLimit,
	search.MemoryLimit: MemoryLimit, search.Interrupted: Interrupted, search.OpenLimit: NodeLimit,
}
