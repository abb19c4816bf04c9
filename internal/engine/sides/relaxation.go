package sides

import (
	"context"

	"relucert/internal/budget"
)

// relaxation solves the programs of nodes: where it is, where it goes, and what that proves.
type relaxation struct {
	program
	point  vector
	change vector    // the step, and scratch
	kept   []float64 // v of the least μ
	mu     float64
	system system
	prover prover
}

func newRelaxation(l *shape, shared *shared) *relaxation {
	s := &relaxation{program: program{shape: l, reach: shared.reach, box: box{limit: shared.limit}},
		point: l.vector(), change: l.vector(), kept: make([]float64, l.size)}
	s.system = newSystem(&s.program)
	s.prover = newProver(&s.system, &s.change, shared)
	return s
}

func (s *relaxation) begun(ctx context.Context, _ bool) { s.watch = budget.On(ctx) }

func (s *relaxation) work() int64 { return s.watch.Work() }

// load begins with the program of node n.
func (s *relaxation) load(n *Node) {
	clear(s.point.v)
	s.place(&s.point)
	s.program.load(n, &s.point)
	s.all.center(square(s.prover.rounding.Labels) / float64(s.p.M))
	s.system.ready = false
}

// branch returns the pair to decide next.
func (s *relaxation) branch() pair { return s.program.branch(&s.point) }
