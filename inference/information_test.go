package inference

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"relucert/dataset"
)

// TestInformation against the sum over all samples, some of which are at kinks.
func TestInformation(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 100 {
		l := &Line{Curve: Curve{Start: 100, Level: rng.NormFloat64(), Slopes: []float64{rng.NormFloat64()}}, Data: &dataset.Dataset{}}
		for k := range rng.IntN(5) {
			l.Kinks, l.Slopes = append(l.Kinks, 101+float64(k)), append(l.Slopes, rng.NormFloat64())
		}
		for range 1 + rng.IntN(60) {
			l.Data.X = append(l.Data.X, 100+float64(rng.IntN(14))/2)
			l.Data.Y = append(l.Data.Y, rng.NormFloat64())
			l.Data.Weights = append(l.Data.Weights, rng.Float64())
		}
		var free []int
		for at := range l.size() {
			if rng.IntN(4) > 0 || at == 0 {
				free = append(free, at)
			}
		}
		want := mat.NewSymDense(len(free), nil)
		for i, x := range l.Data.X {
			want.SymRankOne(want, l.Data.Weight(i), mat.NewVecDense(len(free), pick(l.gradientAt(l.parameters(), x), free)))
		}
		got, size := l.information(free), mat.Norm(want, math.Inf(1))
		if off := difference(got, want); !(off <= 1e-12*size) {
			t.Fatalf("seed %d: off by %g of %g", seed, off, size)
		}
	}
}

func difference(a, b mat.Matrix) float64 {
	var d mat.Dense
	d.Sub(a, b)
	return mat.Norm(&d, math.Inf(1))
}
