package node

import (
	"context"
	"math"

	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// Log takes the records of a certificate, in order (proof/certificate/FORMAT.md).
// A *certificate.Writer is one.
type Log interface {
	Bound(*certificate.Bound)
	Dual(*certificate.Dual)
	Split(*certificate.Split) (number int)
}

// Skeleton is what every tree is given.
type Skeleton struct {
	// Improve, if set, moves a node's solution downhill in place, into the
	// problem's limits, and returns its SSE (+Inf: it could not), and how much work that was. It is called
	// by several workers at once, each with its own number.
	Improve func(ctx context.Context, worker int, s whiten.Solution) (value float64, work int64)

	// Log, if set, takes the certificate's records.
	Log Log

	// Seen, if set, is told of each new incumbent.
	Seen func(whiten.Solution)

	// Suits, if set, says whether a solution that was read is one of the problem.
	Suits func(whiten.Solution) bool

	// Closed, if set, is told the names of nodes that were closed, Opened those of nodes that were read.
	Closed, Opened func(certificate.Name)

	// Hear, if set, is the best incumbent of others, and its value.
	Hear func() (whiten.Solution, float64)

	// Gap, relative, and Floor, absolute, are how exactly to bound.
	Gap, Floor float64
}

// Tolerance is how much below a cutoff ends a search.
func (t *Skeleton) Tolerance(cutoff float64) float64 { return max(t.Gap*cutoff, t.Floor) }

// Saw implements [search.Witness].
func (t *Skeleton) Saw(s whiten.Solution) {
	if t.Seen != nil {
		t.Seen(s)
	}
}

// Heard implements [search.Listener].
func (t *Skeleton) Heard() (whiten.Solution, float64) {
	if t.Hear == nil {
		return whiten.Solution{}, math.Inf(1)
	}
	return t.Hear()
}

// Expansion is what processing a node N gave.
type Expansion[N any] = search.Expansion[N, whiten.Solution]

// Offer improves a node's solution and enters it.
func Offer[N any](ctx context.Context, t *Skeleton, worker int, s whiten.Solution, into *Expansion[N]) {
	value, work := t.Improve(ctx, worker, s)
	into.Solution, into.Value, into.Found, into.Source = s, value, true, "node"
	into.Work += work
}

// Solution is the network of the parameters (c, ŵ_1, …, ŵ_k), which it copies.
func Solution(p *whiten.Problem, signs []int, parameters []float64) whiten.Solution {
	v := append([]float64(nil), parameters...)
	s := whiten.Solution{Point: whiten.Point{C: v[:p.P]}, Signs: signs}
	for j := range signs {
		s.Point.Units = append(s.Point.Units, v[p.P+j*p.N:][:p.N])
	}
	return s
}
