package breakpoints_test

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
)

// apart is the least loss of lines that need not meet, by brute force in rationals: all ways to part the inputs, and for each
// breakpoint each known one that it may be.
type apart struct {
	c      breakpoints.Constraints
	k      int
	x      []*big.Rat
	inputs []float64
	rows   [][]int // of each input
	y, w   []*big.Rat
	best   *big.Rat // nil: there is none
}

func exactly(v float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	return r
}

func bruteApart(d *dataset.Dataset, k int, c breakpoints.Constraints) *big.Rat {
	a := &apart{c: c, k: k, inputs: slices.Compact(slices.Sorted(slices.Values(d.X)))}
	for _, x := range a.inputs {
		a.x, a.rows = append(a.x, exactly(x)), append(a.rows, nil)
	}
	for i, x := range d.X {
		at, _ := slices.BinarySearch(a.inputs, x)
		a.rows[at] = append(a.rows[at], i)
		a.y, a.w = append(a.y, exactly(d.Y[i])), append(a.w, exactly(d.Weight(i)))
	}
	a.part(0, 0, math.Inf(-1), nil, new(big.Rat))
	return a.best
}

// part adds the piece from an input on, after so many breakpoints, the last of them at a place; used are known ones.
func (a *apart) part(from, breaks int, last float64, used []float64, loss *big.Rat) {
	n := len(a.inputs)
	for to := from + 1; to <= n; to++ {
		if !a.may(from, to) {
			continue
		}
		sum := new(big.Rat).Add(loss, a.loss(from, to, breaks))
		if to < n {
			for _, at := range a.places(breaks+1, to) {
				if breaks < a.k && at > last {
					a.part(to, breaks+1, at, append(slices.Clone(used), at), sum)
				}
			}
			continue
		}
		lacking := slices.ContainsFunc(a.c.Known, func(k float64) bool { return !slices.Contains(used, k) })
		if !lacking && (a.c.Slopes == nil || breaks == a.k) && (a.best == nil || sum.Cmp(a.best) < 0) {
			a.best = sum
		}
	}
}

func (a *apart) may(from, to int) bool {
	if c := a.c; c.MinSamples == 0 && c.MinSpan == 0 && c.Between == nil && c.Known == nil && c.Slopes == nil {
		return true
	}
	rows := 0
	for _, own := range a.rows[from:to] {
		rows += len(own)
	}
	return to-from >= 2 && rows >= a.c.MinSamples && a.inputs[to-1]-a.inputs[from] >= a.c.MinSpan-1e-12
}

// places are the known breakpoints that one before an input may be, and the last other place.
func (a *apart) places(number, to int) (all []float64) {
	low, high := a.inputs[to-1], a.inputs[to]
	if n := len(a.c.Between); n > 0 {
		r := a.c.Between[min(number, n)-1]
		low, high = max(low, r[0]), min(high, r[1])
	}
	if low > high {
		return nil
	}
	for _, k := range a.c.Known {
		if low <= k && k <= high {
			all = append(all, k)
		}
	}
	return append(all, low+(high-low)/3)
}

// loss is that of the inputs [from, to) on the best line whose slope piece may have.
func (a *apart) loss(from, to, piece int) *big.Rat {
	var s [6]big.Rat // ω, ωx, ωy, ωxx, ωxy, ωyy, about the first input
	for i := from; i < to; i++ {
		for _, row := range a.rows[i] {
			x, y, w := new(big.Rat).Sub(a.x[i], a.x[from]), a.y[row], a.w[row]
			for j, v := range [][]*big.Rat{{w}, {w, x}, {w, y}, {w, x, x}, {w, x, y}, {w, y, y}} {
				t := big.NewRat(1, 1)
				for _, f := range v {
					t.Mul(t, f)
				}
				s[j].Add(&s[j], t)
			}
		}
	}
	about := func(uv, u, v *big.Rat) *big.Rat {
		p := new(big.Rat).Mul(u, v)
		return p.Sub(uv, p.Quo(p, &s[0]))
	}
	xx, xy, yy := about(&s[3], &s[1], &s[1]), about(&s[4], &s[1], &s[2]), about(&s[5], &s[2], &s[2])
	if xx.Sign() == 0 {
		return yy
	}
	slope := new(big.Rat).Quo(xy, xx)
	if a.c.Slopes != nil {
		if low := a.c.Slopes[piece][0]; !math.IsInf(low, 0) && slope.Cmp(exactly(low)) < 0 {
			slope = exactly(low)
		}
		if high := a.c.Slopes[piece][1]; !math.IsInf(high, 0) && slope.Cmp(exactly(high)) > 0 {
			slope = exactly(high)
		}
	}
	rest := new(big.Rat).Mul(xx, slope)
	rest.Sub(rest, xy).Sub(rest, xy).Mul(rest, slope)
	return rest.Add(rest, yy)
}

// hard are tiny data with ties, duplicates, weights over many decades, and inputs far from 0.
func hard(rng *rand.Rand) *dataset.Dataset {
	d := column(nil, nil, nil)
	far, weighted, fine := []float64{0, 0, 0, 1.7e14, -3e9}[rng.IntN(5)], rng.IntN(3) == 0, rng.IntN(3) == 0
	for range 2 + rng.IntN(7) {
		x, y := float64(rng.IntN(10)), float64(rng.IntN(7))/4
		if fine {
			y = math.Round(1e6*rng.NormFloat64()) / 1e3
		}
		d.X, d.Y = append(d.X, far+x), append(d.Y, y)
		if weighted {
			d.Weights = append(d.Weights, math.Round(1e3*rng.Float64()+1)*math.Pow(10, float64(rng.IntN(9)-6)))
		}
	}
	return d
}

// TestJumpsAgainstBruteForce: value and bound, with and without spans and constraints, for all numbers of breakpoints in one run.
func TestJumpsAgainstBruteForce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	found, none := 0, 0
	for i := range *cases {
		k := 1 + rng.IntN(4)
		d, c := hard(rng), breakpoints.Constraints{}
		if rng.IntN(2) == 0 {
			k = 1 + rng.IntN(2)
			d, c = small(rng, 9), randomConstraints(rng, k)
			c.Through = nil
		}
		c.Jumps = true
		back := breakpoints.AlwaysSpans(2+rng.IntN(8), 1+rng.IntN(3))
		fits := jumpsOf(t, d, k, c, 0)
		back()
		from := 0
		if len(c.Between) > 1 || c.Known != nil || c.Slopes != nil {
			from = k
		}
		for j := from; j <= k; j++ {
			if want := bruteApart(d, j, c); want == nil {
				none++
				if fits[j].Network != nil {
					t.Fatalf("case %d, %d breakpoints of %d, %+v: there is none, got %g\nx %v\ny %v", i, j, k, c, fits[j].SSE, d.X, d.Y)
				}
			} else {
				found++
				near(t, d, &fits[j], want, j, c)
			}
		}
	}
	if found < *cases/4 || none == 0 {
		t.Errorf("%d problems have an optimum, %d none", found, none)
	}
}

func jumpsOf(t *testing.T, d *dataset.Dataset, k int, c breakpoints.Constraints, from int) []breakpoints.Fit {
	t.Helper()
	e, err := breakpoints.New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return e.Run(context.Background(), breakpoints.Class{Units: k, Constraints: c}, breakpoints.Options{Gap: 1e-9, Floor: 1e-12 * total(d), From: from, Workers: 2})
}

// near says that a fit has the least loss, and its bound is one.
func near(t *testing.T, d *dataset.Dataset, f *breakpoints.Fit, exact *big.Rat, k int, c breakpoints.Constraints) {
	t.Helper()
	want, _ := exact.Float64()
	size := total(d)
	rounding := 2*(f.Network.SSEAtMost(d)-f.SSE) + 1e-12*size // far from 0 a network's weights lose digits
	if exactly(f.Lower).Cmp(exact) > 0 || f.SSE < want-1e-12*want-rounding || f.SSE > want+1e-9*want+rounding || f.Lower < want-1e-8*want-rounding-2e-12*size {
		t.Fatalf("%d breakpoints, %+v: want %.17g, got %.17g, bound %.17g, status %d\nx %v\ny %v\nw %v", k, c, want, f.SSE, f.Lower, f.Status, d.X, d.Y, d.Weights)
	}
}

// TestJumpsInvariant: mirrored, moved, scaled data and rows that are split have the same loss, through spans too.
func TestJumpsInvariant(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for i := range 20 {
		m, k := 40+rng.IntN(200), 1+rng.IntN(4)
		d := gen1(m, k, uint64(i))
		for j := range d.Y {
			d.Y[j] += math.Round(10 * math.Sin(float64(j*k/m)*40))
		}
		want := jumpsOf(t, d, k, breakpoints.Constraints{Jumps: true}, k)[k].SSE
		back := breakpoints.AlwaysSpans(10, 8)
		for name, change := range map[string]func(x, y float64) (float64, float64){
			"same":     func(x, y float64) (float64, float64) { return x, y },
			"mirrored": func(x, y float64) (float64, float64) { return -x, y },
			"moved":    func(x, y float64) (float64, float64) { return math.Round(x*1e6) + 1e9, y },
			"tilted":   func(x, y float64) (float64, float64) { return x, y + 3*x - 2 },
			"scaled":   func(x, y float64) (float64, float64) { return x * 4, -y },
		} {
			other := column(nil, nil, nil)
			for j := range d.X {
				x, y := change(d.X[j], d.Y[j])
				other.X, other.Y, other.Weights = append(other.X, x), append(other.Y, y), append(other.Weights, 1)
			}
			other.Weights[3] = 0.25
			other.X, other.Y, other.Weights = append(other.X, other.X[3]), append(other.Y, other.Y[3]), append(other.Weights, 0.75)
			f := jumpsOf(t, other, k, breakpoints.Constraints{Jumps: true}, k)[k]
			if math.Abs(f.SSE-want) > 1e-8*want || f.Lower < want-1e-6*want || f.Lower > want*(1+1e-9) {
				t.Errorf("case %d, %s: %.12g, bound %.12g, want %.12g", i, name, f.SSE, f.Lower, want)
			}
		}
		back()
	}
}

// TestJumpsEndInTime: a run without time has a line and a bound for each number of breakpoints.
func TestJumpsEndInTime(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := gen2(3000, 100, 0.3, 1)
	e, err := breakpoints.New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []breakpoints.Constraints{{Jumps: true}, {Jumps: true, MinSamples: 20}} {
		fits := e.Run(ctx, breakpoints.Class{Units: 5, Constraints: c}, breakpoints.Options{Gap: 1e-6})
		for k, f := range fits {
			if f.Units != k || f.Network == nil || f.Lower > f.SSE || f.Lower < 0 {
				t.Errorf("%+v", f)
			}
		}
	}
}
