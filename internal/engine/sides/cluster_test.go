package sides

import (
	"context"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// gadgets has a label of 1 for each column, and 0 for the sums over the edges.
func gadgets(t *testing.T, columns int, bound float64, edges ...[]int) *whiten.Problem {
	t.Helper()
	d := &dataset.Dataset{Features: make([]string, columns)}
	add := func(label, weight float64, at ...int) {
		row := make([]float64, columns)
		for _, c := range at {
			row[c] = 1
		}
		d.X, d.Y, d.Weights = append(d.X, row...), append(d.Y, label), append(d.Weights, weight)
	}
	for c := range columns {
		add(1, 4, c)
	}
	for _, e := range edges {
		add(0, 2, e...)
	}
	p, err := whiten.New(context.Background(), d, network.Class{NormBound: bound, NoBias: true, Output: network.None})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestGather: each edge and its vertices are a cluster, in the columns that they have entries in.
func TestGather(t *testing.T) {
	p := gadgets(t, 5, 6, []int{0, 1, 2}, []int{2, 3}, []int{1, 2})
	tree := New(t.Context(), p, 2, 1, 1e-6, 0)
	rows := map[int]int{} // a row: its sample
	for i, row := range tree.shared.firstRows {
		rows[row] = i
	}
	for _, want := range [][]int{{0, 1, 2, 5, 7}, {2, 3, 6}} {
		var samples []int32
		for _, row := range want {
			samples = append(samples, int32(rows[row]))
		}
		slices.Sort(samples)
		at := slices.IndexFunc(tree.shared.clusters, func(c *cluster) bool { return slices.Equal(c.samples, samples) })
		if at < 0 {
			t.Errorf("no cluster of the rows %v", want)
			continue
		}
		c := tree.shared.clusters[at].problem
		for s, i := range samples {
			if c.Y[s] != p.Y[i] || len(support(c.X[s*c.N:][:c.N])) != len(support(rawRow(p, i))) {
				t.Errorf("rows %v: sample %d has label %g and the row %v", want, s, c.Y[s], c.X[s*c.N:][:c.N])
			}
		}
	}
	if n := len(tree.shared.clusters); n != 2 {
		t.Errorf("%d clusters, want 2", n)
	}
}

func rawRow(p *whiten.Problem, i int32) []float64 {
	row := slices.Clone(p.X[int(i)*p.N:][:p.N])
	unwhiten(p, row)
	return row
}
