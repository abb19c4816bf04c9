package report

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The stream must agree with two passes over stored samples, also far from 0,
// where sums of squares would cancel.
func TestScoreAgreesWithTwoPasses(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, offset := range []float64{0, 1e6} {
		var score Score
		var y, p, w []float64
		var weight, mean float64
		for range 200 {
			y = append(y, offset+rng.NormFloat64())
			p = append(p, y[len(y)-1]+0.3*rng.NormFloat64())
			w = append(w, 0.1+rng.Float64())
		}
		for i := range y {
			score.Add(y[i], p[i], w[i])
			weight += w[i]
			mean += w[i] * y[i]
		}
		mean /= weight
		var sse, spread float64
		for i := range y {
			sse += w[i] * (y[i] - p[i]) * (y[i] - p[i])
			spread += w[i] * (y[i] - mean) * (y[i] - mean)
		}
		r2, defined := score.RSquared()
		if want := 1 - sse/spread; !defined || math.Abs(r2-want) > 1e-9 {
			t.Errorf("offset %g: R² %g, want %g", offset, r2, want)
		}
		if want := sse / weight; math.Abs(score.TrainingError()-want) > 1e-9*want {
			t.Errorf("offset %g: training error %g, want %g", offset, score.TrainingError(), want)
		}
	}
}

func TestRSquaredOfEqualLabels(t *testing.T) {
	var score Score
	score.Add(5, 4, 1)
	score.Add(5, 6, 1)
	if r2, defined := score.RSquared(); defined {
		t.Errorf("R² = %g for equal labels", r2)
	}
}
