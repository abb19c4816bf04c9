package refit

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/loss"
	"relucert/network"
)

// TestLines compares absolute and quantile fits of lines with all lines through two points, one of which is the best.
func TestLines(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 7))
		l := loss.Loss{Kind: loss.Quantile, Parameter: 0.05 + 0.9*rng.Float64()}
		c := newConvex(2, make([]float64, 4))
		for range 3 + rng.IntN(12) {
			c.rows = append(c.rows, row{omega: 0.2 + rng.Float64(), a: []float64{1, rng.NormFloat64()}, b: rng.NormFloat64(), loss: l.Slopes(1)})
		}
		cost := func(v []float64) (sum float64) {
			for _, w := range c.rows {
				sum += w.omega * l.Value(w.a[0]*v[0]+w.a[1]*v[1]-w.b)
			}
			return sum
		}
		best := math.Inf(1)
		for i, p := range c.rows {
			for _, q := range c.rows[:i] {
				slope := (p.b - q.b) / (p.a[1] - q.a[1])
				best = min(best, cost([]float64{p.b - slope*p.a[1], slope}))
			}
		}
		if got := cost(c.solve([]float64{0, 0})); got > best*(1+1e-7)+1e-12 || got < best*(1-1e-9) {
			t.Errorf("seed %d: %.12g, the best line has %.12g", seed, got, best)
		}
	}
}

// TestOverIsLeftAlone: where the time is up, nothing is made of the samples any more.
func TestOverIsLeftAlone(t *testing.T) {
	d := &dataset.Dataset{Features: []string{"x"}, X: make([]float64, 5000), Y: make([]float64, 5000)}
	for i := range d.X {
		d.X[i], d.Y[i] = float64(i), float64(i%7)
	}
	p, err := whiten.NewFor(t.Context(), d, network.Class{Units: 1}, loss.Objective{Ridge: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	signs, point := []int{1}, whiten.Point{Units: [][]float64{make([]float64, p.N)}, C: make([]float64, p.P)}
	taken := testing.AllocsPerRun(1, func() {
		if value := Thorough(ctx, p, signs, point); !math.IsInf(value, 1) {
			t.Errorf("its value is %g", value)
		}
	})
	if taken > 10 {
		t.Errorf("%g allocations", taken)
	}
}

// looking is a context that ends at a certain look.
type looking struct {
	context.Context
	end, looks int
}

func (l *looking) Err() error {
	if l.looks++; l.looks < l.end {
		return nil
	}
	return context.Canceled
}

// until is a context that ends at that look.
func until(t *testing.T, look int) *looking { return &looking{Context: t.Context(), end: look} }

// TestLooksWithin: a move looks at least once in as much work as budget.Often, be its problem's rounds ever so many. One that ends at any look
// leaves the point as it was, and the refitter fit for the next one.
func TestLooksWithin(t *testing.T) {
	const rows, fewestRounds = 10_000, 8
	rng := rand.New(rand.NewPCG(1, 9))
	d := &dataset.Dataset{Features: []string{"x"}, X: noise(rng, rows, 1), Y: noise(rng, rows, 1)}
	for _, o := range []loss.Objective{{Loss: loss.Loss{Kind: loss.Absolute}}, {Loss: loss.Loss{Kind: loss.Huber, Parameter: 0.3}, Ridge: 1}} {
		p, err := whiten.NewFor(t.Context(), d, network.Class{Output: network.Affine}, o)
		if err != nil {
			t.Fatal(err)
		}
		start := func() whiten.Point {
			return whiten.Point{C: make([]float64, p.P), Units: [][]float64{{0.1, 1}}}
		}
		s := New(p, []int{1})
		move := func() (to []float64, looks int) {
			whole := until(t, math.MaxInt)
			s.watch = budget.On(whole)
			if s.free == nil {
				s.prepare()
			}
			return s.toward(s.vector(start())), whole.looks
		}
		first, looks := move()
		if fewest := fewestRounds * rows * s.free.d * s.free.d / budget.Often; looks < fewest {
			t.Errorf("%v: %d looks in a move, at least %d are due", o, looks, fewest)
		}
		for range 5 {
			at := 1 + rng.IntN(looks)
			ended, point := until(t, at), start()
			if value := s.Improve(ended, point); !math.IsInf(value, 1) || ended.looks > at || !reflect.DeepEqual(point, start()) {
				t.Errorf("%v, ended at look %d: %d looks, value %g, point %v", o, at, ended.looks, value, point)
			}
		}
		if again, _ := move(); !reflect.DeepEqual(again, first) {
			t.Errorf("%v: to %v after moves that were ended, to %v before", o, again, first)
		}
	}
}

// TestConditions: the least square on a half-line is at its end, and the multiplier says what the condition costs.
func TestConditions(t *testing.T) {
	c := newConvex(1, []float64{0})
	c.rows = []row{
		{omega: 1, a: []float64{1}, b: -2, loss: loss.Loss{}.Slopes(1)},
		{omega: 1, a: []float64{1}, b: 3, loss: condition},
	}
	if v := c.solve([]float64{0}); math.Abs(v[0]-3) > 1e-9 || math.Abs(c.rows[1].r+5) > 1e-6 {
		t.Errorf("%v, multiplier %g, want 3 and -5", v, c.rows[1].r)
	}
}

// leavable is how many of 60 networks may be bettered nearby: where a sample lies on the kinks of two units, both would have to let it over.
const leavable = 3

// TestImprove: it never makes a network worse, says what it has, and hardly ever loses to 300 random changes of what it found.
func TestImprove(t *testing.T) {
	left := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p, signs := randomProblem(t, rng)
		point := whiten.Point{C: make([]float64, p.P)}
		for range signs {
			point.Units = append(point.Units, noise(rng, p.N, 1))
		}
		before := p.SSE(point, signs)
		got := New(p, signs).Improve(context.Background(), point)
		if value := p.SSE(point, signs); got > before || math.Abs(value-got) > 1e-9*(1+value) {
			t.Errorf("seed %d: from %g to %g, the point has %g", seed, before, got, value)
		}
		for range 300 {
			near := whiten.Point{C: sum(point.C, noise(rng, p.P, 1e-4))}
			for _, w := range point.Units {
				near.Units = append(near.Units, sum(w, noise(rng, p.N, 1e-4)))
			}
			if value := p.SSE(near, signs); value < got*(1-1e-6) {
				t.Logf("seed %d: %g, and nearby %g", seed, got, value)
				left++
				break
			}
		}
	}
	if left > leavable {
		t.Errorf("%d networks have better ones nearby", left)
	}
}

func randomProblem(t *testing.T, rng *rand.Rand) (*whiten.Problem, []int) {
	d := &dataset.Dataset{Features: []string{"a", "b"}}
	for range 30 {
		d.X, d.Y = append(d.X, noise(rng, 2, 1)...), append(d.Y, rng.NormFloat64())
	}
	o := loss.Objective{Loss: []loss.Loss{{Kind: loss.Absolute}, {Kind: loss.Huber, Parameter: 0.3}, {Kind: loss.Quantile, Parameter: 0.2}}[rng.IntN(3)]}
	o.Ridge = []float64{0, 0.5}[rng.IntN(2)]
	p, err := whiten.NewFor(context.Background(), d, network.Class{Output: network.OutputPart(rng.IntN(3))}, o)
	if err != nil {
		t.Fatal(err)
	}
	return p, []int{1, -1}[:1+rng.IntN(2)]
}

func noise(rng *rand.Rand, n int, size float64) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = size * rng.NormFloat64()
	}
	return v
}

func sum(a, b []float64) []float64 {
	c := make([]float64, len(a))
	for d := range c {
		c[d] = a[d] + b[d]
	}
	return c
}
