package foreign

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"relucert/export"
	"relucert/network"
)

// saved is a file with this content.
func saved(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func normals(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = rng.NormFloat64()
	}
	return v
}

// value is the network by its definition, with output coefficients as they are.
func (a *arrays) value(x []float64) float64 {
	f := a.C
	for i, c := range a.Linear {
		f += c * x[i]
	}
	for j, w := range a.W {
		t := a.B[j]
		for i, v := range w {
			t += v * x[i]
		}
		f += a.A[j] * math.Max(0, t)
	}
	return f
}

func randomArrays(rng *rand.Rand) *arrays {
	n, k := 1+rng.IntN(4), 1+rng.IntN(5)
	a := &arrays{A: normals(rng, k), B: normals(rng, k), C: rng.NormFloat64(), Linear: normals(rng, n)}
	for range k {
		a.W = append(a.W, normals(rng, n))
	}
	if rng.IntN(2) == 0 {
		a.Linear = make([]float64, n)
	}
	return a
}

// TestArrays: scaling coefficients into ±1 does not change the function.
func TestArrays(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 0))
	for run := range 200 {
		a := randomArrays(rng)
		text, _ := json.Marshal(a)
		m, err := Load(saved(t, "w.json", text))
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			x := normals(rng, len(a.W[0]))
			if got, want := m.Network.Predict(x), a.value(x); math.Abs(got-want) > 1e-12 {
				t.Fatalf("seed %d, run %d: %v at %v, want %v", seed, run, got, x, want)
			}
		}
	}
}

// TestClass: what is 0 is not in the class.
func TestClass(t *testing.T) {
	for text, want := range map[string]network.ClassText{
		`{"W": [[1]], "a": [2]}`:                                 {Signs: "any", Output: network.None},
		`{"W": [[1]], "b": [0], "a": [2], "c": 3}`:               {Signs: "any", Output: network.Intercept},
		`{"W": [[1]], "b": [1], "a": [-2]}`:                      {Signs: "any", Bias: true, Output: network.None},
		`{"W": [[1]], "b": [1], "a": [2], "c": 1, "linear":[4]}`: {Signs: "any", Bias: true, Output: network.Affine},
		`{"W": [[1]], "a": [2], "linear":[4]}`:                   {Signs: "any", Output: network.Affine},
		`{"W": [[1]], "a": [2], "linear":[4], "c": 1}`:           {Signs: "any", Bias: true, Output: network.Affine},
	} {
		m, err := Load(saved(t, "w.json", []byte(text)))
		if err != nil || m.ClassText != want {
			t.Errorf("%s: %+v, %v", text, m.ClassText, err)
		}
	}
}

// TestExported: what export writes as ONNX is the same network again, its affine part included.
func TestExported(t *testing.T) {
	const seed = 2
	rng := rand.New(rand.NewPCG(seed, 0))
	for run := range 100 {
		a := randomArrays(rng)
		text, _ := json.Marshal(a)
		m, err := Load(saved(t, "w.json", text))
		if err != nil {
			t.Fatal(err)
		}
		for i := range a.W[0] {
			m.Features = append(m.Features, fmt.Sprintf("x%d", i))
		}
		m.Target = "y"
		graph, err := export.EncodeModel(m, export.ONNX, export.Float64)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Load(saved(t, "m.onnx", graph))
		if err != nil || fmt.Sprint(got.Features, got.Target, got.ClassText) != fmt.Sprint(m.Features, m.Target, m.ClassText) {
			t.Fatalf("seed %d, run %d: %v %v", seed, run, got, err)
		}
		for range 10 {
			x := normals(rng, len(a.W[0]))
			if got, want := got.Network.Predict(x), m.Network.Predict(x); got != want {
				t.Fatalf("seed %d, run %d: %v, want %v", seed, run, got, want)
			}
		}
	}
}

// Messages of ONNX, written without the reader's help.
func part(field protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, field, protowire.BytesType), content)
}

func count(field protowire.Number, v int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, field, protowire.VarintType), uint64(v))
}

func parts(all ...[]byte) (m []byte) {
	for _, p := range all {
		m = append(m, p...)
	}
	return m
}

// constant32 is a tensor of float32 in float_data, packed.
func constant32(name string, shape []int, values ...float32) []byte {
	var raw, m []byte
	for _, n := range shape {
		m = append(m, count(1, n)...)
	}
	for _, v := range values {
		raw = protowire.AppendFixed32(raw, math.Float32bits(v))
	}
	return part(5, parts(m, count(2, 1), part(4, raw), part(8, []byte(name))))
}

func operator(name, inputs, output string, attributes ...[]byte) []byte {
	var m []byte
	for _, input := range strings.Fields(inputs) {
		m = append(m, part(1, []byte(input))...)
	}
	m = append(m, parts(part(2, []byte(output)), part(4, []byte(name)))...)
	for _, a := range attributes {
		m = append(m, part(5, a)...)
	}
	return part(1, m)
}

func whole(name string, v int) []byte { return parts(part(1, []byte(name)), count(3, v)) }

func float(name string, v float32) []byte {
	return parts(part(1, []byte(name)), protowire.AppendFixed32(protowire.AppendTag(nil, 2, protowire.Fixed32Type), math.Float32bits(v)))
}

func ends(width int) []byte {
	shape := parts(part(1, part(2, []byte("rows"))), part(1, count(1, width)))
	return parts(part(11, parts(part(1, []byte("x")), part(2, part(1, parts(count(1, 1), part(2, shape)))))), part(12, part(1, []byte("y"))))
}

func model(graph ...[]byte) []byte { return part(7, parts(graph...)) }

// TestOperators: graphs as PyTorch, Keras and scikit-learn write them, against values worked out by hand.
func TestOperators(t *testing.T) {
	inner := constant32("W", []int{2, 2}, 1, 2, -3, 4) // rows are units under transB
	for name, c := range map[string]struct {
		graph [][]byte
		want  float64 // at (2, 1)
	}{
		"PyTorch": {[][]byte{inner, constant32("b", []int{2}, 1, 4), constant32("a", []int{1, 2}, 10, -2), constant32("c", []int{1}, 5),
			operator("Gemm", "x W b", "t", whole("transB", 1)), operator("Relu", "t", "h"), operator("Gemm", "h a c", "y", whole("transB", 1))},
			10*(2+2+1) - 2*(-6+4+4) + 5},
		"alpha and beta": {[][]byte{inner, constant32("b", []int{1, 2}, 1, 4), constant32("a", []int{2, 1}, 10, -2),
			operator("Gemm", "x W b", "t", float("alpha", 2), float("beta", 3)), operator("Relu", "t", "h"), operator("MatMul", "h a", "y")},
			10*(2*(2-3)+3) - 2*(2*(4+4)+12)},
		"scaled inputs, output reshaped": {[][]byte{inner, constant32("mean", []int{2}, 1, 3), constant32("sd", []int{2}, 2, 4), constant32("a", []int{2, 1}, 10, -2), constant32("c", []int{}, 7),
			operator("Sub", "x mean", "d"), operator("Div", "d sd", "z"), operator("MatMul", "z W", "t"), operator("Relu", "t", "h"), operator("MatMul", "h a", "u"), operator("Sub", "c u", "v"), operator("Reshape", "v shape", "y")},
			7 - (10*math.Max(0, 0.5+1.5) - 2*math.Max(0, 1-2))},
		"a skip connection": {[][]byte{inner, constant32("s", []int{2, 1}, 3, 1), constant32("a", []int{2, 1}, 10, -2),
			operator("MatMul", "x W", "t"), operator("Relu", "t", "h"), operator("MatMul", "h a", "u"), operator("MatMul", "x s", "v"), operator("Add", "u v", "y")},
			10*math.Max(0, 2-3) - 2*(4+4) + 7},
	} {
		m, err := Load(saved(t, "m.onnx", model(append(c.graph, ends(2))...)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := m.Network.Predict([]float64{2, 1}); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestRefused: one clear line about what is no such network.
func TestRefused(t *testing.T) {
	one := constant32("W", []int{1, 1}, 1)
	for name, c := range map[string]struct{ content, want string }{
		"two layers":      {string(model(one, operator("Relu", "x", "h"), operator("Relu", "h", "y"), ends(1))), "more than one hidden layer"},
		"another ReLU":    {string(model(one, operator("LeakyRelu", "x", "y"), ends(1))), `the operator "LeakyRelu"`},
		"no ReLU":         {string(model(one, operator("MatMul", "x W", "y"), ends(1))), "has no ReLU"},
		"an unknown name": {string(model(one, operator("MatMul", "x V", "y"), ends(1))), "input 2 must be a constant"},
		"two numbers":     {string(model(one, operator("Relu", "x", "y"), ends(2))), "a number a row"},
		"shapes":          {string(model(one, operator("MatMul", "x W", "y"), ends(3))), "a matrix of 1 rows meets a layer of width 3"},
		"a huge input":    {string(model(one, operator("Relu", "x", "y"), ends(1<<40))), "fixed number of columns"},
		"a short tensor":  {string(model(constant32("W", []int{2, 2}, 1), ends(1))), "1 numbers for the shape [2 2]"},
		"text":            {"hello", "in ONNX: "},
		"another field":   {`{"W": [[1]], "d": [1]}`, `unknown field "d"`},
		"a text":          {`{"W": [[1]], "a": "x"}`, "a: string does not fit"},
		"lengths":         {`{"W": [[1], [2]], "a": [1]}`, "a has 1 entries, and W is of 2 units"},
		"ragged":          {`{"W": [[1], [2, 3]], "a": [1, 1]}`, "row 2 of W has 2 weights, and the first has 1"},
		"nothing":         {`{"a": [1]}`, "array W must have a row"},
		"too large":       {`{"W": [[1e300]], "a": [1e300]}`, "not a finite number"},
	} {
		_, err := Load(saved(t, "w", []byte(c.content)))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzLoad: no file makes it panic.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"W": [[1]], "b": [1], "a": [2], "c": 1, "linear":[4]}`))
	f.Add(model(constant32("W", []int{1, 1}, 1), operator("Relu", "x", "h"), operator("Gemm", "h W", "y", whole("transB", 1)), ends(1)))
	f.Fuzz(func(_ *testing.T, content []byte) {
		parseArrays(content)
		parseONNX(content)
	})
}

// TestMirrored: units that mirror each other are a linear part only if their coefficients do, too.
func TestMirrored(t *testing.T) {
	for a, units := range map[string]int{"[2, 3, 1]": 3, "[2, 2, 1]": 3, "[2, -2, 1]": 1} {
		m, err := Load(saved(t, "w.json", []byte(`{"W": [[1], [-1], [5]], "b": [1, -1, 0], "a": `+a+`}`)))
		if err != nil || len(m.Network.Units) != units {
			t.Errorf("%s: %v, %v", a, m, err)
		}
	}
}
