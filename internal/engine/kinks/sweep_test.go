package kinks

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/network"
)

// TestSort compares with the library's stable sort, for any number of workers.
func TestSort(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 2, 100, 40000} {
		rows := make([]row, n)
		for i := range rows {
			x := rng.NormFloat64() * math.Exp2(float64(rng.IntN(2000)-1000))
			rows[i] = row{x: []float64{x, float64(rng.IntN(9) - 4), math.Inf(1), -math.MaxFloat64}[rng.IntN(4)], y: float64(i)}
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, func(a, b row) int { return cmp.Compare(a.x, b.x) })
		for workers := range 6 {
			if got := sortByX(context.Background(), slices.Clone(rows), workers); !slices.Equal(got, want) {
				t.Errorf("%d rows, %d workers", n, workers)
			}
		}
	}
}

// several is data of a few blocks, with ties.
func several(seed uint64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 3))
	d := &dataset.Dataset{Features: []string{"x"}, Target: "y"}
	for range 40_000 {
		x := math.Round(1e5*rng.Float64()) / 1e5
		d.X, d.Y = append(d.X, x), append(d.Y, max(0, x-0.6)+0.05*rng.NormFloat64())
	}
	return d
}

// TestWorkersDoNotMatter: the result is the same to the last bit.
func TestWorkersDoNotMatter(t *testing.T) {
	data := several(1)
	for _, output := range []network.OutputPart{network.None, network.Intercept, network.Affine} {
		var want Result
		for workers := 1; workers < 5; workers++ {
			s, err := New(context.Background(), data, workers)
			if err != nil {
				t.Fatal(err)
			}
			got := s.Run(context.Background(), network.Class{Output: output})
			if workers == 1 {
				want = got
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%v: %d workers: %+v, one: %+v", output, workers, got, want)
			}
		}
	}
}

// TestBlocksAreSound: no block is passed over whose cells have a lower bound
// that matters, nor is a cell's bound above the SSE of its own candidates.
func TestBlocksAreSound(t *testing.T) {
	s, err := New(context.Background(), several(2), 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range s.tasks(network.Class{Output: network.Intercept}) {
		k.cutoff = math.Inf(1)
		for i := range s.blocks {
			b := &s.blocks[i]
			whole := k.newCell(newGroup(b.before, s.rows[:b.from]), newGroup(b.after, s.rows[b.to:]), s.rows[max(b.from-1, 0)], s.rows[min(b.to, len(s.rows)-1)])
			f := nothing()
			s.sweepBlock(&k, b, &f)
			if low := whole.below(whole.apart()); low > f.low || f.low > f.best.sse*(1+1e-12) {
				t.Fatalf("block %d: at once %v, its cells %v, best %v", i, low, f.low, f.best.sse)
			}
		}
	}
}

// TestScale: powers of two change nothing but the units.
func TestScale(t *testing.T) {
	data := several(4)
	a, _ := New(context.Background(), data, 1)
	scaled := &dataset.Dataset{Features: data.Features}
	for i := range data.X {
		scaled.X, scaled.Y = append(scaled.X, math.Ldexp(data.X[i], 300)), append(scaled.Y, math.Ldexp(data.Y[i], -200))
		scaled.Weights = append(scaled.Weights, 0x1p-40)
	}
	b, _ := New(context.Background(), scaled, 1)
	p, q := a.Run(context.Background(), network.Class{Output: network.None}), b.Run(context.Background(), network.Class{Output: network.None})
	if q.Lower != math.Ldexp(p.Lower, -440) || q.Network.Units[0].Weights[0] != math.Ldexp(p.Network.Units[0].Weights[0], -500) {
		t.Errorf("%+v and %+v", p, q)
	}
}

// TestRefusals: data for which a bound could not be vouched.
func TestRefusals(t *testing.T) {
	for name, d := range map[string]*dataset.Dataset{
		"ambiguous ties":       {X: []float64{1, 1, 2}, Y: []float64{1, 2, 3}, Ambiguous: true},
		"inputs of all sizes":  {X: []float64{1e300, 1e-300, 3e-320}, Y: []float64{1, 2, 3}},
		"labels near 0":        {X: []float64{1, 2}, Y: []float64{1e-200, 0}},
		"labels and weights 0": {X: []float64{1, 2}, Y: []float64{1e-100, 0}, Weights: []float64{1e-200, 1e-200}},
	} {
		if s, err := New(context.Background(), d, 1); err == nil {
			t.Errorf("%s: %+v", name, s.Run(context.Background(), network.Class{Output: network.None}))
		}
	}
	if _, err := New(context.Background(), &dataset.Dataset{X: []float64{1, 2}, Y: []float64{1, 2}, Ambiguous: true}, 1); err != nil {
		t.Errorf("without ties: %v", err)
	}
}
