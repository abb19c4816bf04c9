package sides

import (
	"context"
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
