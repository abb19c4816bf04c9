package sides

import (
	"math/rand/v2"
	"testing"
)

// TestTail: an envelope's slope follows its interval, and is found anew when that is as it once was.
func TestTail(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	r := &region{low: make([]float64, 3), high: make([]float64, 3)}
	l := losses{region: r, label: make([]float64, 3), tails: make([]tail, 3)}
	for i := range l.label {
		l.label[i], l.tails[i].of = rng.Float64(), nowhere
	}
	for range 200 {
		i := rng.IntN(3)
		if rng.IntN(2) == 0 {
			r.low[i], r.high[i] = -float64(1+rng.IntN(3)), float64(1+rng.IntN(3))
		}
		if got, want := l.tail(i), tailSlope(l.label[i], l.interval(i)); r.high[i] > 0 && got != want {
			t.Fatalf("seed %d: the slope is %g in %v, want %g", seed, got, l.interval(i), want)
		}
	}
}
