package relucert

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"relucert/internal/budget"
	"relucert/internal/engine/breakpoints"
	"relucert/network"
	"relucert/proof/certificate"
)

// broken searches the broken lines through one column.
type broken struct {
	*session
	lines *breakpoints.Engine
	most  int // lines between cuts, of a trial; 0: as many as memory holds
}

// newBroken is ready for a problem that is one for it, or says why it is not.
func newBroken(ctx context.Context, s *session) (*broken, error) {
	w, err := &broken{session: s}, s.noBreakpoints()
	if err == nil {
		err = budget.Fit(ctx, breakpoints.Memory(s.problem.Data.Rows()))
	}
	if err == nil {
		w.lines, err = breakpoints.New(ctx, s.problem.Data)
	}
	if err == nil {
		err = budget.Fit(ctx, w.lines.Memory(s.problem.K(), s.problem.Constraints.Jumps))
	}
	if err == nil && s.opts.Certificate != nil && w.lines.Constant() {
		err = errors.New("all inputs are equal, which is beyond its certificates: use method conic for one")
	}
	if err != nil {
		return nil, fmt.Errorf("method breakpoints: %w", err)
	}
	return w, nil
}

// brokenOnly says that what is asked for no other method knows.
func (s *session) brokenOnly() bool { return s.problem.Constraints.Any() || s.opts.Profile > 0 }

// noBreakpoints says why not.
func (s *session) noBreakpoints() error {
	p := &s.problem
	switch {
	case s.opts.Method != Auto && s.opts.Method != Breakpoints:
		return errors.New("it is the only one for constraints on pieces and breakpoints, and for their regions")
	case len(p.Data.Features) != 1:
		return fmt.Errorf("it is for one input column, not %d", len(p.Data.Features))
	case !p.Bias() || p.Output != network.Affine:
		return errors.New("it is for units with a bias and an affine output part")
	case s.opts.Profile > 0 && p.Constraints.Jumps:
		return errors.New("regions are of breakpoints where the pieces meet, not of jumps")
	case p.Hinges != nil:
		return errors.New("units that bend at one of several columns each have a method of their own")
	case p.NormBound > 0 || p.WeightLimit > 0:
		return errors.New("it knows no norm bound and no weight limit: use method conic or sign with one")
	}
	return nil
}

// chooseBroken is ready for what method breakpoints does best, nil for other problems: other methods say what is wrong with them.
func (s *session) chooseBroken(ctx context.Context) (w way, why string, err error) {
	if s.noBreakpoints() != nil {
		return nil, "", nil
	}
	b, err := newBroken(ctx, s)
	switch {
	case err != nil && errors.Is(err, context.Cause(ctx)):
		return nil, "", err
	case err != nil || b.lines.Constant():
		return nil, "", nil
	}
	return b, fmt.Sprintf("%d units on one column of %d different inputs", s.problem.K(), b.lines.Inputs()), nil
}

func (*broken) method() Method { return Breakpoints }

func whyBroken(asked Method) string {
	if asked == Breakpoints {
		return "asked for"
	}
	return "pieces and breakpoints under constraints, or their regions"
}

// describe adds the scales of the multipliers.
func (s *broken) describe(h *certificate.Header) {
	h.Breakpoints = s.problem.Constraints.certified()
	h.LabelScale, h.WeightScale = s.lines.Scales()
}

// train searches the broken lines, and lets branch and bound go on where rounding or too many lines keep them from closing the gap. Their
// bound holds for all networks of the class: without a weight limit.
func (s *broken) train(ctx context.Context) (*Result, error) {
	if s.mayMislead() {
		return s.afterTrial(ctx)
	}
	r, err := s.attempt(ctx)
	if err != nil {
		return nil, err
	}
	return s.second(ctx, r, s.branching), nil
}

func (s *broken) branching(ctx context.Context) (way, error) {
	if s.brokenOnly() {
		return nil, nil
	}
	b, _, err := newBranching(ctx, s.session)
	return b, err
}

// mayMislead says that signs are given, and that another method can be tried: bounds of broken lines do not know of signs, and stay low
// where the data want others.
func (s *broken) mayMislead() bool {
	c := s.opts.Certificate
	return len(s.problem.Signs) > 1 && s.opts.Method == Auto && !s.brokenOnly() && !s.oneTree && (c == nil || c.Again != nil)
}

// How many nodes show whether the data want the signs, each of so many lines at most: about a second; and how many of branch and bound that has to close for more units than a few, of which it may
// close many or none.
const (
	trialNodes = 4
	trialLines = 1 << 20
	fewUnits   = 2
	boxNodes   = 1000
)

// afterTrial searches the broken lines to the end if neither a few of their nodes close the gap nor what branch and bound does in its own.
func (s *broken) afterTrial(ctx context.Context) (*Result, error) {
	trial := &broken{s.session, s.lines, trialLines}
	few, err := s.trainAside(ctx, trial, trial.attempt, trialNodes, 0)
	if err != nil {
		return nil, err
	}
	defer few.close()
	if few.Status != NodeLimit || !s.leftOpen(ctx, few.Result) {
		return s.second(ctx, s.only(few), s.branching), nil
	}
	nodes := int64(boxNodes)
	if s.problem.K() <= fewUnits {
		nodes = secondNodes
	}
	boxes := s.aside(ctx, few.Result, s.branching, nodes)
	if boxes == nil {
		return s.goOn(ctx, few)
	}
	defer boxes.close()
	if !s.leftOpen(ctx, boxes.Result) {
		return s.narrower(s.only(few), boxes), nil
	}
	return s.goOn(ctx, few, boxes)
}

// goOn searches the broken lines to the end, from the best network that trials have found, one after the other. The best bound stands.
func (s *broken) goOn(ctx context.Context, trials ...*aside) (*Result, error) {
	whole, err := s.from(ctx, trials)
	if err != nil {
		return nil, err
	}
	whole = s.second(ctx, whole, s.branching)
	for _, a := range trials {
		a.Status, a.Nodes = whole.Status, whole.Nodes
		whole = s.narrower(whole, a)
	}
	return whole, nil
}

func (s *broken) from(ctx context.Context, trials []*aside) (*Result, error) {
	for _, a := range trials {
		defer s.startWith(a.Result)()
	}
	return s.within(ctx, math.MaxInt64, trials[len(trials)-1].Nodes)
}

// within is attempt with so many nodes, after so many done.
func (s *broken) within(ctx context.Context, nodes, done int64) (*Result, error) {
	defer s.limited(nodes, done)()
	r, err := s.attempt(ctx)
	if err == nil {
		r.Nodes += done
	}
	return r, err
}

// attempt is the search for the class's number of units.
func (s *broken) attempt(ctx context.Context) (*Result, error) {
	all, err := s.path(ctx, s.problem.K())
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// breakpointsOf is their number in words.
func breakpointsOf(k int) string {
	if k == 1 {
		return "1 breakpoint"
	}
	return fmt.Sprintf("%d breakpoints", k)
}

// path is the results for from units and more.
func (s *broken) path(ctx context.Context, from int) (all []*Result, err error) {
	for _, f := range s.search(ctx, from)[from:] {
		switch {
		case f.Network == nil && ctx.Err() != nil:
			return s.unbegunPath(ctx, from), nil
		case f.Network != nil && !f.Network.Finite(), f.Network == nil && s.problem.isSteep():
			return nil, errors.New("slopes came out as no numbers: " + beyond)
		case f.Network == nil:
			return nil, fmt.Errorf("no broken line with at most %s keeps all constraints (%s)", breakpointsOf(f.Units), strings.Join(s.problem.Constraints.Lines(), "; "))
		}
		r := s.result(&f)
		if err := s.profile(ctx, r); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// steep is for how many labels an input, or inputs a label, there may be no lines for want of float64.
const steep = 0x1p900

// isSteep says that lines through one column may have slopes that no double holds.
func (p *Problem) isSteep() bool {
	rise, run := slices.Max(p.Data.Y)-slices.Min(p.Data.Y), slices.Max(p.Data.X)-slices.Min(p.Data.X)
	return rise > steep*run || run > steep*rise
}

func (s *broken) result(f *breakpoints.Fit) *Result {
	r := &Result{Method: Breakpoints, Jumps: s.problem.Constraints.Jumps, units: f.Units, Network: f.Network, pieces: f.Line, Nodes: f.Nodes, Status: statusOf[f.Status]}
	if s.lines.Constant() {
		r.Dropped = s.problem.Data.Features
	}
	s.conclude(r, f.Lower)
	return r
}

// search fits all numbers of units, and proves those from from on.
func (s *broken) search(ctx context.Context, from int) []breakpoints.Fit {
	opts := breakpoints.Options{
		Gap: s.opts.Gap, Floor: s.absolute, Until: s.opts.Until, From: from, Nodes: s.opts.NodeLimit, Lines: s.most, Workers: s.workers(),
		Found: func(n *network.Network) { s.incumbent = n }, Progress: s.eventOf, Every: s.opts.EventEvery,
	}
	if s.given != nil {
		opts.Start = s.opts.Start
	}
	if s.proof != nil {
		opts.Log = s.proof
	}
	return s.lines.Run(ctx, s.class(), opts)
}
