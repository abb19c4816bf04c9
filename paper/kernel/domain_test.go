package kernel

import (
	"context"
	"math"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/linalg"
)

// TestLargest holds in the whole ball.
func TestLargest(t *testing.T) {
	rng := newRand(t, 5)
	for run := range 100 {
		d := random(rng, 1+run%3, 5+rng.IntN(20), 0.3)
		m, err := Learn(context.Background(), d, Options{Epsilon: 0.05 + 0.1*rng.Float64(), NormBound: 1, Bias: run%2 == 0})
		if err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		limit, rest := m.Largest(d), m.Radius*m.Radius
		if m.Bias {
			rest--
		}
		for range 1000 {
			x := inBall(rng.NormFloat64, len(m.Features), math.Sqrt(rest)*math.Sqrt(rng.Float64()))
			if got := math.Abs(m.Predict(x)); got > limit {
				t.Fatalf("run %d: f(%v) = %v, above %v", run, x, got, limit)
			}
		}
	}
}

// inBall is a random x of a norm.
func inBall(normal func() float64, n int, norm float64) []float64 {
	x := make([]float64, n)
	for c := range x {
		x[c] = normal()
	}
	length := math.Sqrt(linalg.Dot(x, x))
	for c := range x {
		x[c] *= norm / length
	}
	return x
}

// TestDomain has every training row, and none beyond a column's range or the radius.
func TestDomain(t *testing.T) {
	rng := newRand(t, 6)
	for run := range 50 {
		d := random(rng, 2, 20, 0.1)
		m, err := Learn(context.Background(), d, Options{Epsilon: 0.3, NormBound: 1, Bias: run%2 == 0})
		if err != nil {
			t.Fatal(err)
		}
		domain := m.Domain()
		for i := range d.Y {
			if why := domain.Outside(d.Row(i)); why != "" {
				t.Errorf("run %d: training row %d: %s", run, i+1, why)
			}
		}
		for c := range 2 {
			x := append([]float64{}, d.Row(0)...)
			x[c] = columnMax(d, c) + 1e-9
			if why := domain.Outside(x); !strings.HasPrefix(why, d.Features[c]+" = ") {
				t.Errorf("run %d: %v: %q", run, x, why)
			}
		}
	}
	corner := &Model{Features: []string{"a", "b"}, Samples: [][]float64{{1, 0}, {0, 1}}, Radius: 1}
	if why := corner.Domain().Outside([]float64{1, 1}); !strings.HasPrefix(why, "its norm 1.41421 ") {
		t.Errorf("the corner of the box: %q", why)
	}
}

func columnMax(d *dataset.Dataset, c int) float64 {
	largest := math.Inf(-1)
	for i := range d.Y {
		largest = max(largest, d.Row(i)[c])
	}
	return largest
}
