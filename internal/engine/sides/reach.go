package sides

import (
	"slices"

	"relucert/internal/engine/node"
	"relucert/proof/certificate"
)

// Reach makes the nodes that a lead names anew: of samples' sides they have those that splits decide, and no bound.
func (t *Tree) Reach(l *node.Lead, signs [][]int) ([]*Node, error) {
	return node.Reach(l, t.roots(signs), t.pieces, func(n node.Node[*region], _ int) *Node { return &Node{Node: n} })
}

// pieces are those that a split makes of a region, nil: the search makes no such split.
func (t *Tree) pieces(r *region, s *certificate.Split) []*region {
	i, ok := slices.BinarySearch(t.shared.firstRows, s.Row)
	if s.Kind != certificate.Sample || !ok || r.side[i] != 0 {
		return nil
	}
	if s.At == 0 {
		row := t.p.X[i*t.p.N:][:t.p.N]
		return []*region{r.cut(int32(i), -1, row), r.cut(int32(i), 1, row)}
	}
	switch {
	case t.enveloped && r.low == nil: // New was broken off: nothing is expanded
		return []*region{r, r}
	case !t.enveloped || !(r.low[i] < s.At && s.At < r.high[i]):
		return nil
	}
	return []*region{r.bounded(i, -1, s.At), r.bounded(i, 1, s.At)}
}

// bounded is the region with a bound of sample i's t.
func (r *region) bounded(i int, side int8, at float64) *region {
	c := r.clone()
	c.low, c.high = slices.Clone(r.low), slices.Clone(r.high)
	c.bind(i, side, at)
	return c
}
