package approx

import (
	"math"
	"testing"
)

// TestSamplesByHand: k = B = R = Y = 1, ε = 0.1, δ = 2/e², so that √(2 ln(2/δ)) = 2.
// Signs given: 4·1·2 + 4·2 = 16, (16/0.075)² = 45,511.1…
func TestSamplesByHand(t *testing.T) {
	s := Scale{Units: 1, Norm: 1, Radius: 1, Label: 1}
	if got := s.Samples(0.1, 2*math.Exp(-2)); got != 45_512 {
		t.Errorf("signs given: %v", got)
	}
	s.FreeSigns = true // 16 + 8
	if got := s.Samples(0.1, 2*math.Exp(-2)); got != 102_400 {
		t.Errorf("signs free: %v", got)
	}
}

// TestSamplesRealizable: the bound holds at m' and not before, and grows as the
// theorem says.
func TestSamplesRealizable(t *testing.T) {
	for _, k := range []int{1, 2, 5} {
		s := Scale{Units: k, Norm: 1, Radius: 1, Label: float64(k)}
		for _, epsilon := range []float64{1, 0.1, 0.01, 1e-3} {
			m := s.SamplesRealizable(epsilon, 0.05)
			if s.realizableError(m, epsilon, 0.05) > epsilon || s.realizableError(m-1, epsilon, 0.05) <= epsilon {
				t.Errorf("k %d, ε %v: %v is not the least", k, epsilon, m)
			}
			finer := s.SamplesRealizable(epsilon/10, 0.05)
			if growth := finer / m; growth < 10 || growth > 25 {
				t.Errorf("k %d: a tenth of ε %v takes %v times as many", k, epsilon, growth)
			}
		}
	}
}

// TestRealizableErrorByHand: where every tail is 1, the bound is (M+Y)²; and the tail
// of k = 1, B = R = 1, t = 1, m = e², δ = 1/e is (8/e² + (K + 1)/e²)/((1−e⁻⁴)(1−e⁻²))
// with K = ½(2(√(2/π) + 2)/0.95)².
func TestRealizableErrorByHand(t *testing.T) {
	s := Scale{Units: 1, Norm: 1, Radius: 1, Label: 1}
	if got := s.realizableError(10, 0.1, 0.1); math.Abs(got-4) > 1e-12 {
		t.Errorf("%v, want 4", got)
	}
	const e2 = math.E * math.E
	ratio := 2 * (0.7978845608 + 2) / 0.95
	want := (8 + ratio*ratio/2 + 1) / e2 / 0.981684361 / (1 - 1/e2)
	if got := s.tail(1, e2, 1/math.E); math.Abs(got-want) > 1e-6 {
		t.Errorf("tail %v, want %v", got, want)
	}
}

// TestNoise: the noise that PAC-Bayes adds moves the output farther than the proof
// says with probability at most β.
func TestNoise(t *testing.T) {
	rng := newRand(t, 7)
	for _, k := range []int{1, 2, 4} {
		const beta, runs = 0.2, 20_000
		limit := deviation(float64(k), beta)
		beyond := 0
		for range runs {
			sum := 0.0
			for range k {
				sum += math.Abs(rng.NormFloat64())
			}
			if sum > limit {
				beyond++
			}
		}
		if float64(beyond) > beta*runs {
			t.Errorf("k %d: %d of %d beyond", k, beyond, runs)
		}
	}
}

// TestHugeSizes come out as floats, not as panics.
func TestHugeSizes(t *testing.T) {
	s := Scale{Units: 1000, Norm: 1e6, Radius: 1e6, Label: 1e9, FreeSigns: true}
	if got := s.Samples(1e-9, 1e-9); !(got > 1e60) {
		t.Errorf("agnostic %v", got)
	}
	if got := s.SamplesRealizable(1e-9, 1e-9); !(got > 1e40) {
		t.Errorf("realizable %v", got)
	}
}
