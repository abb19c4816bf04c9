package boxes

import (
	"relucert/internal/crew"
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
)

// relaxation is the convex problem of one node, and the scratch memory of the
// worker that solves it: the loss at a point, steps that lower it, what the point proves, and where
// to divide the node.
type relaxation struct {
	*loss
	newton   newton
	prover   prover
	brancher brancher
	early    bool      // in the search
	before   []float64 // x, to go back to
	vain     int       // how often the node's x has been scaled in vain
}

func newRelaxation(of setting, team *crew.Crew) *relaxation {
	l := newLoss(of, team)
	return &relaxation{
		loss: l, newton: newNewton(l, of.rounding.SumWeights), prover: newProver(l, of),
		brancher: brancher{loss: l, scores: make([]float64, of.units*of.p.N+1)}, before: make([]float64, of.dim()),
	}
}

// What loading a node takes (see passCost): as such, and for a unit's coordinate of an undecided sample.
const (
	loadCost   = 5600
	decideCost = 9
)

// load makes the relaxation that of node n: which samples are decided, the
// vertices, their outputs, and a start from the parent's minimiser.
func (s *relaxation) load(n *Node) {
	s.watch.Look(loadCost + decideCost*len(n.work.undecided)*s.units*s.p.N)
	s.enter(n)
	s.sort(n.work)
	s.grow(len(s.list), s.settle())
	s.prover.rounding.load(s.samples)
	s.start(n.work.warm)
	s.norms.begin(n.work.balls)
	s.walls.raise(&s.domain, &s.prover.rounding.Rounding)
}

// grow makes room for m listed samples with so many undecided pairs.
func (s *relaxation) grow(m, pairs int) {
	s.loss.grow(m, pairs)
	s.newton.line.grow(m)
}

// solution is the current point as a network.
func (s *relaxation) solution() whiten.Solution {
	return node.Solution(s.p, s.signs, s.now.params)
}
