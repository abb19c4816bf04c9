package descent

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/engine/whiten"
)

// TestPolish: from near an optimum it comes back to it; it never makes a point
// worse, and what it returns is the point's SSE.
func TestPolish(t *testing.T) {
	for _, in := range instances(t) {
		polisher := Prepare(context.Background(), in.p).Polisher(in.signs)
		best, least := Search(context.Background(), in.p, in.signs, Options{})
		rng := rand.New(rand.NewPCG(1, 1))
		for _, size := range []float64{0, 1e-9, 1e-6, 1} {
			point := shaken(rng, best, size)
			before := in.p.SSE(point, in.signs)
			if outside(in.p, point) != "" {
				before = math.Inf(1)
			}
			sse := polisher.Polish(context.Background(), point)
			checkLimits(t, in.p, point)
			after := in.p.SSE(point, in.signs)
			rounding := 1e-12 * polisher.walk.labels
			if math.Abs(sse-after) > 1e-12*after+rounding {
				t.Errorf("%s: returned %g, the point has %g", in.name, sse, after)
			}
			if after > before*(1+1e-12)+rounding {
				t.Errorf("%s: made %g out of %g", in.name, after, before)
			}
			if size <= 1e-6 && after > least*(1+1e-9)+rounding {
				t.Errorf("%s: shaken by %g, SSE %.12g, optimum %.12g", in.name, size, after, least)
			}
		}
	}
}

func shaken(rng *rand.Rand, p whiten.Point, size float64) whiten.Point {
	shake := func(v []float64) []float64 {
		out := append([]float64(nil), v...)
		for d := range out {
			out[d] += size * rng.NormFloat64()
		}
		return out
	}
	q := whiten.Point{C: shake(p.C)}
	for _, u := range p.Units {
		q.Units = append(q.Units, shake(u))
	}
	return q
}

func TestPolishLeavesThePointWhenInterrupted(t *testing.T) {
	in := instances(t)[0]
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	point := whiten.Point{Units: [][]float64{{1, 2, 3}}}
	if sse := Prepare(context.Background(), in.p).Polisher(in.signs).Polish(ctx, point); !math.IsInf(sse, 1) {
		t.Errorf("SSE %g, want +Inf", sse)
	}
	if u := point.Units[0]; u[0] != 1 || u[1] != 2 || u[2] != 3 {
		t.Errorf("the point moved to %v", u)
	}
}

// TestPolishersShareOnlyRows: two polishers on the same prepared samples do not
// disturb each other.
func TestPolishersShareOnlyRows(t *testing.T) {
	in := instances(t)[1]
	prepared := Prepare(context.Background(), in.p)
	first, second := prepared.Polisher([]int{1}), prepared.Polisher([]int{-1})
	point := func() whiten.Point { return whiten.Point{Units: [][]float64{{1, 2, 3, -1, 0}}} }
	want := Prepare(context.Background(), in.p).Polisher([]int{1}).Polish(context.Background(), point())
	second.Polish(context.Background(), point())
	if got := first.Polish(context.Background(), point()); got != want {
		t.Errorf("SSE %g, alone %g", got, want)
	}
}

func TestPolishDoesNotAllocate(t *testing.T) {
	for _, in := range instances(t) {
		polisher := Prepare(context.Background(), in.p).Polisher(in.signs)
		rng := rand.New(rand.NewPCG(1, 1))
		best, _ := Search(context.Background(), in.p, in.signs, Options{Starts: 3})
		from, to := shaken(rng, best, 0.1), shaken(rng, best, 0)
		polish := func() {
			copy(to.C, from.C)
			for j, u := range from.Units {
				copy(to.Units[j], u)
			}
			polisher.Polish(context.Background(), to)
		}
		polish()
		if n := testing.AllocsPerRun(5, polish); n > 0 {
			t.Errorf("%s: %g allocations a polish", in.name, n)
		}
	}
}

func BenchmarkPolish(b *testing.B) {
	for _, in := range instances(b) {
		polisher := Prepare(context.Background(), in.p).Polisher(in.signs)
		best, _ := Search(context.Background(), in.p, in.signs, Options{})
		b.Run(in.name, func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 1))
			b.ReportAllocs()
			for b.Loop() {
				polisher.Polish(context.Background(), shaken(rng, best, 1e-2))
			}
		})
	}
}
