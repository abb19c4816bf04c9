package main

import (
	"context"
	"fmt"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/internal/report"
	"relucert/network"
)

// checkKinkTest finds what --kink-test does not go with.
func (o *fitOptions) checkKinkTest(data *dataset.Dataset) error {
	p, c := &o.problem, &o.problem.Constraints
	switch {
	case o.sure.kink == 0:
		return nil
	case len(data.Features) != 1 || p.Output != network.Affine || !p.Bias() || p.NormBound > 0 || p.WeightLimit > 0:
		return usagef("--kink-test is for one column and --linear affine, without norm bound and weight limit")
	case c.Slopes != nil || c.KnownKinks != nil || len(c.KinksBetween) > 1 || c.Through != nil || o.choice.energy != "":
		return usagef("--kink-test is of a straight line against any one breakpoint: leave out --slopes, --known-kinks, --through, --energy and more than one range of --kinks-between")
	case o.many():
		return usagef("--kink-test goes with one number of breakpoints, or with --select")
	}
	return nil
}

// testKink adds the test to a report; a limit leaves a notice.
func (o *fitOptions) testKink(ctx context.Context, p relucert.Problem, r *report.Result) {
	if o.sure.kink == 0 || r.Inference == nil {
		return
	}
	d := inference.Draws{Number: o.sure.kink, Seed: o.search.Seed, Normal: true, Threads: threads(o.search.Threads)}
	t, err := d.TestBreakpoints(ctx, p, 0, 1, o.search)
	if err != nil {
		r.Notices = append(r.Notices, fmt.Sprintf("the test for a breakpoint did not come to its end: %v", err))
		return
	}
	r.Inference.Kink = t
}
