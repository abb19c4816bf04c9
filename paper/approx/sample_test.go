package approx

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
)

// TestSampleIsWithinEpsilon draws far fewer samples than there are, on 200 problems, and
// counts how often the network is not within ε of the certified optimum.
func TestSampleIsWithinEpsilon(t *testing.T) {
	rng := newRand(t, 5)
	const delta, epsilon, runs = 0.2, 0.4, 100
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
	if float64(failures) > delta*runs {
		t.Errorf("%d of %d runs failed, δ is %v", failures, runs, delta)
	}
}

func TestSampleRealizable(t *testing.T) {
	rng := newRand(t, 9)
	const delta, epsilon, runs = 0.2, 0.3, 200
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
	if float64(failures) > delta*runs {
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
		if err != nil || r.Drawn != 0 || r.Delta != 0 || !r.Complete {
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
	drawn, total := draw(d, m, rng), 0.0
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
