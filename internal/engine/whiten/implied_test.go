package whiten

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/loss"
	"relucert/network"
)

// TestImplied: no unit that an objective of U admits, with the bias that leaves it a kink at a sample at most, is beyond a
// limit that is said to be implied, and one that is said not to be is nearly reached by some, without a bias.
func TestImplied(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for round := range 40 {
		data := tableOf(rng)
		class := network.Class{NoBias: round%2 == 0, Output: network.OutputPart(1 + rng.IntN(2))}
		p, err := NewFor(t.Context(), data, class, loss.Objective{Ridge: math.Exp(3 * rng.NormFloat64())})
		if err != nil {
			t.Fatal(err)
		}
		upper, reached := math.Exp(rng.NormFloat64()), 0.0
		for range 200 {
			w := worst(rng, data, !class.NoBias, math.Sqrt(upper/p.objective.Ridge))
			most, _ := p.largestWhitened(w).Float64()
			reached = max(reached, most)
		}
		limit := threshold(p, upper)
		if reached > limit || class.NoBias && reached < 0.5*limit {
			t.Errorf("seed %d round %d: a unit reaches %v, and the limit is implied from %v on", seed, round, reached, limit)
		}
	}
}

// tableOf has three columns of different sizes, the third at times made of the others.
func tableOf(rng *rand.Rand) *dataset.Dataset {
	data := &dataset.Dataset{Features: []string{"a", "b", "c"}}
	dependent := rng.IntN(2) == 0
	for range 4 + rng.IntN(8) {
		a, b, c := float64(rng.IntN(20)), float64(rng.IntN(9)-4)/8, rng.NormFloat64()
		if dependent {
			c = a + 2*b
		}
		data.X, data.Y = append(data.X, a, b, c), append(data.Y, rng.NormFloat64())
	}
	return data
}

// worst is a unit with ‖w‖ = length, its bias aside, at one end of where that matters.
func worst(rng *rand.Rand, data *dataset.Dataset, bias bool, length float64) []float64 {
	w, size := make([]float64, 3), 0.0
	for d := range w {
		w[d] = rng.NormFloat64() * math.Exp(3*rng.NormFloat64())
		size = math.Hypot(size, w[d])
	}
	for d := range w {
		w[d] *= length / size
	}
	if !bias {
		return w
	}
	var t []float64
	for i := range data.Y {
		x := data.Row(i)
		t = append(t, w[0]*x[0]+w[1]*x[1]+w[2]*x[2])
	}
	return append([]float64{-[]float64{slices.Min(t), slices.Max(t)}[rng.IntN(2)]}, w...)
}

// threshold is the least weight limit that is implied, found by halving.
func threshold(p *Problem, upper float64) float64 {
	low, high := 0.0, 1e12
	for range 200 {
		middle := low + (high-low)/2
		if p.WeightLimit = middle / p.LabelScale; p.Implied(upper) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}
