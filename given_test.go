package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/internal/thorough"
	"relucert/loss"
	"relucert/network"
	"relucert/proof/check"
)

// TestStart: what begins with a network is no worse than it, whichever limit ends it, and its certificate proves the claim; of all
// methods, with units in any order and fewer of them than the class has.
func TestStart(t *testing.T) {
	methods := []relucert.Method{relucert.Auto, relucert.Conic, relucert.Sign, relucert.Enumerate}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := randomTiny(rng)
		method := methods[seed%4]
		if seed%5 == 0 {
			p, method = hingeProblem(rng), relucert.Auto
		}
		whole, err := relucert.Fit(context.Background(), p, relucert.Options{Threads: 1, NodeLimit: 200})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		start := *whole.Network
		start.Units = slices.Clone(start.Units)
		rng.Shuffle(len(start.Units), func(i, j int) { start.Units[i], start.Units[j] = start.Units[j], start.Units[i] })
		if p.Signs == nil && p.Hinges == nil && seed%3 == 0 {
			start.Units = start.Units[1:]
		}
		for _, nodes := range []int64{1, 100} {
			checkStarted(t, p, relucert.Options{Threads: 1, NodeLimit: nodes, Method: method, Start: &start})
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, describe(p))
		}
	}
}

func checkStarted(t *testing.T, p relucert.Problem, opts relucert.Options) {
	t.Helper()
	p, text, columns := asFile(t, p)
	var proof bytes.Buffer
	if opts.Method != relucert.Enumerate {
		opts.Certificate = &relucert.Certificate{Out: &proof}
	}
	if p.K() > 2 && opts.Method == relucert.Enumerate {
		opts.Method = relucert.Auto
	}
	r, err := relucert.Fit(context.Background(), p, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range networkFaults(p, r) {
		t.Error(fault)
	}
	if least := opts.Start.SSE(p.Data); r.SSE > least {
		t.Errorf("SSE %.17g, that of the start is %.17g", r.SSE, least)
	}
	if opts.Certificate == nil || r.Unbegun {
		return
	}
	how := check.Options{Data: columns}
	if p.WeightLimit > 0 {
		how.MinWeightLimit = new(float64)
	}
	if v, err := check.Check(source("proof", proof.Bytes()), source("data.csv", text), how); err != nil || !v.Proved {
		t.Errorf("%v %v", v, err)
	}
}

// TestStartAtOnce: a run that a limit ends at once gives the start back.
func TestStartAtOnce(t *testing.T) {
	p := hard(t)
	found, err := relucert.Fit(context.Background(), p, relucert.Options{NodeLimit: 1})
	if err != nil {
		t.Fatal(err)
	}
	start := found.Network
	r, err := relucert.Fit(after(0), p, relucert.Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	if want := start.SSE(p.Data); r.SSE != want || r.Status != relucert.Interrupted || len(r.Network.Units) != 2 {
		t.Errorf("SSE %v of %d units, want %v", r.SSE, len(r.Network.Units), want)
	}
}

// TestStartOutsideTheClass is refused, with what is wrong.
func TestStartOutsideTheClass(t *testing.T) {
	x, y := samples(3, 20, 2)
	unit := func(sign int, w, v, b float64) network.Unit {
		return network.Unit{Sign: sign, Weights: []float64{w, v}, Bias: b}
	}
	of := func(out network.Output, units ...network.Unit) network.Network {
		return network.Network{Output: out, Units: units}
	}
	none := network.Output{Weights: []float64{0, 0}}
	for want, q := range map[string]struct {
		class network.Class
		start network.Network
	}{
		"1 columns, and the data have 2":      {network.Class{Units: 1}, network.Network{Output: network.Output{Weights: []float64{1}}}},
		"2 units, and the class has 1":        {network.Class{Units: 1}, of(none, unit(1, 1, 0, 0), unit(1, 0, 1, 0))},
		"has a linear part":                   {network.Class{Units: 1}, of(network.Output{Weights: []float64{1, 0}}, unit(1, 1, 0, 0))},
		"has an output constant":              {network.Class{Units: 1, Output: network.None}, of(network.Output{Weights: []float64{0, 0}, Bias: 1}, unit(1, 1, 0, 0))},
		"unit 1 has a bias":                   {network.Class{Units: 1, NoBias: true}, of(none, unit(1, 1, 0, 1))},
		"has the norm 5, beyond":              {network.Class{Units: 1, NoBias: true, NormBound: 4}, of(none, unit(1, 3, 4, 0))},
		"the signs --, and the class has +-":  {network.Class{Signs: []int{1, -1}}, of(none, unit(-1, 1, 0, 0), unit(-1, 0, 1, 0))},
		"beyond the weight limit 1":           {network.Class{Units: 1, WeightLimit: 1}, of(none, unit(1, 1e4, 0, 0))},
		"rises by more than the weight limit": {network.Class{Units: 1, WeightLimit: 1, Output: network.Affine, Hinges: [][]int{{0, 1}}}, of(none, unit(1, 1e4, 0, 0))},
		"bend at other columns":               {network.Class{Units: 1, Output: network.Affine, Hinges: [][]int{{1}}}, of(none, unit(1, 1, 0, 0))},
		"or at several":                       {network.Class{Units: 1, Output: network.Affine, Hinges: [][]int{{0, 1}}}, of(none, unit(1, 1, 1, 0))},
		"beyond float64":                      {network.Class{Units: 1}, of(none, unit(1, math.MaxFloat64, math.MaxFloat64, 0))},
	} {
		p := relucert.Problem{Data: table(x, y, nil), Class: q.class}
		_, err := relucert.Fit(context.Background(), p, relucert.Options{Start: &q.start, NodeLimit: 1})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

// TestPathStart: from as many units as it has on, a path is no worse than the network that it begins with.
func TestPathStart(t *testing.T) {
	p := relucert.Problem{Data: wide(60, 1), Class: network.Class{Units: 3, Output: network.Affine}}
	best, err := relucert.Fit(context.Background(), relucert.Problem{Data: p.Data, Class: network.Class{Units: 2, Output: network.Affine}}, relucert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	path, err := relucert.FitPath(context.Background(), p, 0, relucert.Options{Start: best.Network, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	for k, r := range path.Fits {
		if k >= 2 && r.SSE > best.SSE {
			t.Errorf("%d units: SSE %v, that of the start with 2 is %v", k, r.SSE, best.SSE)
		}
	}
}

// TestStartOfAnotherLoss: no worse is meant by the objective, whatever the SSE.
func TestStartOfAnotherLoss(t *testing.T) {
	x, y := samples(4, 25, 2)
	y[3] += 40 // far off
	for i := range y {
		y[i] *= 1e-3 // an SSE is less than the sum of errors
	}
	p := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 1}}
	squares, err := relucert.Fit(context.Background(), p, relucert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.Objective.Loss = loss.Loss{Kind: loss.Absolute}
	alone, err := relucert.Fit(context.Background(), p, relucert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, start := range []*network.Network{squares.Network, alone.Network} {
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Start: start})
		if err != nil {
			t.Fatal(err)
		}
		if found := r.Network.Objective(p.Data, p.Objective); r.SSE != found || found > start.Objective(p.Data, p.Objective) || found > alone.SSE*(1+1e-3) {
			t.Errorf("%v, without a start %v", r, alone)
		}
	}
}

// TestStartAtTheLimit: a network of fit's at the weight limit is one to start from, also where columns nearly depend on each other.
func TestStartAtTheLimit(t *testing.T) {
	for seed := range thorough.Of(uint64(40), 12) {
		rng := rand.New(rand.NewPCG(seed, 6))
		p := relucert.Problem{Class: network.Class{Units: 1 + rng.IntN(2), Output: network.OutputPart(rng.IntN(3)), WeightLimit: 0.1 * math.Exp(rng.NormFloat64())}}
		var x [][]float64
		var y []float64
		for range 6 + rng.IntN(6) {
			a := rng.NormFloat64()
			x = append(x, []float64{a, 2*a - 1 + 1e-9*rng.NormFloat64(), rng.NormFloat64()})
			y = append(y, rng.NormFloat64())
		}
		p.Data = table(x, y, nil)
		opts := relucert.Options{Threads: 1, NodeLimit: 30, Method: relucert.Conic}
		r, err := relucert.Fit(context.Background(), p, opts)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		opts.Start = r.Network
		if again, err := relucert.Fit(context.Background(), p, opts); err != nil || again.SSE > r.SSE*(1+1e-9) {
			t.Errorf("seed %d: %v after %v: %v", seed, again, r, err)
		}
	}
}
