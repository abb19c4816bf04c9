package loss

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestValues(t *testing.T) {
	for _, c := range []struct {
		text    string
		e, want float64
	}{
		{"squared", -3, 9}, {"absolute", -3, 3}, {"absolute", 2, 2}, {"huber:1.5", 1, 1}, {"huber:1.5", -4, 2*1.5*4 - 2.25},
		{"quantile:0.9", -2, 1.8}, {"quantile:0.9", 2, 0.2}, {"quantile:0.25", 0, 0},
	} {
		l, err := Parse(c.text)
		if got := l.Value(c.e); err != nil || math.Abs(got-c.want) > 1e-15 || l.String() != c.text {
			t.Errorf("%s of %g: %g, %v, %v", c.text, c.e, got, l, err)
		}
	}
	for _, bad := range []string{"", "huber", "huber:", "huber:0", "huber:-1", "huber:x", "quantile:0", "quantile:1", "quantile:NaN", "absolute:1", "squared:", "l1"} {
		if l, err := Parse(bad); err == nil {
			t.Errorf("%q is read as %v", bad, l)
		}
	}
}

// TestSmoothed: it is the largest over a grid of r, never above the loss, and equal to it where the centre is the loss's own r.
func TestSmoothed(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		l := []Loss{{}, {Kind: Absolute}, {Huber, 0.1 + rng.Float64()}, {Quantile, 0.05 + 0.9*rng.Float64()}}[rng.IntN(4)]
		s, e, nu := l.Slopes(1), 3*rng.NormFloat64(), math.Pow(10, -3*rng.Float64())
		center := s.Within(rng.NormFloat64())
		r, value := s.Smoothed(e+nu*center, nu, center)
		best := math.Inf(-1)
		for g := -4000; g <= 4000; g++ {
			q := s.Within(float64(g) / 400)
			best = max(best, 2*q*e-s.Curve*q*q-nu*(q-center)*(q-center))
		}
		if s.Within(r) != r || value > l.Value(e)+1e-12 || value < best-1e-12 || value > best+1e-4 {
			t.Fatalf("%v at %g, ν %g, centre %g: r %g, %g, on the grid %g, loss %g", l, e, nu, center, r, value, best, l.Value(e))
		}
	}
}
