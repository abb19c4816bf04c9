package main

import (
	"context"

	"relucert/network"
	"relucert/paper/baseline"
)

// way is a way to train without proof.
type way struct {
	name  string
	train func(context.Context, baseline.Problem) (*network.Network, error)
}

// ways is the table of what compare tries.
func (o *compareOptions) ways() []way {
	seed := o.fit.search.Seed
	t := baseline.Training{Epochs: o.epochs, Batch: o.batch, Restarts: o.restarts, Seed: seed}
	return []way{
		{"gauss-newton", func(ctx context.Context, p baseline.Problem) (*network.Network, error) {
			return baseline.GaussNewton(ctx, p, seed)
		}},
		{"adam", func(ctx context.Context, p baseline.Problem) (*network.Network, error) {
			return baseline.Adam(ctx, p, t), nil
		}},
		{"sgd", func(ctx context.Context, p baseline.Problem) (*network.Network, error) {
			return baseline.SGD(ctx, p, t), nil
		}},
		{"sorting", baseline.Sorting},
		{"matching", baseline.Matching},
	}
}
