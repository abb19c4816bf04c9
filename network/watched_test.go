package network_test

import (
	"context"
	"testing"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/network"
)

// TestSSEIsBrokenOff: a long sum ends soon after its context has, and a watched one that is not broken off is the same.
func TestSSEIsBrokenOff(t *testing.T) {
	n := &network.Network{Units: make([]network.Unit, 2000)}
	for j := range n.Units {
		n.Units[j] = network.Unit{Sign: 1, Weights: []float64{1}, Bias: -float64(j)}
	}
	d := &dataset.Dataset{Features: []string{"x"}, X: make([]float64, 2000), Y: make([]float64, 2000)}
	for i := range d.X {
		d.X[i] = float64(i)
	}
	ctx, cancel := context.WithCancel(context.Background())
	watch := budget.On(ctx)
	if got, want := n.SSEWatched(d, &watch), n.SSE(d); got != want {
		t.Errorf("watched, it is %g, not %g", got, want)
	}
	cancel()
	over := false
	func() {
		defer budget.Catch(func() { over = true })
		n.SSEWatched(d, &watch)
	}()
	if !over {
		t.Error("it goes on to its end")
	}
}
