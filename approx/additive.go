package approx

import (
	"context"
	"time"

	"relucert/solve"
)

// within solves p until the training error is within tolerance of the least, or
// the options' time ends. Package solve knows relative gaps only, so a first call
// finds how large an incumbent that gap is relative to; the second starts from one
// that is no larger.
func within(ctx context.Context, p *Problem, opts solve.Options, tolerance float64) (*solve.Result, error) {
	first := opts
	first.NodeLimit = 1
	r, err := solve.Solve(ctx, p.exact(), first)
	if err != nil || r.TrainingError-lower(r) <= tolerance || ctx.Err() != nil {
		return r, err
	}
	if opts.TimeLimit > 0 {
		opts.TimeLimit = max(time.Millisecond, opts.TimeLimit-time.Duration(r.Seconds*float64(time.Second)))
	}
	opts.Gap = tolerance / r.TrainingError
	return solve.Solve(ctx, p.exact(), opts)
}

// lower is the proved lower bound on the training error.
func lower(r *solve.Result) float64 {
	if r.SSE == 0 {
		return 0
	}
	return r.TrainingError * (r.SSELower / r.SSE)
}
