package breakpoints_test

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
	"relucert/internal/oracle"
	"relucert/network"
)

func exactly(v float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	return r
}

// bruteApart is the least loss of lines that need not meet; nil: there are none.
func bruteApart(d *dataset.Dataset, k int, c breakpoints.Constraints) *big.Rat {
	a := &oracle.Apart{Jumps: k, MinRows: c.MinSamples}
	for i, x := range d.X {
		a.X, a.Y, a.W = append(a.X, exactly(x)), append(a.Y, exactly(d.Y[i])), append(a.W, exactly(d.Weight(i)))
	}
	if c.MinSpan > 0 {
		a.MinSpan = exactly(c.MinSpan - 1e-12)
	}
	for _, r := range c.Between {
		a.Between = append(a.Between, [2]*big.Rat{exactly(r[0]), exactly(r[1])})
	}
	for _, k := range c.Known {
		a.Known = append(a.Known, exactly(k))
	}
	for _, s := range c.Slopes {
		var ends [2]*big.Rat
		for i, v := range s {
			if !math.IsInf(v, 0) {
				ends[i] = exactly(v)
			}
		}
		a.Slopes = append(a.Slopes, ends)
	}
	return a.Least()
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
	return e.Run(context.Background(), breakpoints.Class{Units: k, Constraints: c}, breakpoints.Options{Gap: 1e-9, Floor: 1e-12 * total(d), From: from, Workers: 2, Nodes: enough})
}

// lostDigits is what a network's SSE may change by the digits that its weights lose far from 0.
func lostDigits(d *dataset.Dataset, n *network.Network) (sum float64) {
	for i, y := range d.Y {
		size := math.Abs(y) + terms(n.Output.Weights, n.Output.Bias, d.X[i])
		for _, j := range n.Jumps {
			size += terms(j.Output.Weights, j.Output.Bias, d.X[i])
		}
		for _, u := range n.Units {
			size += terms(u.Weights, u.Bias, d.X[i])
		}
		off := float64(len(n.Units)+8) * 0x1p-52 * size
		sum += d.Weight(i) * off * (2*math.Abs(n.Predict(d.Row(i))-y) + off)
	}
	return sum
}

func terms(weights []float64, bias, x float64) float64 {
	return math.Abs(bias) + math.Abs(weights[0]*x)
}

// near says that a fit has the least loss, and its bound is one.
func near(t *testing.T, d *dataset.Dataset, f *breakpoints.Fit, exact *big.Rat, k int, c breakpoints.Constraints) {
	t.Helper()
	want, _ := exact.Float64()
	size := total(d)
	rounding := 2*lostDigits(d, f.Network) + 1e-12*size
	if exactly(f.Lower).Cmp(exact) > 0 || f.SSE < want-1e-12*want-rounding || f.SSE > want+1e-9*want+rounding || f.Lower < want-1e-8*want-rounding-2e-12*size {
		t.Fatalf("%d breakpoints, %+v: want %.17g, got %.17g, bound %.17g, lost digits %g, status %d\nx %v\ny %v\nw %v", k, c, want, f.SSE, f.Lower, rounding, f.Status, d.X, d.Y, d.Weights)
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
