package network

import (
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/thorough"
)

// hat has two features: 1 + x₁ + 2[x₁ − x₂ − 1]₊ − [x₂]₊.
var hat = Network{
	Units:  []Unit{{1, []float64{2, -2}, -2}, {-1, []float64{0, 1}, 0}},
	Output: Output{Weights: []float64{1, 0}, Bias: 1},
}

func TestPredict(t *testing.T) {
	tests := []struct{ x1, x2, want float64 }{
		{0, 0, 1}, {3, 0, 8}, {3, 1, 5}, {0, 2, -1}, {1, 0, 2}, {-5, -6, -4},
	}
	for _, test := range tests {
		if got := hat.Predict([]float64{test.x1, test.x2}); got != test.want {
			t.Errorf("f(%v, %v) = %v, want %v", test.x1, test.x2, got, test.want)
		}
	}
}

// TestNoFusing looks for fused multiply-adds in the machine code for arm64, where
// the compiler likes them: their results would differ from those on amd64.
func TestNoFusing(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("compiles the standard library for arm64 the first time")
	}
	build := exec.Command("go", "build", "-gcflags=-S", ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	code, err := build.CombinedOutput()
	if err != nil || !strings.Contains(string(code), "FADDD") {
		t.Fatalf("no code to look at: %v", err)
	}
	for line := range strings.Lines(string(code)) {
		if strings.Contains(line, "FMADD") || strings.Contains(line, "FMSUB") || strings.Contains(line, "FNMSUB") || strings.Contains(line, "FNMADD") {
			t.Error(strings.TrimSpace(line))
		}
	}
}

func TestErrors(t *testing.T) {
	d := &dataset.Dataset{
		Features: []string{"x1", "x2"},
		X:        []float64{0, 0, 3, 0, 3, 1, 0, 2},
		Y:        []float64{2, 8, 8, 0}, // f is 1, 8, 5, -1
	}
	check := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-15*math.Abs(want) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	check("SSE", hat.SSE(d), 1+0+9+1)
	check("training error", hat.TrainingError(d), 11./4)
	check("R²", hat.R2(d), 1-11./51) // the mean label is 4.5
	wantPattern := []bool{false, false, true, false, true, true, false, true}
	if got := hat.Pattern(d); !reflect.DeepEqual(got, wantPattern) {
		t.Errorf("pattern %v, want %v", got, wantPattern)
	}

	d.Weights = []float64{1, 2, 3, .5}
	check("weighted SSE", hat.SSE(d), 1+27+.5)
	check("weighted training error", hat.TrainingError(d), 28.5/6.5)
	mean := (2 + 16 + 24) / 6.5
	variation := (2-mean)*(2-mean) + 5*(8-mean)*(8-mean) + .5*mean*mean
	check("weighted R²", hat.R2(d), 1-28.5/variation)
}

func TestR2OfConstantLabels(t *testing.T) {
	d := &dataset.Dataset{Features: []string{"x1", "x2"}, X: make([]float64, 6), Y: []float64{.1, .1, .1}}
	if got := hat.R2(d); !math.IsNaN(got) {
		t.Errorf("R² = %v, want NaN", got)
	}
}

// TestSSEAccurate compares 10^6 terms with math/big; plain summation is off by
// about 1e-12.
func TestSSEAccurate(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	zero := Network{Output: Output{Weights: []float64{0}}}
	d := &dataset.Dataset{Features: []string{"x"}, X: make([]float64, 1e6), Y: make([]float64, 1e6)}
	exact := new(big.Float).SetPrec(200)
	for i := range d.Y {
		d.Y[i] = rng.ExpFloat64()
		exact.Add(exact, big.NewFloat(d.Y[i]*d.Y[i]))
	}
	want, _ := exact.Float64()
	if got := zero.SSE(d); math.Abs(got-want) > 2e-16*want {
		t.Errorf("SSE = %v, want %v", got, want)
	}
}

func TestSSEOverflows(t *testing.T) {
	d := &dataset.Dataset{Features: []string{"x"}, X: make([]float64, 2), Y: []float64{1e200, 1e200}}
	zero := Network{Output: Output{Weights: []float64{0}}}
	if got := zero.SSE(d); !math.IsInf(got, 1) {
		t.Errorf("SSE = %v, want +Inf", got)
	}
}

func TestOutputPart(t *testing.T) {
	for _, p := range []OutputPart{None, Intercept, Affine} {
		text, err := p.MarshalText()
		var again OutputPart
		if err != nil || again.UnmarshalText(text) != nil || again != p {
			t.Errorf("%v becomes %v", p, again)
		}
	}
	if _, err := OutputPart(3).MarshalText(); err == nil {
		t.Error("OutputPart(3) has a name")
	}
	if _, err := ParseOutputPart("Affine"); err == nil {
		t.Error("Affine is taken for affine")
	}
}

// TestFinite finds what is no number wherever it is, also where predictions do not show it.
func TestFinite(t *testing.T) {
	for _, bad := range []float64{0, math.NaN(), math.Inf(1), math.Inf(-1)} {
		for at := range 5 {
			v := make([]float64, 5)
			v[at] = bad
			n := &Network{Units: []Unit{{1, v[:1], v[1]}}, Output: Output{v[2:3], v[3]}, Jumps: []Jump{{At: v[4], Output: Output{Weights: []float64{0}}}}}
			if n.Finite() != (bad == 0) {
				t.Errorf("%v in place %d", bad, at)
			}
		}
	}
}
