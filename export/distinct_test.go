package export

import (
	"math"
	"slices"
	"testing"

	"relucert/dataset"
)

func TestDistinct(t *testing.T) {
	d := &dataset.Dataset{Features: []string{"a", "b"}, Y: []float64{0.1, 3, 5, 7},
		X: []float64{1, 0, 2, 2, 1, math.Copysign(0, -1), 1, 0}, Weights: []float64{0.3, 1, 2, 1}}
	rows, within := distinct(d)
	if want := []float64{1, 0, 2, 2}; !slices.Equal(rows.X, want) {
		t.Errorf("rows %v, want %v", rows.X, want)
	}
	if rows.Y[1] != 3 || rows.Weights[1] != 1 {
		t.Errorf("a row of its own has label %v and weight %v", rows.Y[1], rows.Weights[1])
	}
	mean := (0.3*0.1 + 2*5 + 7) / 3.3
	spread := 0.3*(0.1-mean)*(0.1-mean) + 2*(5-mean)*(5-mean) + (7-mean)*(7-mean)
	if math.Abs(rows.Y[0]-mean) > 1e-14 || math.Abs(within-spread) > 1e-13 {
		t.Errorf("mean %v and spread %v, want %v and %v", rows.Y[0], within, mean, spread)
	}
}
