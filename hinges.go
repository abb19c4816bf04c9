package relucert

import (
	"context"
	"errors"

	"relucert/internal/engine/hinges"
	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// hinged searches networks whose units bend at one column each.
type hinged struct {
	*session
	engine *hinges.Engine
}

// newHinged is ready, or says why it cannot be.
func newHinged(ctx context.Context, s *session) (*hinged, error) {
	p := &s.problem
	switch {
	case s.opts.Method != Auto && s.opts.Method != Hinges:
		return nil, errors.New("units that bend at one column each have a method of their own: leave --method out")
	case p.Hinges == nil:
		return nil, errors.New("method hinges is for units that bend at one column each (--break, --linear-columns)")
	case p.Constraints.Any() || s.opts.Profile > 0:
		return nil, errors.New("constraints on pieces and breakpoints, and their regions, are for one input column")
	}
	engine, err := hinges.New(ctx, p.Data, p.Class, s.workers())
	if err == nil && s.given != nil {
		err = engine.Begin(s.given.network)
	}
	return &hinged{s, engine}, err
}

func (*hinged) method() Method { return Hinges }

func (s *hinged) describe(h *certificate.Header) {
	w := s.engine.Problem()
	h.Hinges, h.WeightLimit = s.engine.Features(), w.WeightLimit*w.LabelScale
}

func (s *hinged) train(ctx context.Context) (*Result, error) {
	w := s.engine.Problem()
	scale := w.SSEScale
	o := search.Options{
		Workers: s.workers(), Crew: s.crew, Gap: s.opts.Gap, Floor: s.absolute / scale, Until: s.opts.Until / scale,
		Nodes: s.opts.NodeLimit, Every: s.opts.EventEvery,
		Progress: func(state search.State, source string) {
			state.Lower, state.Upper = state.Lower*scale, state.Upper*scale
			s.event(state, source)
		},
	}
	var log hinges.Log
	if s.proof != nil {
		log = s.proof
	}
	found := s.engine.Run(ctx, log, o)
	r := &Result{
		Method: Hinges, Network: found.Network, Status: statusOf[found.Status], Nodes: found.Nodes,
		WeightLimit: w.WeightLimit * w.LabelScale, Dropped: w.Dropped,
	}
	s.conclude(r, found.Lower*scale)
	return r, nil
}
