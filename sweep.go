package relucert

import (
	"context"
	"errors"
	"fmt"

	"relucert/internal/engine/kinks"
	"relucert/internal/engine/search"
)

// prepareSweep makes ready for a sweep, if the problem is one for it. It refuses
// one that was asked for and cannot be.
func (s *session) prepareSweep(ctx context.Context) (ready bool, err error) {
	asked := s.opts.Method == Sweep
	if !asked && s.opts.Method != Auto {
		return false, nil
	}
	why := s.problem.noSweep()
	if why == nil {
		s.sweep, why = kinks.New(ctx, s.problem.Data, s.workers())
	}
	switch {
	case why == nil:
		s.method, s.why = Sweep, "one unit on one column"
		return true, nil
	case errors.Is(why, context.Cause(ctx)):
		return false, why
	case asked:
		return false, fmt.Errorf("method sweep: %w", why)
	}
	return false, nil // whatever is wrong with the data, other methods say so
}

// noSweep says why not.
func (p *Problem) noSweep() error {
	switch {
	case p.K() != 1 || len(p.Data.Features) != 1:
		return fmt.Errorf("it is for one unit on one input column, not %d on %d", p.K(), len(p.Data.Features))
	case !p.Bias():
		return errors.New("it is for units with a bias")
	case p.NormBound > 0 || p.WeightLimit > 0:
		return errors.New("it knows no norm bound and no weight limit: use method conic or sign with one")
	}
	return nil
}

// runSweep sweeps. Its bound holds for all networks of the class: without a
// weight limit.
func (s *session) runSweep(ctx context.Context) *Result {
	found := s.sweep.Run(ctx, s.problem.Class)
	r := &Result{Network: found.Network, Nodes: found.Kinks}
	if !found.Complete {
		r.Status = statusOf[search.Ending(ctx)]
	}
	if found.Constant {
		r.Dropped = s.problem.Data.Features
	}
	s.conclude(r, found.Lower)
	s.event(search.State{Nodes: r.Nodes, Lower: r.SSELower, Upper: r.SSE}, "sweep")
	return r
}
