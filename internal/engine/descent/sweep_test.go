package descent

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/oracle"
	"relucert/network"
)

// TestSweepIsExact: for one unit on two columns the best place of a sweep is
// the global minimum, which brute force finds too.
func TestSweepIsExact(t *testing.T) {
	checked := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 3))
		data, class, brute := tinyOfTwoColumns(rng)
		p, err := whiten.New(context.Background(), data, class)
		if err != nil || p.N != 2 {
			continue
		}
		best := oracle.Solve(brute)
		rows := fromProblem(p, new(budget.Watch))
		w := newWalk(context.Background(), rows, problemLimits(p), brute.Signs)
		w.jump(make([]float64, w.d))
		s := newSweep(newTurn(rows, new(budget.Watch)))
		places := s.best(w, 0, 1)
		got := s.without
		if len(places) > 0 {
			got -= places[0].gain
			checkPlace(t, seed, s, w, places[0])
		}
		checked++
		got = (got + rows.constant) * p.SSEScale
		if math.Abs(got-best.SSE) > 1e-8*sumOfSquares(data) && best.Largest < 100 {
			t.Errorf("seed %d: sweep %.9g, minimum %.9g", seed, got, best.SSE)
		}
	}
	if checked < 300 {
		t.Errorf("only %d problems were checked", checked)
	}
}

// checkPlace: the SSE a place promises is the one it has.
func checkPlace(t *testing.T, seed uint64, s *sweep, w *walk, place place) {
	t.Helper()
	theta := make([]float64, w.d)
	s.put(place, w.signs[0], theta, 0)
	w.jump(theta)
	if want := s.without - place.gain; math.Abs(w.sse-want) > 1e-8*w.labels {
		t.Errorf("seed %d: the place has SSE %.12g, promised %.12g", seed, w.sse, want)
	}
	w.jump(make([]float64, w.d))
}

func tinyOfTwoColumns(rng *rand.Rand) (*dataset.Dataset, network.Class, oracle.Problem) {
	for {
		data, class, brute := tiny(rng)
		if len(brute.X[0]) == 2 {
			class.NormBound, brute.Bound, brute.Signs = 0, 0, brute.Signs[:1]
			return data, class, brute
		}
	}
}

// TestSweepsFindSecondUnits: greedy sweeps alone nearly solve a broken line.
func TestSweepsFindSecondUnits(t *testing.T) {
	p := whitened(t, brokenLine(3, 500), network.Class{Output: network.Affine})
	s := Prepare(context.Background(), p).newSearch(context.Background(), []int{1, -1}, rand.New(rand.NewPCG(1, 1)))
	s.try()
	s.sweepUnits(sectors)
	_, best := Search(context.Background(), p, []int{1, -1}, Options{})
	if got := s.best().sse; got > best*(1+1e-3) {
		t.Errorf("sweeps end at SSE %g, the search at %g", got, best)
	}
}

func BenchmarkSweep(b *testing.B) {
	p := whitened(b, brokenLine(1, 1_000_000), network.Class{Output: network.Affine})
	rows := fromProblem(p, new(budget.Watch))
	w := newWalk(context.Background(), rows, problemLimits(p), []int{1})
	s := newSweep(newTurn(rows, new(budget.Watch)))
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			newTurn(rows, new(budget.Watch))
		}
	})
	b.Run("turn", func(b *testing.B) {
		for b.Loop() {
			s.best(w, 0, 1)
		}
	})
}
