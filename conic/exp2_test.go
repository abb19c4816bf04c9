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
	d := &dataset.Dataset{Features: []string{"a", "b"}, X: []float64{1, 1, 1, 1, 1, -1, -1, 0}, Y: []float64{0, -1, -1, 1}}
	p, _ := whiten.New(d, whiten.Class{Output: network.None, Bias: true})
	up := 0.5 / p.SSEScale
	tree := New(p, 3, 1, network.None, 1e-6, 1e-12)
	res := search.Run[*Node, Solution](context.Background(), tree, tree.Roots([][]int{{1, 1, 1}, {1, 1, -1}, {1, -1, -1}, {-1, -1, -1}}), Solution{}, up,
		search.Options{Workers: 1, Gap: 1e-6, Deadline: time.Now().Add(2 * time.Second)})
	fmt.Println(res.State, p.N, p.WeightLimit, p.XError)
	n, e := 0.0, 0.0
	for _, w := range tree.workers {
		n += float64(w.relaxation.counts[0])
		e += float64(w.relaxation.counts[3])
	}
	fmt.Println(e / n)
}
