package relucert

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Path is the best networks for consecutive numbers of units, least first.
type Path struct {
	// Fits are the results of one run: its Seconds are in each, Nodes are those of one number of units.
	// SSEs and bounds never grow along the path, and are in the data's own units.
	Fits []*Result
}

// Most is the result for the largest number of units.
func (p *Path) Most() *Result { return p.Fits[len(p.Fits)-1] }

// Status is that of the largest number of units whose search is open at a limit, or that of the last.
func (p *Path) Status() Status {
	for _, r := range slices.Backward(p.Fits) {
		if r.Status != Optimal && r.Status != Decided {
			return r.Status
		}
	}
	return p.Most().Status
}

// MostPathUnits is the largest number of units of a path.
const MostPathUnits = 1000

// FitPath is [Fit] for from, from+1, …, p.K() units in one run; from may be 0, a straight line. It is for broken
// lines: one feature, units with a bias, an affine output part, no norm bound and no weight limit, no constraints but
// those that fit any number of breakpoints, and method Auto or Breakpoints; the error says what is not so. Of given
// signs, the first so many are those of fewer units. With from and p.K() both 0 it is the straight line alone.
//
// Gap, Additive, Until and NodeLimit are for each number of units, TimeLimit and MemoryLimit for the whole
// run. A limit leaves a network and a bound for every number. A certificate is of the last result.
func FitPath(ctx context.Context, p Problem, from int, opts Options) (*Path, error) {
	if from == 0 && p.K() == 0 {
		return fitStraight(ctx, p, opts)
	}
	s, ctx, cancel, err := begin(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	defer cancel()
	if err := s.noPath(from); err != nil {
		return nil, err
	}
	ctx, close := s.closing(ctx, p.K()-from+1)
	defer close()
	w, err := newBroken(ctx, s)
	if err != nil && errors.Is(err, context.Cause(ctx)) {
		return &Path{s.unbegunPath(ctx, from)}, nil
	} else if err != nil {
		return nil, err
	}
	s.settleGap(Breakpoints)
	s.announce(Breakpoints, fmt.Sprintf("%d to %d units in one run", from, p.K()))
	s.certify(w)
	all, err := w.path(ctx, from)
	for _, r := range all {
		s.noWorse(r)
		err = errors.Join(err, r.check())
	}
	if err != nil {
		return nil, err
	}
	path := &Path{all}
	return path, s.claim(path.Most())
}

// noPath says why there is none.
func (s *session) noPath(from int) error {
	switch k := s.problem.K(); {
	case from < 0 || from > k || k > MostPathUnits:
		return fmt.Errorf("a path is of 0 to %d units, not of %d to %d", MostPathUnits, from, k)
	case s.opts.Method != Auto && s.opts.Method != Breakpoints:
		return fmt.Errorf("a path is found by method breakpoints, not %v", s.opts.Method)
	case !s.problem.Objective.Plain():
		return errors.New("a path is for the plain SSE, not for another loss or a ridge penalty")
	case s.problem.Constraints.fixed():
		return errors.New("known breakpoints, slopes, and a range for each breakpoint set the number of breakpoints: with them there is no path")
	}
	return nil
}

// unbegunPath is a path's results when ctx ends before the search begins.
func (s *session) unbegunPath(ctx context.Context, from int) (all []*Result) {
	most := s.unbegun(ctx)
	for k := from; k < s.problem.K(); k++ {
		r, n := *most, *most.Network
		n.Units = n.Units[:k:k]
		r.Network = &n
		all = append(all, &r)
	}
	return append(all, most)
}

// fixed says that the constraints are for one number of breakpoints.
func (c *Constraints) fixed() bool {
	return c.KnownKinks != nil || c.Slopes != nil || len(c.KinksBetween) > 1
}
