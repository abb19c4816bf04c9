package baseline

import (
	"context"
	"math"
	"math/rand/v2"

	"relucert/internal/engine/descent"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// GaussNewton is the best of package descent's local searches, over all numbers of
// positive signs unless they are given. It fails on data that whitening refuses.
func GaussNewton(ctx context.Context, p Problem, seed uint64) (*network.Network, error) {
	white, err := whiten.New(ctx, p.Data, network.Class{NoBias: !p.Bias(), Output: p.Output})
	if err != nil {
		return nil, err
	}
	prepared, best := descent.Prepare(ctx, white), math.Inf(1)
	var net *network.Network
	for i, signs := range p.SignVectors() {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		if point, sse := prepared.Search(ctx, signs, descent.Options{Rand: rng}); net == nil || sse < best {
			net, best = white.Network(point, signs), sse
		}
	}
	return net, nil
}
