package relucert_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/network"
)

// TestOnTheBound confirms fits whose units lie on the norm bound or on the weight limit: they
// must not exceed it by an ulp.
func TestOnTheBound(t *testing.T) {
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 9))
	methods, on := []relucert.Method{relucert.Conic, relucert.Sign}, 0
	for round := range thorough.Of(150, 60) {
		p := randomTiny(rng)
		p.NormBound, p.WeightLimit = []float64{0, 0.1, 0.3, 0.7}[round%4], 0
		if round%4 == 0 || rng.IntN(4) == 0 {
			p.WeightLimit = []float64{0.05, 0.3, 1.1}[rng.IntN(3)]
		}
		opts := relucert.Options{Gap: 1e-6, NodeLimit: 300, Threads: 1, Method: methods[round%2]}
		r := confirm(t, context.Background(), p, opts, round%2 == 0)
		if t.Failed() {
			t.Fatalf("seed %d round %d", seed, round)
		}
		if onBound(r.Network, p.NormBound) {
			on++
		}
	}
	if t.Logf("%d networks lie on the norm bound", on); on < thorough.Of(20, 8) {
		t.Errorf("only %d networks lie on the norm bound", on)
	}
}

// onBound: some unit is longer than the bound but for 1e-9.
func onBound(net *network.Network, bound float64) bool {
	for _, u := range net.Units {
		square := u.Bias * u.Bias
		for _, w := range u.Weights {
			square += w * w
		}
		if bound > 0 && square > bound*bound*(1-1e-9) {
			return true
		}
	}
	return false
}
