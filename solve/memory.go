package solve

import (
	"context"

	"relucert/conic"
	"relucert/descent"
	"relucert/internal/budget"
	"relucert/network"
	"relucert/sign"
)

// fit refuses a search that cannot fit in memory, before it begins.
func (s *session) fit(ctx context.Context) error {
	p, k := s.whitened, s.problem.units()
	need := descent.Memory(p, k, len(network.SignVectors(k, s.problem.Signs)), s.workers())
	switch s.method {
	case Conic:
		need += conic.Memory(p, k, s.workers())
	case Sign:
		need += sign.Memory(p, k, s.workers())
	}
	return budget.Fit(ctx, need)
}
