package sides

import (
	"context"
	"slices"

	"relucert/internal/linalg"
)

// mostRounds of trials are made in one node.
const mostRounds = 4

// tighten decides pairs: all that the decided ones imply, if the one to branch on is
// among them; else those whose other side it can close.
func (s *relaxation) tighten(ctx context.Context, n *Node, cut pair, to target) bool {
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
		if len(n.Group(j)) > 1 {
			continue
		}
		for i := range s.p.M {
			if n.Regions[j].side[i] == 0 && s.seemsDecided(i, j, to.cutoff) {
				s.try(ctx, n, pair{sample: int32(i), unit: j}, to)
			}
		}
	}
	return len(n.lemmas) > before
}

// seemsDecided predicts from the curvature at v that t = 0 is beyond all points
// better than the cutoff.
func (s *relaxation) seemsDecided(i int, unit int, cutoff float64) bool {
	if !s.system.ready {
		return false
	}
	t := s.point.t[s.at(i, unit)]
	return t*t > (cutoff-s.best.bound)*s.flatness(i, unit)
}

// try decides a pair as it is at v, if the bound on its other side reaches the cutoff.
func (s *relaxation) try(ctx context.Context, n *Node, p pair, to target) {
	l := lemma{unit: p.unit, sample: p.sample, side: 1}
	if s.point.t[s.at(int(p.sample), p.unit)] < 0 {
		l.side = -1
	}
	s.exclude(n, l, to, func() float64 { return s.probe.solve(ctx, to).bound })
}

// exclude enters a lemma if the bound of the other side, which is loaded into the probe,
// reaches the cutoff.
func (s *relaxation) exclude(n *Node, l lemma, to target, bound func() float64) {
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

// flatness is xᵀM⁻¹x for the last matrix M.
func (s *relaxation) flatness(i int, unit int) float64 {
	y := s.change.v
	s.watch.Look(s.size * s.size / 2)
	clear(y)
	copy(s.unit(y, unit), s.row(i))
	linalg.SolveLower(s.system.factor, s.size, y)
	return linalg.Dot(y, y)
}
