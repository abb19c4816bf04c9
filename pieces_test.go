package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/network"
)

// randomPieces is a problem of broken lines on few inputs, with constraints of a kind or with none.
func randomPieces(rng *rand.Rand, kind int) relucert.Problem {
	var x, y, w []float64
	for range 6 + rng.IntN(16) {
		x = append(x, float64(rng.IntN(100))/8)
		y = append(y, math.Abs(x[len(x)-1]-6)+math.Round(8*rng.NormFloat64())/8)
		w = append(w, float64(1+rng.IntN(3)))
	}
	k := 1 + rng.IntN(3)
	p := relucert.Problem{Data: column(x, y), Class: network.Class{Units: k, Output: network.Affine}}
	switch rng.IntN(6) {
	case 0, 1:
		p.Data.Weights = w
	case 2:
		for i := range w {
			w[i] = []float64{1e-6, 1, 3, 1e6}[rng.IntN(4)]
		}
		p.Data.Weights = w
	}
	if kind < 2 && rng.IntN(2) == 0 {
		p.Units = 0
		for range k {
			p.Signs = append(p.Signs, 2*rng.IntN(2)-1)
		}
	}
	p.Constraints = constraintsOf(rng, kind, k)
	return p
}

func column(x, y []float64) *dataset.Dataset {
	return &dataset.Dataset{Features: []string{"x"}, Target: "y", X: x, Y: y}
}

func constraintsOf(rng *rand.Rand, kind, k int) (c relucert.Constraints) {
	place := func() dataset.Decimal { return dataset.Decimal{Mantissa: int64(rng.IntN(1250)), Exponent: -2} }
	between := func() [2]dataset.Decimal {
		all := []dataset.Decimal{place(), place()}
		slices.SortFunc(all, func(a, b dataset.Decimal) int { return a.Rat().Cmp(b.Rat()) })
		return [2]dataset.Decimal(all)
	}
	switch kind {
	case 1:
		c.MinSamples = 2 + rng.IntN(3)
	case 2:
		c.MinWidth = dataset.Decimal{Mantissa: int64(1 + rng.IntN(30)), Exponent: -1}
	case 3:
		c.KinksBetween = append(c.KinksBetween, between())
	case 4:
		for range k {
			c.KinksBetween = append(c.KinksBetween, between())
		}
	case 5:
		c.KnownKinks = []dataset.Decimal{place()}
	case 6:
		for range k + 1 {
			c.Slopes = append(c.Slopes, []relucert.Slope{{Kind: '-'}, {Kind: '+'}, {Kind: '*'}, {Kind: '='}, {Kind: '=', Value: dataset.Decimal{Mantissa: 3, Exponent: -1}}}[rng.IntN(5)])
		}
	}
	return c
}

// TestPieces: certificates of broken lines are confirmed with every kind of constraint, whatever ends the search.
func TestPieces(t *testing.T) {
	confirmPieces(t, thorough.Of(uint64(105), 28), 61, func(rng *rand.Rand, seed uint64) relucert.Problem { return randomPieces(rng, int(seed%7)) })
}

// TestThrough: so are those of curves through a point, with every other kind of constraint and with none.
func TestThrough(t *testing.T) {
	confirmPieces(t, thorough.Of(uint64(60), 30), 62, func(rng *rand.Rand, seed uint64) relucert.Problem {
		p := randomPieces(rng, int(1+seed%6))
		if p.Signs != nil {
			p.Units, p.Signs = len(p.Signs), nil
			p.Constraints = relucert.Constraints{}
		}
		p.Constraints.Through = &[2]dataset.Decimal{{Mantissa: int64(rng.IntN(1650) - 200), Exponent: -2}, {Mantissa: int64(rng.IntN(70) - 10), Exponent: -1}}
		return p
	})
}

// confirmPieces fits random problems and has their certificates checked.
func confirmPieces(t *testing.T, count, stream uint64, problem func(rng *rand.Rand, seed uint64) relucert.Problem) {
	t.Helper()
	fitted := 0
	for seed := range count {
		rng := rand.New(rand.NewPCG(seed, stream))
		p := problem(rng, seed)
		opts := relucert.Options{Gap: []float64{1e-2, 1e-6, 1e-8}[rng.IntN(3)], Method: relucert.Breakpoints, Threads: 1 + rng.IntN(2)}
		if rng.IntN(5) == 0 {
			opts.NodeLimit = 1 + rng.Int64N(3)
		}
		if _, err := relucert.Fit(context.Background(), p, opts); err != nil {
			if !strings.Contains(err.Error(), "keeps all constraints") {
				t.Fatalf("seed %d: %v", seed, err)
			}
			continue
		}
		fitted++
		if r := confirm(t, context.Background(), p, opts, seed%3 == 0); r.Status != relucert.Optimal && opts.NodeLimit == 0 {
			t.Errorf("%v: %v", r, p.Constraints.Lines())
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if fitted < int(count)/2 {
		t.Errorf("only %d of %d problems have a function", fitted, count)
	}
}

// TestBadPieces: constraints that make no sense are refused, and say why.
func TestBadPieces(t *testing.T) {
	one := func(v int64) dataset.Decimal { return dataset.Decimal{Mantissa: v} }
	data := column([]float64{0, 1, 2, 3, 4, 5}, []float64{0, 1, 0, 2, 1, 1})
	line := network.Class{Units: 2, Output: network.Affine}
	for want, p := range map[string]relucert.Problem{
		"one input column":             {Class: network.Class{Units: 2}, Constraints: relucert.Constraints{MinSamples: 3}},
		"do not go with constraints":   {Class: network.Class{Signs: []int{1}, Output: network.Affine}, Constraints: relucert.Constraints{KnownKinks: []dataset.Decimal{one(2)}}},
		"two samples at least":         {Class: line, Constraints: relucert.Constraints{MinSamples: 1}},
		"width cannot be -1":           {Class: line, Constraints: relucert.Constraints{MinWidth: one(-1)}},
		"3 ranges for 2 breakpoints":   {Class: line, Constraints: relucert.Constraints{KinksBetween: make([][2]dataset.Decimal, 3)}},
		"between 3 and 2":              {Class: line, Constraints: relucert.Constraints{KinksBetween: [][2]dataset.Decimal{{one(3), one(2)}}}},
		"slopes or points":             {Class: network.Class{Signs: []int{1}, Output: network.Affine}, Constraints: relucert.Constraints{Through: &[2]dataset.Decimal{one(2), one(0)}}},
		"3 known breakpoints":          {Class: line, Constraints: relucert.Constraints{KnownKinks: []dataset.Decimal{one(1), one(2), one(3)}}},
		"must ascend":                  {Class: line, Constraints: relucert.Constraints{KnownKinks: []dataset.Decimal{one(3), one(2)}}},
		"2 slopes for 3 pieces":        {Class: line, Constraints: relucert.Constraints{Slopes: []relucert.Slope{{Kind: '+'}, {Kind: '-'}}}},
		"at least 7 samples a piece":   {Class: line, Constraints: relucert.Constraints{MinSamples: 7}},
		"a breakpoint at 9":            {Class: line, Constraints: relucert.Constraints{KnownKinks: []dataset.Decimal{one(9)}}},
		"the only one for constraints": {Class: line, Constraints: relucert.Constraints{MinSamples: 3}},
	} {
		p.Data = data
		opts := relucert.Options{}
		if strings.HasPrefix(want, "the only") {
			opts.Method = relucert.Conic
		}
		if r, err := relucert.Fit(context.Background(), p, opts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v, %v", want, r, err)
		}
	}
}

// TestForcedPieces: what constraints alone cost is proved, too, where labels do not vary, inputs have more digits than doubles, and slopes or the point
// are far beyond the labels.
func TestForcedPieces(t *testing.T) {
	proved, count := 0, thorough.Of(150, 50)
	for seed := range uint64(count) {
		rng := rand.New(rand.NewPCG(seed, 83))
		text := "x,y\n2000000,3\n"
		for range 5 + rng.IntN(6) {
			text += decimal(1e6+rng.NormFloat64(), 9+rng.IntN(4)) + ",3\n"
		}
		steep := relucert.Slope{Kind: '=', Value: dataset.Decimal{Mantissa: 1 + rng.Int64N(9), Exponent: rng.IntN(10)}}
		p := relucert.Problem{Class: network.Class{Units: 2, Output: network.Affine}}
		p.Constraints.Slopes = []relucert.Slope{steep, {Kind: '*'}, {Kind: []relucert.SlopeKind{'+', '-', '*'}[rng.IntN(3)]}}
		if rng.IntN(2) == 0 {
			p.Constraints = relucert.Constraints{Through: &[2]dataset.Decimal{{Mantissa: rng.Int64N(3e6)}, steep.Value}}
		}
		p.Constraints.Jumps = p.Constraints.Through == nil && rng.IntN(3) == 0
		rng.Shuffle(len(p.Constraints.Slopes), func(i, j int) {
			p.Constraints.Slopes[i], p.Constraints.Slopes[j] = p.Constraints.Slopes[j], p.Constraints.Slopes[i]
		})
		r, err := honest(t.Context(), p, relucert.Options{NodeLimit: 300, Threads: 1}, text, dataset.Options{Target: "y", Features: []string{"x"}}, func(format string, args ...any) {
			t.Errorf("seed %d: "+format+"\n%+v\n%s", append(append([]any{seed}, args...), p.Constraints, text)...)
		})
		if err == nil && r.SSELower > 0.99*r.SSE {
			proved++
		}
	}
	if proved < count/2 {
		t.Errorf("only %d of %d are proved within a hundredth", proved, count)
	}
}

// TestUnevenPieces: nothing is claimed that the certificate does not prove where inputs are near each other and far away at once, with any constraints
// and whatever ends the search.
func TestUnevenPieces(t *testing.T) {
	for seed := range thorough.Of(uint64(12000), 350) {
		rng := rand.New(rand.NewPCG(seed, 97))
		number := func() dataset.Decimal {
			return dataset.Decimal{Mantissa: rng.Int64N(19) - 9, Exponent: []int{-6, 0, 6}[rng.IntN(3)]}
		}
		var x, y []float64
		for range 5 + rng.IntN(5) {
			v, _ := number().Rat().Float64()
			x, y = append(x, v), append(y, float64(rng.IntN(10)))
		}
		p := relucert.Problem{Data: column(x, y), Class: network.Class{Units: 1 + rng.IntN(3), Output: network.Affine}, Constraints: unevenConstraints(rng, number)}
		if s := p.Constraints.Slopes; s != nil {
			p.Units = len(s) - 1
		}
		opts := relucert.Options{NodeLimit: []int64{1, 3, 1000}[rng.IntN(3)], Threads: 1, Method: relucert.Breakpoints}
		looks := []int64{50, 1000, math.MaxInt64}[rng.IntN(3)]
		if r, err := relucert.Fit(after(looks), p, opts); err != nil || r.Unbegun {
			continue
		}
		q, text, columns := asFile(t, p)
		r, err := honest(after(looks), q, opts, string(text), columns, t.Errorf)
		if err != nil {
			t.Error(err)
		}
		if plain, _ := relucert.Fit(t.Context(), q, opts); looks == math.MaxInt64 && math.Abs(plain.SSE-r.SSE) > max(1e-5*r.SSE, r.Floor) {
			t.Errorf("SSE %g with a certificate, %g without", r.SSE, plain.SSE)
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, describe(p))
		}
	}
}

// unevenConstraints are one or two kinds of them, or none.
func unevenConstraints(rng *rand.Rand, number func() dataset.Decimal) (c relucert.Constraints) {
	for range 1 + rng.IntN(2) {
		switch rng.IntN(7) {
		case 0:
			c.MinSamples = 2
		case 1:
			c.KnownKinks = []dataset.Decimal{number()}
		case 2, 3:
			c.Slopes = nil
			for range 2 + rng.IntN(2) {
				c.Slopes = append(c.Slopes, relucert.Slope{Kind: []relucert.SlopeKind{'-', '+', '*', '='}[rng.IntN(4)], Value: dataset.Decimal{Mantissa: rng.Int64N(4)}})
			}
		case 4:
			c.Through = &[2]dataset.Decimal{number(), {Mantissa: rng.Int64N(10)}}
		case 5:
			c.Jumps = true
		}
	}
	return c
}

// TestSteepFirstPiece: rounding hides nothing of the other pieces where the first is a million times as steep.
func TestSteepFirstPiece(t *testing.T) {
	p := relucert.Problem{Data: column([]float64{-3e-6, 4, 7e6, -5e-6}, []float64{2, 6, 9, 9}), Class: network.Class{Units: 3, Output: network.Affine}}
	if r := confirm(t, t.Context(), p, relucert.Options{NodeLimit: 300}, false); r.Status != relucert.Optimal || r.SSE > 1e-20 {
		t.Error(r)
	}
}
