package export

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert/network"
)

// TestFormula evaluates formulas as a reader of Go's expressions understands them, and
// wants Predict's bits.
func TestFormula(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	for range 300 {
		m := randomModel(rng)
		text := string(encode(t, m, Text, Float64))
		formula, isY := strings.CutPrefix(text, "y = ")
		if !isY {
			t.Fatalf("not y = …: %s", text)
		}
		e, err := parser.ParseExpr(strings.ReplaceAll(formula, "\n", " "))
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		for _, x := range kinkRows(rng, m) {
			got, want := evaluate(e, m.Features, x), m.Network.Predict(x)
			if got != want {
				t.Fatalf("%v at %v, want %v, by\n%s", got, x, want, text)
			}
		}
	}
}

func evaluate(e ast.Expr, names []string, x []float64) float64 {
	at := func(e ast.Expr) float64 { return evaluate(e, names, x) }
	switch e := e.(type) {
	case *ast.ParenExpr:
		return at(e.X)
	case *ast.BasicLit:
		v, _ := strconv.ParseFloat(e.Value, 64)
		return v
	case *ast.UnaryExpr:
		return -at(e.X)
	case *ast.CallExpr:
		return max(at(e.Args[0]), at(e.Args[1]))
	case *ast.BinaryExpr:
		switch e.Op {
		case token.ADD:
			return at(e.X) + at(e.Y)
		case token.SUB:
			return at(e.X) - at(e.Y)
		case token.MUL:
			return float64(at(e.X) * at(e.Y))
		}
	case *ast.Ident:
		for i, name := range names {
			if e.Name == name {
				return x[i]
			}
		}
	}
	return math.NaN()
}

func TestFormulaLooks(t *testing.T) {
	m := &network.Model{ClassText: network.Class{NoBias: true, Output: network.None}.Text(), Features: []string{"temp", "wind"}, Target: "load", Network: network.Network{
		Units:  []network.Unit{{Sign: 1, Weights: []float64{2, 0}, Bias: -6}, {Sign: -1, Weights: []float64{-1, 0.5}}},
		Output: network.Output{Weights: []float64{0, -0.25}, Bias: 1e6},
	}}
	if got, want := string(encode(t, m, Text, Float64)), `load = (-0.25*wind
  + 1e+06
  + max(0, 2*temp - 6)
  - max(0, -1*temp + 0.5*wind))
`; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	m.Features[1] = "wind speed"
	m.Network.Units = m.Network.Units[:1]
	if got, want := string(encode(t, m, Text, Float64)), `# y = "load"
# x1 = "temp"
# x2 = "wind speed"
y = (-0.25*x2
  + 1e+06
  + max(0, 2*x1 - 6))
`; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	m.Network = network.Network{Output: network.Output{Weights: []float64{0, 0}}}
	if got := string(encode(t, m, Text, Float64)); !strings.HasSuffix(got, "y = (0)\n") {
		t.Errorf("%s", got)
	}
}
