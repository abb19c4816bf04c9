package relucert

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/engine/boxes"
	"relucert/internal/engine/descent"
	"relucert/internal/engine/sides"
)

// fit refuses a search that cannot fit in memory, before it begins.
func (s *session) fit(ctx context.Context) error {
	p, k := s.whitened, s.problem.K()
	need := descent.Memory(p, k, len(s.problem.SignVectors()), s.workers())
	switch s.method {
	case Conic:
		need += boxes.Memory(p, k, s.workers())
	case Sign:
		need += sides.Memory(p, k, s.workers())
	}
	return budget.Fit(ctx, need)
}
