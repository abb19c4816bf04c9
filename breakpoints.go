package relucert

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"relucert/internal/budget"
	"relucert/internal/engine/breakpoints"
	"relucert/internal/engine/search"
	"relucert/network"
	"relucert/proof/certificate"
)

// broken searches the broken lines through one column.
type broken struct {
	*session
	lines *breakpoints.Engine
}

// newBroken is ready for a problem that is one for it, or says why it is not.
func newBroken(ctx context.Context, s *session) (*broken, error) {
	w, err := &broken{session: s}, s.noBreakpoints()
	if err == nil {
		err = budget.Fit(ctx, breakpoints.Memory(s.problem.Data.Rows(), s.problem.K()))
	}
	if err == nil {
		w.lines, err = breakpoints.New(ctx, s.problem.Data)
	}
	if err != nil {
		return nil, fmt.Errorf("method breakpoints: %w", err)
	}
	return w, nil
}

// noBreakpoints says why not.
func (s *session) noBreakpoints() error {
	p := &s.problem
	switch {
	case s.opts.Method != Auto && s.opts.Method != Breakpoints:
		return errors.New("it is the only one for constraints on pieces and breakpoints")
	case len(p.Data.Features) != 1:
		return fmt.Errorf("it is for one input column, not %d", len(p.Data.Features))
	case !p.Bias() || p.Output != network.Affine:
		return errors.New("it is for units with a bias and an affine output part")
	case p.NormBound > 0 || p.WeightLimit > 0:
		return errors.New("it knows no norm bound and no weight limit: use method conic or sign with one")
	}
	return nil
}

func (*broken) method() Method { return Breakpoints }

func whyBroken(asked Method) string {
	if asked == Breakpoints {
		return "asked for"
	}
	return "pieces and breakpoints under constraints"
}

// describe adds the scales of the multipliers.
func (s *broken) describe(h *certificate.Header) {
	h.Breakpoints = s.problem.Constraints.certified()
	h.LabelScale, h.WeightScale = s.lines.Scales()
}

// train searches the broken lines. Its bound holds for all networks of the class: without a
// weight limit.
func (s *broken) train(ctx context.Context) (*Result, error) {
	k := s.problem.K()
	opts := breakpoints.Options{
		Gap: s.opts.Gap, Floor: s.absolute, Until: s.opts.Until, From: k, Nodes: s.opts.NodeLimit, Workers: s.workers(),
		Progress: func(_ int, state search.State, source string) { s.event(state, source) }, Every: s.opts.EventEvery,
	}
	if s.proof != nil {
		opts.Log = s.proof
	}
	f := s.lines.Run(ctx, breakpoints.Class{Units: k, Signs: s.problem.Signs, Constraints: s.problem.engineConstraints()}, opts)[k]
	switch {
	case f.Network == nil && ctx.Err() != nil:
		return s.unbegun(ctx), nil
	case f.Network == nil:
		return nil, fmt.Errorf("no broken line with at most %d breakpoints keeps all constraints (%s)", k, strings.Join(s.problem.Constraints.Lines(), "; "))
	}
	r := &Result{Method: Breakpoints, Network: f.Network, Nodes: f.Nodes, Status: statusOf[f.Status]}
	if f.Line != nil {
		r.line = s.problem.exactLine(f.Line)
	}
	if s.lines.Constant() {
		r.Dropped = s.problem.Data.Features
	}
	s.conclude(r, f.Lower)
	return r, nil
}
