package approx

import (
	"math/rand/v2"
	"sort"

	"relucert/dataset"
)

// Draw is m samples drawn with replacement, each with probability ω_i/Σω. A row
// drawn c times stands once, with weight c.
func Draw(d *dataset.Dataset, m int, rng *rand.Rand) *dataset.Dataset {
	counts := make([]int, d.Rows())
	below := cumulative(d)
	for range m {
		at := rng.Float64() * below[len(below)-1]
		counts[sort.Search(len(below)-1, func(i int) bool { return at < below[i] })]++
	}
	drawn := *d
	drawn.X, drawn.Y, drawn.Weights = nil, nil, nil
	for i, count := range counts {
		if count > 0 {
			drawn.X, drawn.Y = append(drawn.X, d.Row(i)...), append(drawn.Y, d.Y[i])
			drawn.Weights = append(drawn.Weights, float64(count))
		}
	}
	return &drawn
}

// cumulative is the sums ω_1 + … + ω_i.
func cumulative(d *dataset.Dataset) []float64 {
	sums, sum := make([]float64, d.Rows()), 0.0
	for i := range sums {
		sum += d.Weight(i)
		sums[i] = sum
	}
	return sums
}
