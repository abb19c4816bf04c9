package oracle

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"

	"relucert/internal/thorough"
)

func rows(v ...[]float64) [][]float64 { return v }

// line is the samples of a one-column problem with bias, and its affine output.
func line(x ...float64) [][]float64 {
	var out [][]float64
	for _, v := range x {
		out = append(out, []float64{1, v})
	}
	return out
}

func TestKnownMinima(t *testing.T) {
	hat := line(-1, 0, 1)
	half := math.Sqrt2 / 2
	for _, test := range []struct {
		name string
		p    Problem
		want float64
	}{
		{"positive labels are fitted", Problem{X: rows([]float64{2}), Y: []float64{3}, Signs: []int{1}}, 0},
		{"a plus unit has no negative output", Problem{X: rows([]float64{2}), Y: []float64{-3}, Signs: []int{1}}, 9},
		{"a minus unit has", Problem{X: rows([]float64{2}), Y: []float64{-3}, Signs: []int{-1}}, 0},
		{"any sign", Problem{X: rows([]float64{2}), Y: []float64{-3}, Units: 1}, 0},
		{"a zero row pays its label", Problem{X: rows([]float64{0}, []float64{1}), Y: []float64{2, 1}, Signs: []int{1}}, 4},
		{"duplicates pay their spread", Problem{X: rows([]float64{1}, []float64{1}), Y: []float64{1, 3}, Signs: []int{1}}, 2},
		{"weights count copies", Problem{X: rows([]float64{1}, []float64{1}), Y: []float64{0, 4}, Weights: []float64{3, 1}, Signs: []int{1}}, 12},
		{"opposite samples: one is off", Problem{X: rows([]float64{1}, []float64{-1}), Y: []float64{2, 3}, Signs: []int{1}}, 4},
		{"|x| needs two units", Problem{X: hat, Y: []float64{1, 0, 1}, Signs: []int{1, 1}}, 0},
		{"|x| is one unit on a line", Problem{X: hat, Z: hat, Y: []float64{1, 0, 1}, Signs: []int{1}}, 0},
		{"-|x| is not, with that sign", Problem{X: hat, Z: hat, Y: []float64{-1, 0, -1}, Signs: []int{1}}, 2.0 / 3},
		{"an intercept alone", Problem{X: rows([]float64{0}, []float64{0}), Z: rows([]float64{1}, []float64{1}), Y: []float64{1, 3}, Signs: []int{1}}, 2},
		{"a bound cuts", Problem{X: rows([]float64{1}), Y: []float64{3}, Signs: []int{1}, Bound: 2}, 1},
		{"the ball, not the box", Problem{X: rows([]float64{1, 1}), Y: []float64{3}, Signs: []int{1}, Bound: 1}, math.Pow(3-2*half, 2)},
		{"a bound per unit", Problem{X: rows([]float64{1}), Y: []float64{3}, Signs: []int{1, 1}, Bound: 1}, 1},
		{"two units interpolate a zigzag", Problem{X: line(0, 1, 2, 3), Z: line(0, 1, 2, 3), Y: []float64{0, 1, 0, 1}, Units: 2}, 0},
	} {
		got := Solve(test.p)
		if math.Abs(got.SSE-test.want) > 1e-9 {
			t.Errorf("%s: SSE %.12g, want %.12g", test.name, got.SSE, test.want)
		}
		if test.p.Bound > 0 && got.Largest > test.p.Bound {
			t.Errorf("%s: a unit of length %g > %g", test.name, got.Largest, test.p.Bound)
		}
	}
}

// TestCellCount compares with the number of cells of m planes in general
// position through the origin, 2·Σ_{d<n} C(m-1, d), and its degenerations.
func TestCellCount(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for n, want := range map[int][]int{1: {2, 2, 2, 2, 2}, 2: {4, 4, 6, 8, 10}, 3: {8, 8, 8, 14, 22}} {
		for m := 1; m <= 5; m++ {
			x := make([][]float64, m)
			for i := range x {
				for range n {
					x[i] = append(x[i], rng.NormFloat64())
				}
			}
			if m >= n && len(arrange(x, n).cells) != want[m-1] {
				t.Errorf("n=%d m=%d: %d cells, want %d", n, m, len(arrange(x, n).cells), want[m-1])
			}
			doubled := append(append(x, x...), make([]float64, n), scaled(x[0], -2))
			if m >= n && len(arrange(doubled, n).cells) != want[m-1] {
				t.Errorf("n=%d m=%d: duplicates, a zero row and an opposite one change the cells", n, m)
			}
		}
	}
}

// TestCellsCover draws vectors at random: each lies in some closed cell, and one
// with no zero product in exactly one.
func TestCellsCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		n := 1 + rng.IntN(3)
		x := integers(rng, 1+rng.IntN(8), n, 3)
		a := arrange(x, n)
		for range 50 {
			w := integers(rng, 1, n, 4)[0]
			var s signVector
			for i, row := range x {
				if v := dot(row, w); v > 0 {
					s.plus |= 1 << i
				} else if v < 0 {
					s.minus |= 1 << i
				}
			}
			in := 0
			for _, c := range a.cells {
				c.plus &= 1<<len(x) - 1
				c.minus &= 1<<len(x) - 1
				if s.within(c) {
					in++
				}
			}
			if in == 0 {
				t.Fatalf("%v is in no cell of %v", w, x)
			}
			full := bits.OnesCount32(s.plus|s.minus) == len(x)
			if full && rank(exact(x), n) == n && in != 1 {
				t.Fatalf("%v is in %d cells of %v", w, in, x)
			}
		}
	}
}

func integers(rng *rand.Rand, m, n, limit int) [][]float64 {
	x := make([][]float64, m)
	for i := range x {
		for range n {
			x[i] = append(x[i], float64(rng.IntN(2*limit+1)-limit))
		}
	}
	return x
}

// random is a small problem of any kind.
func random(rng *rand.Rand) Problem {
	n, m := 1+rng.IntN(3), 1+rng.IntN(6)
	p := Problem{X: integers(rng, m, n, 3), Units: 1 + rng.IntN(2)}
	if rng.IntN(2) == 0 {
		p.X = make([][]float64, m)
		for i := range p.X {
			for range n {
				p.X[i] = append(p.X[i], rng.NormFloat64())
			}
		}
	}
	for range m {
		p.Y = append(p.Y, rng.NormFloat64())
	}
	switch rng.IntN(3) {
	case 0:
		p.Z = p.X
	case 1:
		p.Z = make([][]float64, m)
		for i := range p.Z {
			p.Z[i] = []float64{1}
		}
	}
	if rng.IntN(2) == 0 {
		for range m {
			p.Weights = append(p.Weights, 0.5+rng.Float64())
		}
	}
	if rng.IntN(3) == 0 {
		p.Bound = 0.2 + rng.Float64()
	}
	return p
}

// TestNothingBeatsTheOracle draws networks at random, near and far from the
// oracle's, and moves them downhill by random steps.
func TestNothingBeatsTheOracle(t *testing.T) {
	for seed := range thorough.Of(uint64(150), 60) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := random(rng)
		best := Solve(p)
		if got := p.Evaluate(best); math.Abs(got-best.SSE) > 1e-12*(1+got) {
			t.Errorf("seed %d: SSE %g, its network has %g", seed, best.SSE, got)
		}
		for range 30 {
			if found := wander(rng, &p, best); found < best.SSE-1e-9 {
				t.Fatalf("seed %d: oracle %.12g, a random network has %.12g", seed, best.SSE, found)
			}
		}
	}
}

// wander improves a network by random steps of shrinking length.
func wander(rng *rand.Rand, p *Problem, from Result) float64 {
	e := enumeration{Problem: p}
	here := Result{Signs: p.signChoices()[rng.IntN(p.Units+1)], Units: make([][]float64, p.Units)}
	for j := range here.Units {
		for range p.X[0] {
			here.Units[j] = append(here.Units[j], rng.NormFloat64())
		}
		if rng.IntN(2) == 0 {
			copy(here.Units[j], from.Units[j])
		}
	}
	best := math.Inf(1)
	for size := 3.0; size > 1e-6; size *= 0.97 {
		next := Result{Signs: here.Signs}
		for _, w := range here.Units {
			v := append([]float64(nil), w...)
			for d := range v {
				v[d] += size * rng.NormFloat64()
			}
			if l := length(v); p.Bound > 0 && l > p.Bound {
				v = scaled(v, p.Bound/l)
			}
			next.Units = append(next.Units, v)
		}
		next.Output = e.fitOutput(&next)
		if sse := p.Evaluate(next); sse < best {
			best, here = sse, next
		}
	}
	return best
}

// TestGrid compares with all directions of a fine grid, one unit, two columns:
// the best length of a unit of given direction is elementary.
func TestGrid(t *testing.T) {
	const steps = 20_000
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 4))
		p := Problem{X: integers(rng, 2+rng.IntN(6), 2, 3), Signs: []int{1}}
		for range p.X {
			p.Y = append(p.Y, rng.NormFloat64())
		}
		if rng.IntN(2) == 0 {
			p.Bound = rng.Float64()
		}
		best := math.Inf(1)
		for s := range steps {
			angle := 2 * math.Pi * float64(s) / steps
			u := []float64{math.Cos(angle), math.Sin(angle)}
			num, den := 0.0, 1e-300
			for i, x := range p.X {
				z := math.Max(0, dot(u, x))
				num, den = num+z*p.Y[i], den+z*z
			}
			size := math.Max(0, num/den)
			if p.Bound > 0 {
				size = math.Min(size, p.Bound)
			}
			best = math.Min(best, p.Evaluate(Result{Signs: p.Signs, Units: [][]float64{scaled(u, size)}}))
		}
		got := Solve(p)
		if got.Largest > 20 {
			continue // the grid is too coarse for long units
		}
		if got.SSE > best+1e-9 || got.SSE < best-0.02*(1+best) {
			t.Errorf("seed %d: oracle %.9g, grid %.9g", seed, got.SSE, best)
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, units := range []int{1, 2, 3} {
		rng := rand.New(rand.NewPCG(5, 5))
		p := Problem{X: integers(rng, 8, 3, 9), Signs: []int{1, 1, 1}[:units]}
		for range p.X {
			p.Y = append(p.Y, rng.NormFloat64())
		}
		b.Run(string(rune('0'+units))+"units", func(b *testing.B) {
			for b.Loop() {
				Solve(p)
			}
		})
	}
}
