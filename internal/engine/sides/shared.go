package sides

import (
	"relucert/internal/budget"
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// shared is what all workers read.
type shared struct {
	reach     []float64 // a sample: b, the largest |t| under the norm bound; nil without one
	low       []float64 // -reach
	normL     []float64 // factor of Norm
	rounding  node.Rounding
	firstRows []int
	clusters  []*cluster
	users     [][]int // a sample: the clusters that it is in
}

func newShared(p *whiten.Problem) *shared {
	return &shared{rounding: node.NewRounding(p), firstRows: p.Frame().FirstRows, users: make([][]int, p.M)}
}

// limitReach finds what a norm bound limits.
func (h *shared) limitReach(p *whiten.Problem, watch *budget.Watch) {
	if p.NormBound == 0 {
		return
	}
	h.normL = append([]float64(nil), p.Norm...)
	linalg.CholeskyFactorWatched(h.normL, p.N, watch)
	for i := range p.M {
		watch.Look(p.N)
		b := p.Reach(i)
		h.reach, h.low = append(h.reach, b), append(h.low, -b)
	}
}
