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
	"relucert/loss"
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
		r := fit(scaled(p, labels, inputs), 2*plain.Nodes+manyNodes) // rounding makes another tree
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

// TestSteepLines: broken lines of all kinds are the same at any scale of inputs and labels, or an error says that doubles do not hold them.
func TestSteepLines(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 1))
	var x, y []float64
	for range 9 {
		x, y = append(x, rng.NormFloat64()), append(y, rng.NormFloat64())
	}
	fit := func(c relucert.Constraints, inputs, labels float64) (*relucert.Result, error) {
		p := relucert.Problem{Class: network.Class{Units: 1, Output: network.Affine}, Constraints: c}
		var rows [][]float64
		var out []float64
		for i := range x {
			rows, out = append(rows, []float64{x[i] * inputs}), append(out, y[i]*labels)
		}
		p.Data = table(rows, out, nil)
		return relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: 50})
	}
	held, refused := 0, 0
	for _, c := range []relucert.Constraints{{}, {Jumps: true}, {MinSamples: 2}, {Jumps: true, MinSamples: 2}, {Slopes: []relucert.Slope{{Kind: relucert.SlopeRises}, {Kind: relucert.SlopeFalls}}}} {
		plain, err := fit(c, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		for range thorough.Of(300, 30) {
			inputs, labels := math.Pow(10, float64(rng.IntN(600)-300)), math.Pow(10, float64(rng.IntN(280)-135))
			switch r, err := fit(c, inputs, labels); {
			case err != nil && strings.Contains(err.Error(), "beyond float64"):
				if 1e-250 < labels/inputs && labels/inputs < 1e250 {
					t.Errorf("%v, inputs times %g, labels times %g: %v", c.Lines(), inputs, labels, err)
				}
				refused++
			case err != nil || !r.Network.Finite():
				t.Errorf("%v, inputs times %g, labels times %g: %v, %v", c.Lines(), inputs, labels, err, r)
			case labels/inputs > 1e-290 && math.Abs(r.SSE/labels/labels-plain.SSE) > 1e-5*plain.SSE:
				t.Errorf("%v, inputs times %g, labels times %g: %v, not %v", c.Lines(), inputs, labels, r, plain)
			default:
				held++
			}
		}
	}
	if held == 0 || refused == 0 {
		t.Errorf("%d and %d", held, refused)
	}
}

// TestInputsFarApart: inputs and sample weights of any mixture of sizes end in a network or in an error that does not blame constraints.
func TestInputsFarApart(t *testing.T) {
	const seed = 6
	rng := rand.New(rand.NewPCG(seed, 1))
	sizes := []float64{1, 1, 1, 1e-300, 1e-151, 1e15, 1e300}
	for range thorough.Of(3000, 300) {
		var rows [][]float64
		var y, weights []float64
		for range 2 + rng.IntN(6) {
			rows = append(rows, []float64{rng.NormFloat64() * sizes[rng.IntN(len(sizes))]})
			y, weights = append(y, rng.NormFloat64()), append(weights, sizes[rng.IntN(len(sizes))])
		}
		if rng.IntN(2) == 0 {
			weights = nil
		}
		c := []relucert.Constraints{{}, {Jumps: true}, {MinSamples: 2}, {Slopes: []relucert.Slope{{Kind: relucert.SlopeRises}, {Kind: relucert.SlopeFalls}}}}[rng.IntN(4)]
		p := relucert.Problem{Data: table(rows, y, weights), Class: network.Class{Units: 1 + rng.IntN(2), Output: network.Affine}, Constraints: c}
		if c.Slopes != nil {
			p.Units = 1
		}
		r, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: 5})
		if err == nil && !(r.SSELower <= r.SSE && r.Network.Finite()) || err != nil && (c.Jumps || !c.Any()) && strings.Contains(err.Error(), "keeps all") {
			t.Fatalf("seed %d: %v, %v, %v\n%s", seed, c.Lines(), r, err, describe(p))
		}
	}
}

// TestCertificatesAtAnyScale: what is claimed with a norm bound or a penalty, of which inputs cannot be scaled away, is proved at any scale of labels and inputs.
func TestCertificatesAtAnyScale(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	power := func(most float64) float64 { return math.Pow(10, most*(2*rng.Float64()-1)) }
	for range thorough.Of(200, 12) {
		p := limitedFew(t, rng)
		labels, inputs := power(40), power(40)
		p.Class.NormBound, p.Class.WeightLimit = 0, 0
		if rng.IntN(2) == 0 {
			p.Class.NormBound = power(3)
		}
		p = scaled(p, labels, inputs)
		if p.Class.NormBound == 0 {
			p.Objective = loss.Objective{Ridge: power(3)}
		}
		confirm(t, t.Context(), p, relucert.Options{Gap: 1e-3, NodeLimit: 300}, false)
	}
}
