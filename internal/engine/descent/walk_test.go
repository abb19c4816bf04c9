package descent

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/budget"
	"relucert/internal/thorough"
	"relucert/network"
)

func walkOn(in instance) *walk {
	rows := fromProblem(in.p, new(budget.Watch))
	return newWalk(context.Background(), rows, problemLimits(in.p), in.signs)
}

// TestKeptSumsAgree: what a walk keeps up to date by differences equals what
// jump computes afresh.
func TestKeptSumsAgree(t *testing.T) {
	compared := 0
	for _, in := range instances(t) {
		w, afresh := walkOn(in), walkOn(in)
		rng := rand.New(rand.NewPCG(1, 1))
		start := make([]float64, w.d)
		for range 20 {
			w.randomKinks(rng, start)
			w.jump(start)
			w.descend(6, nil)
			afresh.jump(w.theta)
			if math.Abs(w.sse-afresh.sse) > 1e-9*w.labels {
				t.Errorf("%s: SSE kept %g, afresh %g", in.name, w.sse, afresh.sse)
			}
			if w.pattern != afresh.pattern {
				continue // samples on kinks count on one side here, on the other there
			}
			compared++
			compareSums(t, in.name+" gradient", w.gradient, afresh.gradient, 1e-9*w.labels)
			compareSums(t, in.name+" grams", w.grams, afresh.grams, 1e-9*w.labels)
			compareSums(t, in.name+" sums", w.sums, afresh.sums, 1e-9*w.labels)
		}
	}
	if compared < 50 {
		t.Errorf("only %d walks were compared", compared)
	}
}

func compareSums(t *testing.T, name string, kept, afresh []float64, tolerance float64) {
	t.Helper()
	for d, v := range kept {
		if !(math.Abs(v-afresh[d]) <= tolerance) {
			t.Errorf("%s: entry %d kept %g, afresh %g", name, d, v, afresh[d])
			return
		}
	}
}

// TestWalksEndAtLocalMinima: no small random move from the end of a walk lowers
// the SSE, whether it ended inside a cell, on kinks, at a limit or in a ball.
func TestWalksEndAtLocalMinima(t *testing.T) {
	const moves = 200
	walks := thorough.Of(20, 8)
	for _, in := range instances(t) {
		w := walkOn(in)
		rng := rand.New(rand.NewPCG(2, 2))
		start, failed, worst := make([]float64, w.d), 0, 0.0
		for range walks {
			w.randomKinks(rng, start)
			w.jump(start)
			w.descend(finalSteps, nil)
			w.jump(w.theta)
			if lower := lowestNearby(rng, w, moves); lower < -1e-9*(w.sse+1e-6*w.labels) {
				failed++
				worst = min(worst, lower/w.sse)
			}
		}
		if failed > 0 {
			t.Errorf("%s: %d of %d walks end where the SSE still falls, by %.2g of it", in.name, failed, walks, worst)
		}
	}
}

// lowestNearby is the largest change of the SSE for the better by small moves.
func lowestNearby(rng *rand.Rand, w *walk, moves int) float64 {
	end, sse, lowest := append([]float64(nil), w.theta...), w.sse, 0.0
	for range moves {
		next := append([]float64(nil), end...)
		size := math.Pow(10, -8+3*rng.Float64())
		for d := range next {
			next[d] += size * rng.NormFloat64()
		}
		w.jump(next)
		lowest = min(lowest, w.sse-sse)
	}
	w.jump(end)
	return lowest
}

func TestJumpEntersTheLimits(t *testing.T) {
	for _, in := range instances(t) {
		w := walkOn(in)
		far := make([]float64, w.d)
		for d := range far {
			far[d] = 1e7 * float64(1-2*(d%2))
		}
		w.jump(far)
		checkLimits(t, in.p, toPoint(w, w.theta))
	}
}

// TestRepeatedRowsKeepTheSSE: rows that whitening made one cost what they cost
// apart.
func TestRepeatedRowsKeepTheSSE(t *testing.T) {
	data := synthetic(1, 2, 30, []int{1, -1}, 0.3)
	for range 3 { // three copies with other labels
		data.X = append(data.X, data.X[:60]...)
		for _, y := range data.Y[:30] {
			data.Y = append(data.Y, 2*y+1)
		}
	}
	for _, class := range []network.Class{{NoBias: true, Output: network.None}, {Output: 1}, {Output: 2}} {
		p := whitened(t, data, class)
		s := fromProblem(p, new(budget.Watch))
		if s.m != 30 {
			t.Fatalf("%d rows left of 30 different ones", s.m)
		}
		w := newWalk(context.Background(), s, problemLimits(p), []int{1})
		theta := make([]float64, w.d)
		for d := range theta {
			theta[d] = float64(d) - 0.7
		}
		w.jump(theta)
		net := p.Network(toPoint(w, theta), []int{1})
		got, want := (w.sse+s.constant)*p.SSEScale, net.SSE(data)
		if math.Abs(got-want) > 1e-12*want {
			t.Errorf("output %v: SSE %g of the walk's rows, %g of all", class.Output, got, want)
		}
	}
}
