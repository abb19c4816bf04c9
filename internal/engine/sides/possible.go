package sides

import "slices"

// possible says that a node that was read is one of the problem, whatever its numbers are.
func (t *Tree) possible(n *Node) bool {
	if t.workers == nil { // New was broken off: nothing is expanded
		return true
	}
	for _, g := range n.Regions {
		if !g.possible(t.p.M, t.p.N) || len(g.low) != len(t.shared.low) {
			return false
		}
	}
	s := n.start
	return within(n.waiting, len(t.shared.clusters)) &&
		(s == nil || len(s.w) == t.p.N && len(s.theta) == t.p.M && len(s.eta) <= len(n.Regions[0].cuts))
}

// possible says that it is a region of m samples and n inputs.
func (g *region) possible(m, n int) bool {
	if len(g.side) != m || len(g.numbers) != len(g.cuts) || len(g.low) != len(g.high) || !within(g.cuts, m) {
		return false
	}
	for i, how := range g.implied {
		if !within([]int32{i}, m) || !within(how.cuts, len(g.cuts)) || len(how.nu) != len(how.cuts) {
			return false
		}
	}
	return !slices.ContainsFunc(g.cuts, func(i int32) bool { return g.side[i] == 0 }) &&
		!slices.ContainsFunc(g.side, func(side int8) bool { return side < -1 || side > 1 }) &&
		!slices.ContainsFunc(g.points, func(w []float64) bool { return len(w) != n })
}

// within says that all are numbers of n things.
func within[T int | int32](numbers []T, n int) bool {
	return !slices.ContainsFunc(numbers, func(i T) bool { return i < 0 || int(i) >= n })
}
