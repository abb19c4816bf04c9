package main

import (
	"context"

	"relucert/heuristic"
	"relucert/network"
)

// way is a way to train without proof.
type way struct {
	name  string
	train func(context.Context, heuristic.Problem) (*network.Network, error)
}

// ways is the table of what compare tries.
func (o *compareOptions) ways() []way {
	seed := o.fit.search.Seed
	t := heuristic.Training{Epochs: int(o.epochs), Batch: int(o.batch), Restarts: int(o.restarts), Seed: seed}
	return []way{
		{"gauss-newton", func(ctx context.Context, p heuristic.Problem) (*network.Network, error) {
			return heuristic.GaussNewton(ctx, p, seed)
		}},
		{"adam", func(ctx context.Context, p heuristic.Problem) (*network.Network, error) {
			return heuristic.Adam(ctx, p, t), nil
		}},
		{"sgd", func(ctx context.Context, p heuristic.Problem) (*network.Network, error) {
			return heuristic.SGD(ctx, p, t), nil
		}},
		{"sorting", heuristic.Sorting},
	}
}
