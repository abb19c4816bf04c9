package breakpoints

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/crew"
)

// TestNoAllocations: a sweep takes no memory.
func TestNoAllocations(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	d := &dataset.Dataset{Features: []string{"x"}, Target: "y"}
	for i := range 80 {
		d.X, d.Y = append(d.X, float64(i)), append(d.Y, rng.NormFloat64())
	}
	s, err := newSamples(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	g, err := newSegments(context.Background(), s, 3, 1e9)
	if err != nil {
		t.Fatal(err)
	}
	cutoff := 1.05 * g.total(3)
	tree := newTree(context.Background(), g, newLevels(3, nil), cutoff, crew.New(1))
	n, h := tree.unpacked(&open{}), tree.hands[0]
	tree.lookBack(n, h)
	sweep := func() {
		tree.forward(n, 1e9, h, recorder{tree: tree})
		tree.backward(n, 1e9, h, recorder{tree: tree})
	}
	sweep()
	if n.size() < 100 {
		t.Fatalf("only %d states", n.size())
	}
	if got := testing.AllocsPerRun(3, sweep); got > 0 {
		t.Errorf("%v allocations a sweep", got)
	}
}
