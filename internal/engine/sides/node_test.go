package sides

import (
	"slices"
	"testing"

	"relucert/internal/engine/node"
	"relucert/internal/linalg"
)

// TestChildrenCoverTheNode: of a group of k units, exactly one child has each number of active
// ones, and the node itself stays as it is.
func TestChildrenCoverTheNode(t *testing.T) {
	for seed := range uint64(50) {
		q := randomInstance(t, seed, 34, 0)
		n := q.tree.Roots([][]int{slices.Repeat([]int{1}, len(q.network.Signs))})[0]
		i, k := int32(q.rng.IntN(q.p.M)), len(n.Signs)
		if n.Regions[0].side[i] != 0 {
			continue
		}
		seen := make([]int, k+1)
		for _, c := range n.divide(i, n.Group(0), &node.Origin{}, q.p.X[int(i)*q.p.N:][:q.p.N]) {
			active := 0
			for _, r := range c.Regions {
				if r.side[i] > 0 {
					active++
				}
			}
			seen[active]++
		}
		if slices.ContainsFunc(seen, func(n int) bool { return n != 1 }) || n.Regions[0].side[i] != 0 {
			t.Errorf("seed %d: children by active units: %v", seed, seen)
		}
	}
}

// TestCutKeepsPoints: those of the new region that are on the right side, and no others.
func TestCutKeepsPoints(t *testing.T) {
	for seed := range uint64(50) {
		q := randomInstance(t, seed, 35, 0)
		r, i := q.node.Regions[0].clone(), q.rng.IntN(q.p.M)
		for range 20 {
			r.points = append(r.points, normals(q.rng, q.p.N))
		}
		row := q.p.X[i*q.p.N:][:q.p.N]
		kept := 0
		for _, side := range []int8{1, -1} {
			c := r.cut(int32(i), side, row)
			kept += len(c.points)
			for _, w := range c.points {
				if float64(side)*linalg.Dot(row, w) < 0 {
					t.Errorf("seed %d: a point on the wrong side is kept", seed)
				}
			}
			if c.side[i] != side || r.side[i] == side || c.numbers[len(c.numbers)-1] != r.made {
				t.Errorf("seed %d: side %d, number %d", seed, c.side[i], c.numbers)
			}
		}
		if kept < 20 {
			t.Errorf("seed %d: %d of 20 points on either side", seed, kept)
		}
	}
}
