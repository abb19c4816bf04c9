package generate

import (
	"math"
	"testing"
)

// TestMarginals: mean 0, variance 1/n in each coordinate, and the fourth moments that tell them apart: 3n/(n+2), 3, 9/5 and
// 6 times the variance's square.
func TestMarginals(t *testing.T) {
	const n, samples = 4, 40_000
	for marginal, kurtosis := range map[Marginal]float64{"": 2, Sphere: 2, Gaussian: 3, Cube: 1.8, Laplace: 6} {
		data, _, err := Planted(PlantedOptions{Features: n, Samples: samples, Signs: []int{1}, Inputs: marginal, Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		for d := range n {
			var mean, square, fourth float64
			for i := range samples {
				v := data.Row(i)[d] * math.Sqrt(n)
				mean, square, fourth = mean+v/samples, square+v*v/samples, fourth+v*v*v*v/samples
			}
			if math.Abs(mean) > 0.03 || math.Abs(square-1) > 0.06 || math.Abs(fourth/kurtosis-1) > 0.12 {
				t.Errorf("%q, coordinate %d: mean %v, variance %v, fourth moment %v, want 0, 1, %v", marginal, d, mean, square, fourth, kurtosis)
			}
		}
	}
	if _, _, err := Planted(PlantedOptions{Features: 1, Samples: 1, Inputs: "moon"}); err == nil {
		t.Error("moon was accepted")
	}
}
