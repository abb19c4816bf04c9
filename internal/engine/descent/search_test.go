package descent

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
)

// Search prepares p for one search.
func Search(ctx context.Context, p *whiten.Problem, signs []int, opts Options) (whiten.Point, float64) {
	return Prepare(ctx, p).Search(ctx, signs, opts)
}

// TestKnownOptima finds the reference values of the real data for every seed;
// they were proved by branch and bound.
func TestKnownOptima(t *testing.T) {
	affine := network.Class{Output: network.Affine}
	stagnant := whitened(t, example(t, "stagnant.csv", "y"), affine)
	daily := whitened(t, example(t, "energy-daily.csv", "kwh", "temp_f"), affine)
	for _, test := range []struct {
		name  string
		p     *whiten.Problem
		signs []int
		want  float64
	}{
		{"stagnant", stagnant, []int{-1}, 0.00914020},
		{"stagnant", stagnant, []int{-1, -1}, 0.00481219},
		{"stagnant", stagnant, []int{1, -1, -1}, 0.00451339},
		{"energy-daily", daily, []int{1}, 39928.31},
		{"energy-daily", daily, []int{1, 1}, 38029.59},
		{"energy-daily", daily, []int{1, -1}, 39928.31},
	} {
		for seed := range uint64(50) {
			opts := Options{Rand: rand.New(rand.NewPCG(seed+1, 0))}
			point, sse := Search(context.Background(), test.p, test.signs, opts)
			checkLimits(t, test.p, point)
			if got := sse * test.p.SSEScale; math.Abs(got-test.want) > 2e-6*test.want {
				t.Errorf("%s %v, seed %d: SSE %.9g, want %.9g", test.name, test.signs, seed+1, got, test.want)
			}
		}
	}
}

// TestSearchAgainstOracle: on tiny problems of every kind the search is never
// below the brute-force minimum and almost always at it. Most misses are pairs
// of opposite units that nearly cancel.
func TestSearchAgainstOracle(t *testing.T) {
	problems, allowed := thorough.Of(400, 150), thorough.Of(4, 2)
	missed := 0
	for seed := range uint64(problems) {
		rng := rand.New(rand.NewPCG(seed, 9))
		data, class, brute := tiny(rng)
		p, err := whiten.New(context.Background(), data, class)
		if err != nil {
			continue // all inputs zero
		}
		point, sse := Search(context.Background(), p, brute.Signs, Options{})
		checkLimits(t, p, point)
		got, want := sse*p.SSEScale, oracle.Solve(brute).SSE
		tolerance := 1e-9 * sumOfSquares(data)
		if got < want-tolerance {
			t.Errorf("seed %d: SSE %.12g below the minimum %.12g", seed, got, want)
		}
		if got > want*(1+1e-7)+tolerance {
			missed++
			t.Logf("seed %d: SSE %.9g, minimum %.9g", seed, got, want)
		}
	}
	if missed > allowed {
		t.Errorf("%d of %d minima missed, %d allowed", missed, problems, allowed)
	}
}

func sumOfSquares(data *dataset.Dataset) (sum float64) {
	for i, y := range data.Y {
		sum += data.Weights[i] * y * y
	}
	return sum
}

func TestSearchIsDeterministic(t *testing.T) {
	for _, in := range instances(t) {
		var points [2]whiten.Point
		for run := range points {
			points[run], _ = Search(context.Background(), in.p, in.signs, Options{Rand: rand.New(rand.NewPCG(7, 7))})
		}
		if !reflect.DeepEqual(points[0], points[1]) {
			t.Errorf("%s: two runs of one seed differ: %v", in.name, points)
		}
	}
}

func TestSearchReturnsItsPointsSSE(t *testing.T) {
	for _, in := range instances(t) {
		point, sse := Search(context.Background(), in.p, in.signs, Options{Starts: 5})
		checkLimits(t, in.p, point)
		if want := in.p.SSE(point, in.signs); sse != want {
			t.Errorf("%s: SSE %g, the point has %g", in.name, sse, want)
		}
	}
}

// TestSearchDegenerate: data on which there is nothing to find.
func TestSearchDegenerate(t *testing.T) {
	one := []string{"x"}
	for _, test := range []struct {
		name  string
		data  *dataset.Dataset
		class network.Class
		signs []int
		want  float64
	}{
		{"one row", &dataset.Dataset{Features: one, X: []float64{2}, Y: []float64{3}}, network.Class{NoBias: true, Output: network.None}, []int{1}, 0},
		{"wrong sign", &dataset.Dataset{Features: one, X: []float64{2}, Y: []float64{-3}}, network.Class{NoBias: true, Output: network.None}, []int{1, 1}, 9},
		{"labels all zero", &dataset.Dataset{Features: one, X: []float64{1, 2}, Y: []float64{0, 0}}, network.Class{Output: network.None}, []int{1, -1}, 0},
		{"one input, many labels", &dataset.Dataset{Features: one, X: []float64{1, 1, 1}, Y: []float64{0, 1, 2}}, network.Class{Output: network.Affine}, []int{1}, 2},
		{"no units", &dataset.Dataset{Features: one, X: []float64{0, 1, 2}, Y: []float64{0, 1, 0}}, network.Class{Output: network.Affine}, nil, 2.0 / 3},
		{"no units, no output part", &dataset.Dataset{Features: one, X: []float64{0, 1}, Y: []float64{3, 4}}, network.Class{Output: network.None}, nil, 25},
		{"a zero row", &dataset.Dataset{Features: one, X: []float64{0, 1}, Y: []float64{2, 1}}, network.Class{NoBias: true, Output: network.None}, []int{1}, 4},
	} {
		p := whitened(t, test.data, test.class)
		point, sse := Search(context.Background(), p, test.signs, Options{})
		checkLimits(t, p, point)
		if got := sse * p.SSEScale; math.Abs(got-test.want) > 1e-9 {
			t.Errorf("%s: SSE %g, want %g", test.name, got, test.want)
		}
	}
}

// TestSearchObeysItsContext: ends before and within sorting, sweeps and walks.
func TestSearchObeysItsContext(t *testing.T) {
	p := whitened(t, brokenLine(1, 1_000_000), network.Class{Output: network.Affine})
	signs := []int{1, 1, -1}
	for _, limit := range []time.Duration{0, 10, 30, 100, 250, 500, 1000} {
		limit *= time.Millisecond
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		start := time.Now()
		point, sse := Search(ctx, p, signs, Options{})
		late := time.Since(start) - limit
		cancel()
		t.Logf("limit %v: %v late", limit, late)
		if late > time.Minute { // 0.1 s is usual; a busy machine may take longer
			t.Errorf("limit %v: returned %v late", limit, late)
		}
		checkLimits(t, p, point)
		if sse != p.SSE(point, signs) {
			t.Errorf("limit %v: SSE %g is not that of the point", limit, sse)
		}
	}
}

// TestSearchManyRows: where starts run on coarse rows, all seeds still end at
// the same minimum.
func TestSearchManyRows(t *testing.T) {
	p := whitened(t, brokenLine(1, 200_000), network.Class{Output: network.Affine})
	lowest, highest := math.Inf(1), 0.0
	for seed := range uint64(4) {
		_, sse := Search(context.Background(), p, []int{1, -1}, Options{Rand: rand.New(rand.NewPCG(seed, 0))})
		lowest, highest = min(lowest, sse), max(highest, sse)
	}
	if highest > lowest*(1+1e-8) {
		t.Errorf("SSE between %.12g and %.12g", lowest, highest)
	}
}

func BenchmarkSearch(b *testing.B) {
	for _, in := range instances(b) {
		b.Run(in.name, func(b *testing.B) {
			for seed := uint64(0); b.Loop(); seed++ {
				Search(context.Background(), in.p, in.signs, Options{Rand: rand.New(rand.NewPCG(seed, 0))})
			}
		})
	}
	million := whitened(b, brokenLine(1, 1_000_000), network.Class{Output: network.Affine})
	b.Run("one column m=10^6", func(b *testing.B) {
		for b.Loop() {
			Search(context.Background(), million, []int{1}, Options{})
		}
	})
}
