package sides

import (
	"context"
	"slices"

	"relucert/internal/engine/whiten"
)

// deducer solves nodes by their relaxation, and decides pairs that need no branching: one
// worker's scratch memory.
type deducer struct {
	*relaxation
	probe     *relaxation // tries what the contrary of a decision proves
	cone      cone
	reasoners []*reasoner // one a cluster
	users     [][]int
}

func newDeducer(p *whiten.Problem, k int, shared *shared) *deducer {
	l := newShape(p, k)
	s := &deducer{newRelaxation(l, shared), newRelaxation(l, shared), newCone(p, &l.watch), nil, shared.users}
	for _, c := range shared.clusters {
		s.reasoners = append(s.reasoners, newReasoner(c, k))
	}
	return s
}

// mostRounds of trials are made in one node.
const mostRounds = 4

// tighten decides pairs: all that the decided ones imply, if the one to branch on is
// among them; else those whose other side it can close.
func (s *deducer) tighten(ctx context.Context, n *Node, cut pair, to target) bool {
	region := n.Regions[cut.unit]
	if better := s.cone.imply(region, cut.sample); better != nil {
		n.replace(region, better)
		return true
	}
	if n.rounds++; n.rounds > mostRounds {
		return false
	}
	before := len(n.lemmas)
	for j := range n.Regions {
		if len(n.Group(j)) == 1 {
			s.tryUnit(ctx, n, j, to)
		}
	}
	return len(n.lemmas) > before
}

func (s *deducer) tryUnit(ctx context.Context, n *Node, j int, to target) {
	for i := range s.p.M {
		if n.Regions[j].side[i] == 0 && s.seemsDecided(i, j, to.cutoff) {
			s.try(ctx, n, i, j, to)
		}
	}
}

// seemsDecided predicts from the curvature at v that t = 0 is beyond all points
// better than the cutoff.
func (s *deducer) seemsDecided(i, unit int, cutoff float64) bool {
	if !s.system.ready {
		return false
	}
	t := s.point.t[s.at(i, unit)]
	return t*t > (cutoff-s.prover.best.bound)*s.system.flatness(i, unit, s.change.v)
}

// try decides a pair as it is at v, if the bound on its other side reaches the cutoff.
func (s *deducer) try(ctx context.Context, n *Node, i, unit int, to target) {
	l := lemma{unit: unit, sample: int32(i), side: 1}
	if s.point.t[s.at(i, unit)] < 0 {
		l.side = -1
	}
	s.exclude(n, l, to, func() float64 { return s.probe.solve(ctx, to).bound })
}

// exclude enters a lemma if the bound of the other side, which is loaded into the probe,
// reaches the cutoff.
func (s *deducer) exclude(n *Node, l lemma, to target, bound func() float64) {
	row := s.row(int(l.sample))
	region, users := n.Regions[l.unit], s.users[l.sample]
	l.other = &Node{Node: n.Twin(), aim: n.aim, waiting: slices.Clone(users)}
	l.other.Regions[l.unit] = region.cut(l.sample, -l.side, row)
	s.probe.load(l.other)
	if l.bound = bound(); !(l.bound >= to.cutoff) {
		return
	}
	l.closed = s.probe.record()
	n.Regions[l.unit] = region.cut(l.sample, l.side, row)
	n.lemmas = append(n.lemmas, l)
	n.wait(users)
}
