package sides

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestEnvelope: the relaxed loss is not above the loss on its interval, meets it at the
// ends, is convex, and at no multiplier worth more than the loss.
func TestEnvelope(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 10))
	for range 2000 {
		label, omega := math.Exp(rng.NormFloat64()), 0.1+rng.Float64()
		v := interval{-math.Exp(2 * rng.NormFloat64()), math.Exp(2 * rng.NormFloat64())}
		slope := tailSlope(label, v)
		if tangent := label - slope; tangent <= v.high {
			if end := label*label - 2*slope*(tangent-v.low); math.Abs(end-slope*slope) > 1e-9*(1+label*label) {
				t.Fatalf("label %g on %v: the line ends at %g, the parabola begins at %g", label, v, end, slope*slope)
			}
		}
		const points = 64
		var at, value [points + 1]float64
		m := omega * rng.NormFloat64() * label
		for k := range at {
			at[k] = v.low + float64(k)*(v.high-v.low)/points
			value[k] = relaxedLoss(at[k], label, v)
			loss := square(max(0, at[k]) - label)
			if tolerance := 1e-9 * (1 + loss); value[k] > loss+tolerance || (k == 0 || k == points) && value[k] < loss-tolerance {
				t.Fatalf("label %g on %v: relaxed %g, loss %g at %g", label, v, value[k], loss, at[k])
			}
			if k > 1 && value[k]-2*value[k-1]+value[k-2] < -1e-9*(1+value[k]) {
				t.Fatalf("label %g on %v: not convex at %g", label, v, at[k-1])
			}
			if term := tailTerm(m, omega, label, v); m < 0 && term > omega*loss-2*m*at[k]+1e-9*(1+loss) {
				t.Fatalf("label %g on %v: m = %g is worth %g, more than %g at %g", label, v, m, term, omega*loss-2*m*at[k], at[k])
			}
		}
	}
}
