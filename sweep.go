package relucert

import (
	"context"
	"errors"
	"fmt"

	"relucert/internal/engine/kinks"
	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// sweep tries all kinks of one unit on one column.
type sweep struct {
	*session
	kinks *kinks.Sweep
}

// newSweep is ready for a problem that is one for it, or says why it is not.
func newSweep(ctx context.Context, s *session) (*sweep, error) {
	w, err := &sweep{session: s}, s.problem.noSweep()
	if err == nil {
		w.kinks, err = kinks.New(ctx, s.problem.Data, s.workers())
	}
	if err != nil {
		return nil, fmt.Errorf("method sweep: %w", err)
	}
	return w, nil
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

func (*sweep) method() Method { return Sweep }

// describe: a checker sweeps again, and needs to know no more.
func (*sweep) describe(h *certificate.Header) { h.Sweep = true }

// train sweeps, and lets broken lines try what rounding keeps that from closing. Its bound holds for all networks of the class: without a
// weight limit.
func (s *sweep) train(ctx context.Context) (*Result, error) {
	return s.second(ctx, s.attempt(ctx), func(ctx context.Context) (way, error) {
		w, _, err := s.chooseBroken(ctx)
		return w, err
	}), nil
}

func (s *sweep) attempt(ctx context.Context) *Result {
	found := s.kinks.Run(ctx, s.problem.Class)
	r := &Result{Method: Sweep, Network: found.Network, Nodes: found.Kinks}
	if !found.Complete {
		r.Status = statusOf[search.Ending(ctx)]
	}
	if found.Constant {
		r.Dropped = s.problem.Data.Features
	}
	s.conclude(r, found.Lower)
	s.incumbent = r.Network
	s.event(search.State{Nodes: r.Nodes, Lower: r.SSELower, Upper: r.SSE}, "sweep")
	return r
}
