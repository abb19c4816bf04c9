package sign

import (
	"context"

	"relucert/certificate"
	"relucert/internal/linalg"
)

// fix is a decision that needs no branching: on the other side of the sample the
// bound reaches the cutoff.
type fix struct {
	unit   int
	sample int32
	side   int8
	bound  float64           // of the other side
	closed *certificate.Dual // proves the other side's bound; nil without a log
}

// mostRounds of fixing are made in one node.
const mostRounds = 4

// tighten decides pairs whose other side it can close, and says whether there were any.
func (s *relaxation) tighten(ctx context.Context, n *Node, cutoff, tolerance float64) bool {
	before := len(n.fixes)
	for j := range n.regions {
		if len(n.group(j)) > 1 {
			continue
		}
		for i := range int32(s.p.M) {
			if n.regions[j].side[i] == 0 && s.seemsDecided(i, j, cutoff) {
				s.tryFix(ctx, n, pair{sample: i, unit: j}, cutoff, tolerance)
			}
		}
	}
	return len(n.fixes) > before
}

// seemsDecided predicts from the curvature at v that t = 0 is beyond all points
// better than the cutoff.
func (s *relaxation) seemsDecided(i int32, unit int, cutoff float64) bool {
	if !s.system.ready {
		return false
	}
	t := s.t[int(i)*s.units+unit]
	return t*t > (cutoff-s.best.bound)*s.flatness(i, unit)
}

// tryFix decides a pair if the bound on its other side reaches the cutoff.
func (s *relaxation) tryFix(ctx context.Context, n *Node, p pair, cutoff, tolerance float64) {
	i, unit := p.sample, p.unit
	f := fix{unit: unit, sample: i, side: 1}
	if s.t[int(i)*s.units+unit] < 0 {
		f.side = -1
	}
	row := s.p.X[int(i)*s.p.N:][:s.p.N]
	other := &Node{signs: n.signs, regions: append([]*region(nil), n.regions...), parent: n.parent}
	other.regions[unit] = n.regions[unit].cut(i, -f.side, row)
	s.probe.load(other)
	if f.bound = s.probe.solve(ctx, cutoff, tolerance).bound; f.bound < cutoff {
		return
	}
	f.closed = s.probe.record()
	n.regions[unit] = n.regions[unit].cut(i, f.side, row)
	n.fixes = append(n.fixes, f)
}

// closed is the least bound of the sides that were closed, 0 if none was.
func (n *Node) closed() (bound float64) {
	for i, f := range n.fixes {
		if i == 0 || f.bound < bound {
			bound = f.bound
		}
	}
	return bound
}

// logFixes writes the node's fixes and returns the name of what is left of it.
func (t *Tree) logFixes(n *Node) certificate.Name {
	name := n.name()
	for _, f := range n.fixes {
		number := t.Log.Split(&certificate.Split{Node: name, Unit: f.unit, Kind: certificate.Sample,
			Row: t.firstRows[f.sample], Drop: certificate.Keep})
		name = certificate.Name{Split: number, Parts: partOf(f.side)}
		f.closed.Node = certificate.Name{Split: number, Parts: partOf(-f.side)}
		t.Log.Dual(f.closed)
	}
	return name
}

// partOf is the part of a unit that is divided alone.
func partOf(side int8) string {
	if side > 0 {
		return "\x01"
	}
	return "\x00"
}

// flatness is xᵀM⁻¹x for the last matrix M.
func (s *relaxation) flatness(i int32, unit int) float64 {
	y := s.change
	clear(y)
	copy(y[s.p.P+unit*s.p.N:], s.p.X[int(i)*s.p.N:][:s.p.N])
	linalg.SolveLower(s.system.factor, s.size, y)
	return linalg.Dot(y, y)
}
