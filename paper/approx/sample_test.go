package approx

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
)

// TestSampleIsWithinEpsilon draws far fewer samples than there are, on many problems, and
// counts how often the network is not within ε of the certified optimum.
func TestSampleIsWithinEpsilon(t *testing.T) {
	rng := newRand(t, 5)
	const delta, epsilon = 0.2, 0.4
	runs := thorough.Of(40, 15)
	failures, worst := 0, 0.0
	for range runs {
		p := random(rng, []int{1}, 2, 9000, 0.5)
		_, high := least(t, p)
		r, err := Sample(context.Background(), p, SampleOptions{Epsilon: epsilon, Delta: delta, Seed: rng.Uint64(), Search: relucert.Options{Threads: 2}})
		if err != nil || !r.Complete {
			t.Fatalf("%+v, %v", r, err)
		}
		if float64(r.Drawn) != r.Needed || r.Drawn > 4000 {
			t.Fatalf("drew %d of %d for %v", r.Drawn, p.Data.Rows(), r.Needed)
		}
		worst = max(worst, r.TrainingError-high)
		if r.TrainingError > high+epsilon {
			failures++
		}
	}
	t.Logf("%d of %d runs failed, the worst is %.3g above the least", failures, runs, worst)
	if float64(failures) > delta*float64(runs) {
		t.Errorf("%d of %d runs failed, δ is %v", failures, runs, delta)
	}
}

func TestSampleRealizable(t *testing.T) {
	rng := newRand(t, 9)
	const delta, epsilon = 0.2, 0.3
	runs := thorough.Of(200, 60)
	failures, worst := 0, 0.0
	for range runs {
		p := random(rng, []int{1}, 3, 5000, 0)
		r, err := Sample(context.Background(), p, SampleOptions{Epsilon: epsilon, Delta: delta, Realizable: true, Seed: rng.Uint64()})
		if err != nil || !r.Complete || r.Drawn == 0 || r.Drawn > 1500 {
			t.Fatalf("%+v, %v", r, err)
		}
		worst = max(worst, r.TrainingError)
		if r.TrainingError > epsilon {
			failures++
		}
	}
	t.Logf("%d of %d runs failed, the worst error is %.3g", failures, runs, worst)
	if float64(failures) > delta*float64(runs) {
		t.Errorf("%d of %d runs failed, δ is %v", failures, runs, delta)
	}
}

// TestSampleOfAll: where m' ≥ m nothing is left to chance.
func TestSampleOfAll(t *testing.T) {
	rng := newRand(t, 2)
	for range 40 {
		p := random(rng, []int{1, -1}, 2, 12, 0.5)
		low, high := least(t, p)
		r, err := Sample(context.Background(), p, SampleOptions{Epsilon: 0.02, Delta: 0.1})
		if err != nil || r.Drawn != 0 || r.Delta != 0 || !r.Complete || r.Epsilon > 0.02 {
			t.Fatalf("%+v, %v", r, err)
		}
		if r.TrainingError > high+0.02 || r.SampleLower > high || r.TrainingError < low*(1-1e-9) {
			t.Errorf("error %v, least in [%v, %v]", r.TrainingError, low, high)
		}
	}
}

func TestSampleRefuses(t *testing.T) {
	p := random(newRand(t, 3), []int{1}, 2, 50, 1)
	for want, o := range map[string]SampleOptions{
		"additive error":         {Epsilon: -1, Delta: 0.5},
		"probability of failure": {Epsilon: 1, Delta: 1},
		"not realizable":         {Epsilon: 1e-3, Delta: 0.1, Realizable: true},
	} {
		if _, err := Sample(context.Background(), p, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
}

// TestSampleInterrupted: without time the result says what holds all the same.
func TestSampleInterrupted(t *testing.T) {
	p := random(newRand(t, 4), []int{1, -1, 1}, 4, 200, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, err := Sample(ctx, p, SampleOptions{Epsilon: 1e-4, Delta: 0.1})
	if err != nil || r.Complete || r.Epsilon <= 1e-4 || r.Network == nil {
		t.Fatalf("%+v, %v", r, err)
	}
}

// TestDraw wants each row about as often as its weight says.
func TestDraw(t *testing.T) {
	rng := newRand(t, 6)
	d := &dataset.Dataset{Features: []string{"x"}, X: []float64{0, 1, 2, 3}, Y: []float64{0, 1, 2, 3}, Weights: []float64{1, 2, 3, 4}}
	const m = 100_000
	drawn, total := Draw(d, m, rng), 0.0
	if !slices.Equal(drawn.X, d.X) || !slices.Equal(drawn.Y, d.Y) {
		t.Fatalf("drew %v, %v", drawn.X, drawn.Y)
	}
	for i, count := range drawn.Weights {
		total += count
		share := d.Weights[i] / 10
		if deviation := math.Abs(count - m*share); deviation > 5*math.Sqrt(m*share*(1-share)) {
			t.Errorf("row %d came %v times", i, count)
		}
	}
	if total != m {
		t.Errorf("drew %v", total)
	}
}

// TestAllPatterns: Theorems 5 and 9 as written, against the certified optimum and against branch and bound on the same samples.
func TestAllPatterns(t *testing.T) {
	rng := newRand(t, 35)
	for run := range 30 {
		realizable := run%3 == 0
		signs := [][]int{{1}, {1, -1}}[run%2]
		p := random(rng, signs, 1+run%2, 12, []float64{0.5, 0}[btoi(realizable)])
		_, high := least(t, p)
		o := SampleOptions{Epsilon: 0.02, Delta: 0.1, Realizable: realizable, AllPatterns: true}
		r, err := Sample(context.Background(), p, o)
		if err != nil || !r.Complete || r.TrainingError > high+0.02 || r.SampleLower > high+1e-9 {
			t.Errorf("run %d: %+v, %v; least %v", run, r, err, high)
		}
		for _, u := range r.Network.Units {
			if norm(u.Weights) > 1+1e-12 {
				t.Errorf("run %d: norm %v", run, norm(u.Weights))
			}
		}
	}
	p := random(rng, []int{1}, 1, 4000, 0.5)
	o := SampleOptions{Epsilon: 0.3, Delta: 0.2, AllPatterns: true, Seed: 7}
	all, err := Sample(context.Background(), p, o)
	o.AllPatterns = false
	other, failed := Sample(context.Background(), p, o)
	if err != nil || failed != nil || all.Drawn == 0 || all.Drawn != other.Drawn || math.Abs(all.SampleError-other.SampleError) > 0.02 {
		t.Errorf("%+v, %v; %+v, %v", all, err, other, failed)
	}
}

// TestAllPatternsRefuses what branch and bound does not: too many patterns.
func TestAllPatternsRefuses(t *testing.T) {
	p := random(newRand(t, 38), []int{1, 1}, 4, 200, 0)
	o := SampleOptions{Epsilon: 0.5, Delta: 0.1, AllPatterns: true}
	if _, err := Sample(context.Background(), p, o); err == nil || !strings.Contains(err.Error(), "activation patterns") {
		t.Errorf("%v", err)
	}
	o.AllPatterns = false
	if _, err := Sample(context.Background(), p, o); err != nil {
		t.Errorf("branch and bound: %v", err)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestPatterns by hand: 4 samples in 2 dimensions have 8 cells; one sample in one dimension has 2.
func TestPatterns(t *testing.T) {
	p := random(newRand(t, 36), []int{1, -1}, 2, 4, 0)
	if got := p.Patterns(1e9); got.Cells != 8 || got.Choices != 64 || got.Log2Paper != 10 || got.Multiplications != 64*4*16 {
		t.Errorf("%+v", got)
	}
	if got := p.Patterns(1); got.Cells != 2 {
		t.Errorf("%+v", got)
	}
}

// TestTightFamily: the guarantee where the samples say least, and a fiftieth of them fail.
func TestTightFamily(t *testing.T) {
	rng := newRand(t, 37)
	const epsilon, delta, runs = 0.2, 0.05, 400
	rate := func(m float64) float64 {
		failures := 0
		for range runs {
			right := 0.0
			for range int(m) {
				if rng.Float64() < 0.5+epsilon/2*(1+1e-9) {
					right++
				}
			}
			if right <= m/2 {
				failures++ // w = −1 is a best one on the samples, and ε worse
			}
		}
		return float64(failures) / runs
	}
	enough := oneUnit(-1, 1).Samples(epsilon, delta)
	if full, part := rate(enough), rate(math.Floor(enough/50)); full > delta || part <= delta {
		t.Errorf("%v samples fail at a rate of %v, a fiftieth of %v", enough, full, part)
	}
}
