package export

import (
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/linalg"
)

// TestLeastSquares checks that the residual is orthogonal to every column, also to one
// that depends on others and gets no share.
func TestLeastSquares(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	for range 200 {
		m := 5 + rng.IntN(5)
		columns := make([][]float64, 4)
		weights, y := make([]float64, m), make([]float64, m)
		for i := range m {
			year := 1e6 + float64(rng.IntN(3))
			x := rng.NormFloat64()
			for d, v := range []float64{1, year, 3*year - 2, x} {
				columns[d] = append(columns[d], v)
			}
			weights[i], y[i] = 0.5+rng.Float64(), rng.NormFloat64()
		}
		fit := leastSquares(columns, weights)
		rest := append([]float64(nil), y...)
		for d := range columns {
			linalg.AddScaled(rest, -linalg.Dot(fit[d], y), columns[d])
		}
		for d := range columns {
			if miss := inner(rest, columns[d], weights) / length(columns[d]); math.Abs(miss) > 1e-8 {
				t.Fatalf("column %d: %g of the residual is left", d, miss)
			}
		}
		if length(fit[2]) != 0 {
			t.Fatalf("the dependent column has the share %v", fit[2])
		}
	}
}
