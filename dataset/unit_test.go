package dataset_test

import (
	"math"
	"testing"

	"relucert/dataset"
)

func TestUnit(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{nil, 1}, {[]float64{0, 0}, 1}, {[]float64{1}, 1}, {[]float64{0.3, -5}, 4}, {[]float64{8}, 8}, {[]float64{math.MaxFloat64}, 0x1p1023}, {[]float64{5e-324}, 5e-324}} {
		if got := dataset.Unit(c.values); got != c.want {
			t.Errorf("%v: %g, want %g", c.values, got, c.want)
		}
	}
}
