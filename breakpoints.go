package relucert

import (
	"context"
	"errors"
	"fmt"

	"relucert/internal/budget"
	"relucert/internal/engine/breakpoints"
	"relucert/internal/engine/search"
	"relucert/network"
)

// prepareBreakpoints makes ready for broken lines, if they are asked for. It refuses what is none.
func (s *session) prepareBreakpoints(ctx context.Context) (ready bool, err error) {
	if s.opts.Method != Breakpoints {
		return false, nil
	}
	why := s.noBreakpoints()
	if why == nil {
		why = budget.Fit(ctx, breakpoints.Memory(s.problem.Data.Rows(), s.problem.K()))
	}
	if why == nil {
		s.broken, why = breakpoints.New(ctx, s.problem.Data)
	}
	if why != nil && !errors.Is(why, context.Cause(ctx)) {
		why = fmt.Errorf("method breakpoints: %w", why)
	}
	s.method, s.why = Breakpoints, "asked for"
	return why == nil, why
}

// noBreakpoints says why not.
func (s *session) noBreakpoints() error {
	p := &s.problem
	switch {
	case len(p.Data.Features) != 1:
		return fmt.Errorf("it is for one input column, not %d", len(p.Data.Features))
	case !p.Bias() || p.Output != network.Affine:
		return errors.New("it is for units with a bias and an affine output part")
	case p.NormBound > 0 || p.WeightLimit > 0:
		return errors.New("it knows no norm bound and no weight limit: use method conic or sign with one")
	case s.opts.Certificate != nil:
		return errors.New("it writes no certificate yet: use method conic for one")
	}
	return nil
}

// runBreakpoints searches the broken lines. Its bound holds for all networks of the class: without a
// weight limit.
func (s *session) runBreakpoints(ctx context.Context) *Result {
	k := s.problem.K()
	fits := s.broken.Run(ctx, breakpoints.Class{Units: k, Signs: s.problem.Signs}, breakpoints.Options{
		Gap: s.opts.Gap, Floor: s.absolute, Until: s.opts.Until, From: k, Nodes: s.opts.NodeLimit, Workers: s.workers(),
		Progress: func(_ int, state search.State, source string) { s.event(state, source) }, Every: s.opts.EventEvery,
	})
	f := fits[k]
	r := &Result{Network: f.Network, Nodes: f.Nodes, Status: statusOf[f.Status]}
	if s.broken.Constant() {
		r.Dropped = s.problem.Data.Features
	}
	s.conclude(r, f.Lower)
	return r
}
