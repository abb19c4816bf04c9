package sides

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// shared is what all workers read.
type shared struct {
	reach     []float64 // a sample: b, the largest |t| under the norm bound or in a narrow box; nil: too large to matter
	low       []float64 // -reach
	limit     float64   // Λ; 0: relaxations do not keep to it
	normL     []float64 // factor of Norm
	columns   []float64 // X, column by column in each block of samples; where losses have envelopes
	rounding  node.Rounding
	firstRows []int
	clusters  []*cluster
	users     [][]int // a sample: the clusters that it is in
}

func newShared(p *whiten.Problem) *shared {
	h := &shared{rounding: node.NewRounding(p), firstRows: p.Frame().FirstRows, users: make([][]int, p.M)}
	if !math.IsInf(p.WeightLimit, 1) {
		h.limit = p.WeightLimit
	}
	return h
}

// narrow is a Λ, in units of the labels' size, above which what it says of t is of no use.
const narrow = 4

// limitReach finds what a norm bound limits, or a narrow box.
func (h *shared) limitReach(p *whiten.Problem, watch *budget.Watch) {
	switch {
	case p.NormBound > 0:
		h.normL = append([]float64(nil), p.Norm...)
		linalg.CholeskyFactorWatched(h.normL, p.N, watch)
		h.eachReach(p, watch, p.Reach)
	case p.WeightLimit < narrow:
		h.eachReach(p, watch, func(i int) float64 { return reachInBox(p, i) })
	}
}

// block is how many samples' products are taken at a time.
const block = 256

// columnsOf is X with the numbers of a column one after the other, in each block of samples.
func columnsOf(p *whiten.Problem, watch *budget.Watch) []float64 {
	all := make([]float64, len(p.X))
	for i := range p.M {
		watch.Look(p.N)
		from := i - i%block
		wide := min(block, p.M-from)
		for d, v := range p.Row(i) {
			all[from*p.N+d*wide+i%block] = v
		}
	}
	return all
}

func (h *shared) eachReach(p *whiten.Problem, watch *budget.Watch, reach func(i int) float64) {
	for i := range p.M {
		watch.Look(p.N)
		b := reach(i)
		h.reach, h.low = append(h.reach, b), append(h.low, -b)
	}
}
