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
	d := &dataset.Dataset{Features: []string{"a", "b", "c"}, X: []float64{0.45247494675635647, 1.9794322754311802, 1.1204006121043317, 0, 0, 0, 0.45247494675635647, 1.9794322754311802, 1.1204006121043317, -0.4503863326987463, 0.5274976235738882, -2.7721385199444577, -0.5599394203998533, 1.4236575800298596, -0.10225836419789358, 0.18441558974231909, 0.5521997510993578, 0.486378176979457}, Y: []float64{0.241119325630627, 1.0263649064274605, 0.03341995687987215, 1.0622540617280336, -0.016631565600182863, 1.7121121524488145}}
	p, _ := whiten.New(d, whiten.Class{Output: network.Affine})
	up := 1.07499443504 / p.SSEScale
	tree := New(p, 1, 1, network.Affine, 1e-6, 1e-12)
	res := search.Run[*Node, Solution](context.Background(), tree, tree.Roots([][]int{{1}, {-1}}), Solution{}, up,
		search.Options{Workers: 1, Gap: 1e-6, Deadline: time.Now().Add(2 * time.Second)})
	fmt.Println(res.State, p.N, p.WeightLimit, p.XError)
	n, e := 0.0, 0.0
	for _, w := range tree.workers {
		n += float64(w.relaxation.counts[0])
		e += float64(w.relaxation.counts[3])
	}
	fmt.Println(e / n)
}
