package inference_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/network"
)

// open is the broken line with k breakpoints through a file's samples.
func open(t *testing.T, file, input, target string, k int) (*relucert.Problem, *relucert.Result, *inference.Line) {
	t.Helper()
	data, _, err := dataset.Open(file, dataset.Options{Features: []string{input}, Target: target, LocalInputs: true, LocalLabels: true})
	if err != nil {
		t.Fatal(err)
	}
	p := &relucert.Problem{Data: data, Class: network.Class{Units: k, Output: network.Affine}}
	r, l := fitted(t, p)
	return p, r, l
}

// enough nodes for the small problems here: a random one that is hard does not hang.
const enough = 5000

func fitted(t *testing.T, p *relucert.Problem) (*relucert.Result, *inference.Line) {
	t.Helper()
	r, err := relucert.Fit(t.Context(), *p, relucert.Options{NodeLimit: enough})
	if err != nil {
		t.Fatal(err)
	}
	l, err := inference.Of(p, r.Network)
	if err != nil {
		t.Fatal(err)
	}
	return r, l
}

// made is samples of a broken line with a breakpoint at 0.4 and normal errors, of all weights if weighted.
func made(random *rand.Rand, rows int, noise float64, weighted bool) *relucert.Problem {
	d := &dataset.Dataset{Name: "made", Features: []string{"x"}, Target: "y"}
	for range rows {
		x, w := random.Float64(), 1.0
		if weighted {
			w = 0.5 + random.Float64()
			d.Weights = append(d.Weights, w)
		}
		d.X = append(d.X, x)
		d.Y = append(d.Y, 1+2*x-5*max(0, x-0.4)+noise*random.NormFloat64()/math.Sqrt(w))
	}
	return &relucert.Problem{Data: d, Class: network.Class{Units: 1, Output: network.Affine}}
}

func random(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func near(a, b, relative float64) bool {
	return math.Abs(a-b) <= relative*max(math.Abs(a), math.Abs(b))
}

// The line is the network, and its SSE the fit's.
func TestLineIsTheNetwork(t *testing.T) {
	random := random(t)
	for i := range 30 {
		p := made(random, 20+random.IntN(60), 0.3, i%2 == 0)
		p.Units = 1 + random.IntN(3)
		r, l := fitted(t, p)
		for _, x := range p.Data.X {
			if a, b := l.At(x), r.Network.Predict([]float64{x}); math.Abs(a-b) > 1e-9*(1+math.Abs(b)) {
				t.Errorf("at %g: the line has %g, the network %g", x, a, b)
			}
		}
		if !near(l.SSE(), r.SSE, 1e-9) {
			t.Errorf("SSE %g of the line, %g of the fit", l.SSE(), r.SSE)
		}
	}
}

// fixed is for tests that chance may fail.
func fixed() *rand.Rand { return rand.New(rand.NewPCG(3, 0)) }
