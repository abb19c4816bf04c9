package baseline

import (
	"context"
	"errors"
	"math"
	"testing"
)

// TestSortingRatio: at most m times the least SSE, exact where that is 0.
func TestSortingRatio(t *testing.T) {
	rng := newRand(t, 1)
	worst, optimal := 1.0, 0
	for run := range 200 {
		n := 1 + run%3
		p := random(rng, []int{1 - 2*(run%2)}, n, 8+rng.IntN(10), []float64{0, 0.3, 2}[run%3])
		p.NoBias = !(run%4 == 0)
		low, high := least(t, p)
		net, err := Sorting(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		sse := net.SSE(p.Data)
		rounding := 1e-10 * p.labelSquares()
		if sse < low*(1-1e-9)-rounding || sse > float64(p.Data.Rows())*high+rounding {
			t.Errorf("run %d: SSE %v, least %v, %d rows", run, sse, high, p.Data.Rows())
		}
		if sse <= high*(1+1e-5)+rounding {
			optimal++
		} else {
			worst = max(worst, sse/high)
		}
	}
	t.Logf("optimal in %d of 200, at worst %.3g times the least", optimal, worst)
}

func (p *Problem) labelSquares() float64 {
	sum := 0.0
	for _, y := range p.Data.Y {
		sum += y * y
	}
	return sum
}

// TestUpper bounds the loss, is convex, and its derivatives are right.
func TestUpper(t *testing.T) {
	u := upper{convex: &convex{}, threshold: 2, corner: 1e-3}
	for _, y := range []float64{-1, 0, 1, 3} {
		for _, at := range []float64{-3, -0.1, 2e-4, 7e-4, 0.01, 0.9, 1.3, 2.7, 3.3} {
			const h = 1e-6
			value, slope, curvature := u.bound(y, at)
			left, slopeLeft, _ := u.bound(y, at-h)
			right, slopeRight, _ := u.bound(y, at+h)
			relu := math.Max(0, at)
			if value < (relu-y)*(relu-y)-2*u.corner*(4-y) {
				t.Errorf("y %v, t %v: %v below the loss", y, at, value)
			}
			if left+right < 2*value-1e-12 {
				t.Errorf("y %v, t %v: not convex", y, at)
			}
			if math.Abs((right-left)/(2*h)-slope) > 1e-3*(1+math.Abs(slope)) {
				t.Errorf("y %v, t %v: slope %v, want %v", y, at, slope, (right-left)/(2*h))
			}
			if want := (slopeRight - slopeLeft) / (2 * h); math.Abs(want-curvature) > 1e-3*(1+want) {
				t.Errorf("y %v, t %v: curvature %v, want %v", y, at, curvature, want)
			}
		}
	}
}

func TestSortingIsForOneUnit(t *testing.T) {
	p := random(newRand(t, 2), []int{1, 1}, 1, 5, 0)
	if _, err := Sorting(context.Background(), p); !errors.Is(err, ErrNotOneReLU) {
		t.Errorf("%v", err)
	}
}

// TestSortingExtremes neither hangs nor panics.
func TestSortingExtremes(t *testing.T) {
	p := random(newRand(t, 3), []int{1}, 2, 6, 1)
	for _, values := range [][]float64{{0, 0}, {1e200, -1e200}, {math.MaxFloat64, -math.MaxFloat64}, {5e-324, 0}} {
		p.NoBias, p.Data.X[0], p.Data.X[2] = p.Bias(), values[0], values[1]
		if net, err := Sorting(context.Background(), p); err != nil || net == nil {
			t.Errorf("%v: %v", values, err)
		}
	}
}
