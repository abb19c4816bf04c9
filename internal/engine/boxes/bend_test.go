package boxes

import (
	"math/rand/v2"
	"testing"
)

// madeUp are n pairs of all states and what a block has beside them; θ is to be found.
func madeUp(rng *rand.Rand, n int) (b bends, e ends, states []state) {
	b = bends{randomVector(rng, n), randomVector(rng, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)}
	e = ends{randomVector(rng, n), randomVector(rng, n), randomVector(rng, n), randomVector(rng, n)}
	states = make([]state, n)
	for i := range n {
		b.center[i], states[i] = rng.Float64(), state(rng.IntN(3)-1)
		switch states[i] {
		case active:
			b.floor[i], b.up[i] = 1, b.t[i]
		case inactive:
			b.up[i] = 0
		case undecided:
			b.bent[i], b.up[i] = 1, max(b.t[i], 0)+rng.Float64()
		}
		e.high[i] = max(e.high[i], e.low[i])
	}
	return b, e, states
}

// TestDecidedBends are lines: an active pair's output is t, an inactive one's 0, whatever smoothing does, and no vertex has any of them.
func TestDecidedBends(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 200 {
		n := rng.IntN(blockLength + 1)
		b, _, states := madeUp(rng, n)
		low, high, hidden := make([]float64, n), make([]float64, n), make([]float64, n)
		b.add(low, high, hidden, 1, smoothedBy(0.1+rng.Float64()))
		linear, press, m := make([]float64, n), make([]float64, n), randomVector(rng, n)
		b.pull(linear, press, m, 1)
		for i, s := range states {
			slope := float64(s+1) / 2 // 0 or 1
			if s != undecided && (low[i] != slope*b.t[i] || high[i] != low[i] || b.theta[i] != slope || linear[i] != slope*m[i] || press[i] != 0) {
				t.Fatalf("seed %d: state %d, t %g: from %g to %g, θ %g, m %g pulls %g, presses %g", seed, s, b.t[i], low[i], high[i], b.theta[i], m[i], linear[i], press[i])
			}
			if s == undecided && (low[i] > max(b.t[i], 0) || hidden[i] < 0 || linear[i]+press[i] != m[i] && linear[i] != b.theta[i]*m[i]) {
				t.Fatalf("seed %d: t %g: at least %g, %g hidden, m %g pulls %g, presses %g", seed, b.t[i], low[i], hidden[i], m[i], linear[i], press[i])
			}
		}
	}
}
