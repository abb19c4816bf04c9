package relucert

import (
	"context"
	"errors"

	"relucert/internal/budget"
	"relucert/internal/engine/breakpoints"
)

// ProfileRegion is where a breakpoint may be: its profile-likelihood region for a level of the SSE, under normal errors. Intervals are
// closed, from left to right and apart; their ends are in the data's units, less its origin if it has one. A region may be of several.
type ProfileRegion struct {
	// Outer holds every place at which some broken line of the class within the level has the breakpoint: proved, by the search's bounds.
	Outer [][2]float64
	// Inner are places at which such lines were found. It ends within a gap between neighbouring inputs, Outer at an input; mostly they
	// differ by no more.
	Inner [][2]float64
}

// profile is the regions of a result's breakpoints.
func (s *broken) profile(ctx context.Context, r *Result) error {
	class := s.class()
	if class.Units = len(r.Network.Units); s.opts.Profile == 0 || class.Units == 0 || s.lines.Constant() {
		return nil
	}
	if class.Signs != nil {
		class.Signs = class.Signs[:class.Units]
	}
	regions, err := s.lines.Profile(ctx, class, s.opts.Profile*r.SSE, s.workers())
	if err != nil && (ctx.Err() != nil || errors.Is(err, budget.ErrMemory)) {
		return nil // the time is up, or they do not fit in memory: there are none
	}
	for _, g := range regions {
		r.Profile = append(r.Profile, ProfileRegion(g))
	}
	return err
}

func (s *broken) class() breakpoints.Class {
	return breakpoints.Class{Units: s.problem.K(), Signs: s.problem.Signs, Constraints: s.problem.engineConstraints()}
}
