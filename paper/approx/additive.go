package approx

import (
	"context"

	"relucert"
)

// within solves p until the training error is within tolerance of the least, or
// the options' time ends.
func within(ctx context.Context, p *Problem, opts relucert.Options, tolerance float64) (*relucert.Result, error) {
	opts.Gap, opts.NodeLimit, opts.Additive = 0, 0, tolerance*p.Data.SumOfWeights()
	return relucert.Fit(ctx, p.exact(), opts)
}

// lower is the proved lower bound on the training error.
func lower(r *relucert.Result) float64 {
	if r.SSE == 0 {
		return 0
	}
	return r.TrainingError * (r.SSELower / r.SSE)
}
