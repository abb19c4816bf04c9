package boxes

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/network"
)

// TestMultiply: what a block's samples have for products is what each has by itself, in every block of a long list.
func TestMultiply(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for _, output := range []network.OutputPart{network.None, network.Intercept, network.Affine} {
		d := &dataset.Dataset{Features: []string{"a", "b", "c"}, X: randomVector(rng, 3*300), Y: randomVector(rng, 300)}
		p, err := whiten.New(context.Background(), d, network.Class{Output: output})
		if err != nil {
			t.Fatal(err)
		}
		tree := New(context.Background(), p, 2, 1, output, 1e-6, 0)
		n := tree.Roots([][]int{{1, -1}})[0]
		for j := n.unsplit(); j >= 0; j = n.unsplit() {
			n = tree.splitFaces(n, j)[rng.IntN(p.N)]
		}
		s := tree.workers[0]
		s.load(n)
		checkProducts(t, s.samples, randomVector(rng, s.size()))
	}
}

func checkProducts(t *testing.T, s *samples, params []float64) {
	outputs, products := make([]float64, blockLength), make([]float64, blockLength)
	for from := 0; from < len(s.list); from += blockLength {
		to := min(from+blockLength, len(s.list))
		s.outputParts(outputs[:to-from], params[:s.p.P], from)
		for at := from; at < to; at++ {
			checkVector(t, "⟨c, z⟩", outputs[at-from:][:1], []float64{linalg.Dot(params[:s.p.P], s.p.OutputRow(int(s.list[at])))}, 1)
		}
		for j := range s.units {
			s.products(products[:to-from], s.weights(params, j), from)
			for at := from; at < to; at++ {
				checkVector(t, "⟨ŵ, x̂⟩", products[at-from:][:1], []float64{linalg.Dot(s.weights(params, j), s.p.Row(int(s.list[at])))}, 1)
			}
		}
	}
}
