package approx

import (
	"math"
	"math/rand/v2"
	"testing"
)

// oneUnit is one unit of sign + with B = R = 1.
func oneUnit(least, most float64) Scale {
	return Scale{Units: 1, Signs: []int{1}, Norm: 1, Radius: 1, LeastLabel: least, MostLabel: most}
}

// TestSamplesByHand: k = B = R = 1, sign +. With |y| ≤ 1 C = 4, |D| ≤ 3, N = 1, β = 9/5, and with
// ε = 0.1, δ = 1/e the root of what is left of 0.095 at m' is by hand 1/√m' = 0.01275…
func TestSamplesByHand(t *testing.T) {
	s := oneUnit(-1, 1)
	if d := s.differences(); d.largest != 3 || math.Abs(d.slope-1.8) > 1e-12 || math.Abs(d.steady-3.6) > 1e-12 {
		t.Errorf("%+v", d)
	}
	if c := s.complexity(1); c != 4 {
		t.Errorf("complexity %v", c)
	}
	root := 0.0127
	want := 4*root + root*math.Sqrt(2*(3.78+6.2*4*root)) + 3.1*root*root/3
	if got := s.deviation(1/root/root, 0.1, 1/math.E); math.Abs(got-want) > 1e-12 {
		t.Errorf("deviation %v, want %v", got, want)
	}
	m := s.Samples(0.1, 1/math.E)
	if s.deviation(m, 0.1, 1/math.E) > 0.095 || s.deviation(m-1, 0.1, 1/math.E) <= 0.095 {
		t.Errorf("%v is not the least", m)
	}
	// Labels of 1 only: C = 2 + 1, |D| ≤ 1, so 3/√m + √(2/m) = 0.095.
	if got := oneUnit(1, 1).Samples(0.1, 1/math.E); got != math.Ceil(math.Pow((3+math.Sqrt2)/0.095, 2)) {
		t.Errorf("labels of 1: %v", got)
	}
}

// needed is how many x = ±1, y = 1 with P(x = 1) = ½ + ε/2 tell the better side with probability 0.95:
// the error is more than ε above the least where the other side has the most samples.
func needed(epsilon float64) float64 { return math.Ceil(math.Pow(1.6449/epsilon, 2)) }

// TestSamplesAgainstATightFamily: not 50 times as many as it needs, with any labels in
// [−1, 1], and not 20 times if they are known to be in [0, 1].
func TestSamplesAgainstATightFamily(t *testing.T) {
	for _, epsilon := range []float64{0.2, 0.1, 0.05, 0.01, 1e-3} {
		any, known := oneUnit(-1, 1).Samples(epsilon, 0.05), oneUnit(0, 1).Samples(epsilon, 0.05)
		t.Logf("ε %v: %v needed, %v for all labels, %v for labels from 0", epsilon, needed(epsilon), any, known)
		if any > 50*needed(epsilon) || known > 20*needed(epsilon) {
			t.Errorf("ε %v: %v and %v, needed are %v", epsilon, any, known, needed(epsilon))
		}
	}
}

// scales are some problems' sizes.
func scales(rng *rand.Rand) Scale {
	s := Scale{Units: 1 + rng.IntN(3), Norm: 0.3 + rng.Float64(), Radius: 0.3 + rng.Float64()}
	a, b := s.Output()*1.5*(2*rng.Float64()-1), s.Output()*1.5*(2*rng.Float64()-1)
	s.LeastLabel, s.MostLabel = min(a, b), max(a, b)
	if rng.IntN(2) == 0 {
		for range s.Units {
			s.Signs = append(s.Signs, 2*rng.IntN(2)-1)
		}
	}
	return s
}

// TestDifferences: the inequality of h and h* for outputs and labels of any kind.
func TestDifferences(t *testing.T) {
	rng, nearest := newRand(t, 21), 0.0
	for range 2000 {
		s := scales(rng)
		d := s.differences()
		low, high := s.allOutputs()
		for range 200 {
			at := func(least, most float64) float64 {
				return least + (most-least)*[]float64{0, 1, rng.Float64()}[rng.IntN(3)]
			}
			y, f, other := at(s.LeastLabel, s.MostLabel), at(low, high), at(low, high)
			h, star := f*f-2*y*f, other*other-2*y*other
			square, limit := (h-star)*(h-star), d.steady+d.slope*(h+star)
			if square > limit+1e-9*(1+d.steady) || math.Abs(h-star) > d.largest*(1+1e-9) {
				t.Fatalf("%+v: y %v, f %v, f* %v: (h−h*)² = %v, above %v", s, y, f, other, square, limit)
			}
			if limit > 1e-6 {
				nearest = max(nearest, square/limit)
			}
		}
	}
	if nearest < 0.999 {
		t.Errorf("nowhere tight: %v", nearest)
	}
}

// TestSpread: no distribution with E h* ≤ 0 on two values has a larger variance.
func TestSpread(t *testing.T) {
	rng := newRand(t, 22)
	for range 20_000 {
		s := scales(rng)
		low, high := s.allOutputs()
		draw := func() float64 {
			y, f := s.LeastLabel+(s.MostLabel-s.LeastLabel)*rng.Float64(), low+(high-low)*rng.Float64()
			return f*f - 2*y*f
		}
		a, b, p := draw(), draw(), rng.Float64()
		if mean := p*a + (1-p)*b; mean <= 0 && p*(1-p)*(a-b)*(a-b) > s.differences().spread*s.differences().spread+1e-12 {
			t.Fatalf("%+v: variance of %v, %v", s, a, b)
		}
	}
}

// TestComplexity: on data where labels pull as hard as they can, the mean of the supremum of
// (E − E_S)h over a grid of networks is below C/√m.
func TestComplexity(t *testing.T) {
	rng, nearest := newRand(t, 23), 0.0
	for _, s := range []Scale{oneUnit(-1, 1), oneUnit(0, 1), {Units: 1, Signs: []int{-1}, Norm: 1, Radius: 1, LeastLabel: -1, MostLabel: 1},
		{Units: 2, Signs: []int{1, 1}, Norm: 1, Radius: 1, LeastLabel: -2, MostLabel: 2}, {Units: 2, Signs: []int{1, -1}, Norm: 1, Radius: 1, LeastLabel: -2, MostLabel: 2}} {
		for _, m := range []int{4, 25} {
			mean := s.meanSupremum(rng, m)
			limit := s.complexity(s.positive()) / math.Sqrt(float64(m))
			nearest = max(nearest, mean/limit)
			if mean > limit {
				t.Errorf("%+v, m %d: %v, above %v", s, m, mean, limit)
			}
		}
	}
	t.Logf("up to %.2f of the bound", nearest)
}

// meanSupremum draws x = ±1 (one input) and labels at either end.
func (s Scale) meanSupremum(rng *rand.Rand, m int) float64 {
	const runs, steps = 400, 20
	sum := 0.0
	for range runs {
		var counts [2][2]float64 // by x, by y, as shares less a quarter
		for range m {
			counts[rng.IntN(2)][rng.IntN(2)] += 1 / float64(m)
		}
		best := 0.0
		s.eachGrid(steps, func(w []float64) {
			value := 0.0
			for side, x := range []float64{-1, 1} {
				f := 0.0
				for j, sign := range s.Signs {
					f += float64(sign) * max(0, w[j]*x)
				}
				for end, y := range []float64{s.LeastLabel, s.MostLabel} {
					value += (0.25 - counts[side][end]) * (f*f - 2*y*f)
				}
			}
			best = max(best, value)
		})
		sum += best
	}
	return sum / runs
}

// eachGrid are weights in [−1, 1] for each unit.
func (s Scale) eachGrid(steps int, visit func([]float64)) {
	w := make([]float64, s.Units)
	var fill func(j int)
	fill = func(j int) {
		if j == s.Units {
			visit(w)
			return
		}
		for at := range steps + 1 {
			w[j] = 2*float64(at)/float64(steps) - 1
			fill(j + 1)
		}
	}
	fill(0)
}

// TestSamplesRealizable: the bound holds at m' and not before, and grows as the
// theorem says.
func TestSamplesRealizable(t *testing.T) {
	for _, k := range []int{1, 2, 5} {
		s := Scale{Units: k, Signs: make([]int, k), Norm: 1, Radius: 1, LeastLabel: -float64(k), MostLabel: float64(k)}
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

// TestManyUnits: in the end a tenfold k takes little more than a hundred times as many.
func TestManyUnits(t *testing.T) {
	samples := func(k float64) float64 {
		return Scale{Units: int(k), Norm: 1, Radius: 1, LeastLabel: -k, MostLabel: k}.SamplesRealizable(0.1, 0.05)
	}
	for _, k := range []float64{1e6, 1e7} {
		growth := samples(10*k) / samples(k)
		t.Logf("k %g: %.3g times as many for 10k", k, growth)
		if growth > 250 {
			t.Errorf("k %g: %v times as many", k, growth)
		}
	}
	if growth := samples(1000) / samples(100); growth < 250 {
		t.Errorf("few units: %v times as many", growth)
	}
}

// TestRealizableErrorByHand: where every tail is 1, the bound is (M+Y)²; and the tail
// of k = 1, B = R = 1, t = 1, m = e², δ = 1/e is (8/e² + (K + 1)/e²)/((1−e⁻⁴)(1−e⁻²))
// with K = ½(2(√(2/π) + 2)/0.95)².
func TestRealizableErrorByHand(t *testing.T) {
	s := oneUnit(-1, 1)
	if got := s.realizableError(10, 0.1, 0.1); math.Abs(got-4) > 1e-12 {
		t.Errorf("%v, want 4", got)
	}
	const e2 = math.E * math.E
	ratio := 2 * (0.7978845608 + 2) / 0.95
	want := (8 + ratio*ratio/2 + 1) / e2 / 0.981684361 / (1 - 1/e2)
	if got := s.byNoise(1, e2, 1/math.E); math.Abs(got-want) > 1e-6 {
		t.Errorf("tail %v, want %v", got, want)
	}
}

// TestNoise: the noise that PAC-Bayes adds moves the output farther than the proof
// says with probability at most β.
func TestNoise(t *testing.T) {
	rng := newRand(t, 7)
	for _, k := range []int{1, 2, 4} {
		const beta, runs = 0.2, 20_000
		limit := noiseReach(float64(k), beta)
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
	s := Scale{Units: 1000, Norm: 1e6, Radius: 1e6, LeastLabel: -1e9, MostLabel: 1e9}
	if got := s.Samples(1e-9, 1e-9); !(got > 1e60) {
		t.Errorf("agnostic %v", got)
	}
	if got := s.SamplesRealizable(1e-9, 1e-9); !(got > 1e40) {
		t.Errorf("realizable %v", got)
	}
	s.Norm = 1e300
	if got := s.Samples(1e-9, 1e-9); !math.IsInf(got, 1) {
		t.Errorf("beyond floats: %v", got)
	}
}
