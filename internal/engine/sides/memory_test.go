package sides

import (
	"context"
	"math/rand/v2"
	"runtime"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// TestMemoryIsWhatIsTaken: the forecast is that of what a tree and its first node hold, within a
// factor of 2.
func TestMemoryIsWhatIsTaken(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 50))
	d := &dataset.Dataset{Features: make([]string, 6), X: normals(rng, 6*800), Y: normals(rng, 800)}
	for _, class := range []network.Class{{}, {NormBound: 1, Output: network.None}} {
		p, err := whiten.New(context.Background(), d, class)
		if err != nil {
			t.Fatal(err)
		}
		for k := 1; k <= 3; k++ {
			before := heap()
			tree := New(context.Background(), p, k, 2, 1e-6, 0)
			root := tree.Roots([][]int{randomSigns(rng, k)})[0]
			for _, s := range tree.workers {
				s.load(root)
				if w, ok := s.(*deducer); ok {
					w.probe.load(root)
				}
			}
			taken, said := heap()-before, float64(Memory(p, k, 2))
			runtime.KeepAlive(tree)
			t.Logf("%d units, norm bound %g: %.0f bytes held, %.0f forecast", k, p.NormBound, taken, said)
			if taken > 2*said || said > 2*taken {
				t.Errorf("%d units: %.0f bytes held, %.0f forecast", k, taken, said)
			}
		}
	}
}

// heap is how many bytes are in use.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
