package boxes

import (
	"slices"

	"relucert/internal/engine/node"
	"relucert/proof/certificate"
)

// Reach makes the nodes that a lead names anew: they begin with all samples, as roots do.
func (t *Tree) Reach(l *node.Lead, signs [][]int) ([]*Node, error) {
	afresh := t.everything()
	return node.Reach(l, t.roots(signs), t.pieces, func(n node.Node[*region], depth int) *Node {
		left := *afresh // its lists are as long as the data: all share them
		left.depth = depth
		return &Node{Node: n, work: &left}
	})
}

// pieces are those that a split makes of a region, nil: the search makes no such split.
func (t *Tree) pieces(r *region, s *certificate.Split) []*region {
	var c choice
	switch d := s.Coordinate; {
	case s.Kind == certificate.Faces:
		if r.face != whole {
			return nil
		}
		return faces(t.p.N, t.affine)
	case r.face == whole:
		return nil
	case s.Kind == certificate.Coordinate:
		if d < 0 || d >= t.p.N || d == r.face || !(r.lo[d] < s.At && s.At < r.hi[d]) {
			return nil
		}
		c = choice{coordinate: d, at: s.At}
	default:
		i, ok := slices.BinarySearch(t.firstRows, s.Row)
		if !ok || s.At != 0 || r.side(t.p.Row(i)) != 0 {
			return nil
		}
		by := t.sample(int64(i))
		c = choice{by: &by}
	}
	return c.parts(r)
}
