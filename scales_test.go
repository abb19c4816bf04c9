package relucert_test

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/engine/boxes"
	"relucert/internal/thorough"
	"relucert/network"
)

// scaled is p with labels and inputs times these; the bounds of the class, too. With a norm bound there must be no bias, or inputs as they are.
func scaled(p relucert.Problem, labels, inputs float64) relucert.Problem {
	d := *p.Data
	d.X, d.Y = nil, nil
	for _, v := range p.Data.X {
		d.X = append(d.X, v*inputs)
	}
	for _, v := range p.Data.Y {
		d.Y = append(d.Y, v*labels)
	}
	p.Data = &d
	p.Class.WeightLimit *= labels
	p.Class.NormBound *= labels / inputs
	return p
}

// TestScalesDoNotMatter: a gap that closes does so at any scale of labels and inputs.
func TestScalesDoNotMatter(t *testing.T) {
	for _, method := range []relucert.Method{relucert.Conic, relucert.Sign, relucert.Auto, relucert.Enumerate} {
		t.Run(method.String(), func(t *testing.T) {
			seed := rand.Uint64()
			rng := rand.New(rand.NewPCG(seed, 1))
			for range thorough.Of(60, 5) {
				checkScales(t, seed, rng, limitedFew(t, rng), method)
			}
		})
	}
}

func checkScales(t *testing.T, seed uint64, rng *rand.Rand, p relucert.Problem, method relucert.Method) {
	t.Helper()
	fit := func(p relucert.Problem, nodes int64) *relucert.Result {
		r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-4, Method: method, NodeLimit: nodes})
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, describe(p))
		}
		return r
	}
	plain := fit(p, thorough.Of(int64(manyNodes), 300))
	if plain.Status != relucert.Optimal {
		return
	}
	for _, power := range [][2]float64{{-12, 0}, {12, 0}, {0, -12}, {0, 12}, {24*rng.Float64() - 12, 24*rng.Float64() - 12}} {
		labels, inputs := math.Pow(10, power[0]), math.Pow(10, power[1])
		if p.NormBound > 0 {
			inputs = max(inputs, 1e-11) // method sign refuses thinner ones with a norm bound
		}
		if p.NormBound > 0 && p.Bias() {
			inputs = 1
		}
		r := fit(scaled(p, labels, inputs), manyNodes)
		if least := r.SSE / (labels * labels); r.Status != relucert.Optimal || math.Abs(least-plain.SSE) > 2e-4*plain.SSE+2*plain.Floor {
			t.Errorf("seed %d: labels times %g, inputs times %g: %v; as they are: %v\n%s", seed, labels, inputs, r, plain, describe(p))
		}
	}
}

// TestThinAndWideInputs: with every method, inputs of 1e-300 and 1e290 have the least SSE of inputs of 1, and weights that are numbers.
func TestThinAndWideInputs(t *testing.T) {
	for _, class := range []network.Class{
		{Signs: []int{-1, -1}, Output: network.Affine},
		{Signs: []int{-1, -1}, Output: network.Affine, NoBias: true},
		{Signs: []int{1}, Output: network.None, NoBias: true},
	} {
		for _, method := range []relucert.Method{relucert.Auto, relucert.Conic, relucert.Sign, relucert.Enumerate} {
			least := 0.0
			for _, scale := range []float64{1, 1e-300, 1e290} {
				x := [][]float64{{6 * scale}, {-8 * scale}, {4 * scale}, {-2 * scale}, {-8 * scale}, {6 * scale}}
				p := relucert.Problem{Data: table(x, []float64{4, 4, 11, 10, 15, 19}, nil), Class: class}
				r, err := relucert.Fit(t.Context(), p, relucert.Options{Method: method, Gap: tightGap})
				if err != nil {
					t.Fatalf("%v, inputs times %g: %v\n%s", method, scale, err, describe(p))
				}
				if scale == 1 {
					least = r.SSE
				}
				if r.Status != relucert.Optimal || math.Abs(r.SSE-least) > 1e-6*least || !r.Network.Finite() {
					t.Errorf("inputs times %g: %v, not %g\n%s", scale, r, least, describe(p))
				}
			}
		}
	}
}

// TestWideBall: a norm bound far beyond what the labels take costs no precision.
func TestWideBall(t *testing.T) {
	x := [][]float64{{1}, {-1}}
	y := []float64{1.12837e-5, -2.16e-5}
	for _, bound := range []float64{1e-5, 1e-4, 1e-3, 0.1, 1, 100, 1e8} {
		for _, output := range []network.OutputPart{network.None, network.Intercept} {
			p := relucert.Problem{Data: table(append(x, x...), append(y, 2e-5, 1e-5), nil), Class: network.Class{Units: 1, Output: output, NormBound: bound}}
			if !ends(t, 0, p, relucert.Sign) {
				t.Errorf("bound %v, output %v", bound, output)
			}
		}
	}
}

// TestThinColumns: with a norm bound auto takes the method that can have them, and where none can, the advice does not lead in a circle.
func TestThinColumns(t *testing.T) {
	for columns, want := range map[int]string{3: "try --method conic", 16: "leave it out"} {
		rng := rand.New(rand.NewPCG(uint64(columns), 9))
		x, y := make([][]float64, 40), make([]float64, 40)
		for i := range x {
			x[i] = make([]float64, columns)
			for d := range x[i] {
				x[i][d] = rng.NormFloat64()
			}
			x[i][0] *= 1e-14
			y[i] = max(0, x[i][1])
		}
		data, err := dataset.New(x, y)
		if err != nil {
			t.Fatal(err)
		}
		p := relucert.Problem{Data: data, Class: network.Class{Units: 1, NoBias: true, NormBound: 1, Output: network.None}}
		opts := relucert.Options{Gap: 1e-2, NodeLimit: 20, Method: relucert.Sign}
		if _, err := relucert.Fit(t.Context(), p, opts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d columns by sign: %v", columns, err)
		}
		opts.Method = relucert.Auto
		switch r, err := relucert.Fit(t.Context(), p, opts); {
		case columns > boxes.MostInputs && (err == nil || strings.Contains(err.Error(), "--method")):
			t.Errorf("%d columns: %v, %v", columns, r, err)
		case columns <= boxes.MostInputs && (err != nil || r.Method != relucert.Conic):
			t.Errorf("%d columns: %v, %v", columns, r, err)
		}
	}
}
