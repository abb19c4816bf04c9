package conic

import (
	"context"
	"fmt"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/network"
	"relucert/search"
	"relucert/whiten"
)

func TestTiny(t *testing.T) {
	d := &dataset.Dataset{Features: []string{"a", "b", "c"}, X: []float64{-2, 2.5, 0.5, 2.5, -2.5, 0, 2.5, -2.5, 0, -0.5, 1, 2.5}, Y: []float64{-2, 1.5, -1, 1}, Weights: []float64{1, 1, 0.5, 1}}
	p, _ := whiten.New(d, whiten.Class{Output: network.Intercept})
	up := 2.0833333333333335 / p.SSEScale
	tree := New(p, 1, 1, network.Intercept, 1e-6, 1e-12)
	res := search.Run[*Node, Solution](context.Background(), tree, tree.Roots([][]int{{1}}), Solution{}, up,
		search.Options{Workers: 1, Gap: 1e-6, Deadline: time.Now().Add(2 * time.Second)})
	fmt.Println(res.State)
}
