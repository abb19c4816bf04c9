package export

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"relucert/internal/linalg"
	"relucert/network"
)

// fields is a message read back: its fields' varints or bytes, in order.
type fields map[protowire.Number][]field

type field struct {
	int   int
	bytes []byte
}

func decode(t *testing.T, m []byte) fields {
	t.Helper()
	all := fields{}
	for len(m) > 0 {
		number, kind, n := protowire.ConsumeTag(m)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		m = m[n:]
		var f field
		switch kind {
		case protowire.VarintType:
			v, size := protowire.ConsumeVarint(m)
			f.int, n = int(v), size
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(m)
		default:
			t.Fatalf("field %d is of type %d", number, kind)
		}
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		m = m[n:]
		all[number] = append(all[number], f)
	}
	return all
}

func (f fields) string(n protowire.Number) string { return string(f[n][0].bytes) }

// matrix is a tensor read back.
type matrix struct {
	rows, columns int
	values        []float64
}

func decodeTensor(t *testing.T, f fields, p Precision) (string, matrix) {
	t.Helper()
	m := matrix{rows: 1, columns: f[1][len(f[1])-1].int}
	if len(f[1]) == 2 {
		m.rows = f[1][0].int
	}
	raw, width := f[9][0].bytes, 8
	if p == Float32 {
		width = 4
	}
	if f[2][0].int != map[Precision]int{Float32: 1, Float64: 11}[p] || len(raw) != width*m.rows*m.columns {
		t.Fatalf("a tensor of type %d, %v and %d bytes", f[2][0].int, f[1], len(raw))
	}
	for ; len(raw) > 0; raw = raw[width:] {
		if p == Float32 {
			m.values = append(m.values, float64(math.Float32frombits(binary.LittleEndian.Uint32(raw))))
		} else {
			m.values = append(m.values, math.Float64frombits(binary.LittleEndian.Uint64(raw)))
		}
	}
	return f.string(8), m
}

// runGraph is what a runtime does with a GraphProto's nodes, in float64.
func runGraph(t *testing.T, graph fields, p Precision, x []float64) float64 {
	t.Helper()
	known := map[string]matrix{"x": {1, len(x), x}}
	for _, f := range graph[5] {
		name, m := decodeTensor(t, decode(t, f.bytes), p)
		known[name] = m
	}
	for _, f := range graph[1] {
		node := decode(t, f.bytes)
		a := known[node.string(1)]
		switch node.string(4) {
		case "MatMul":
			a = multiplied(a, known[string(node[1][1].bytes)])
		case "Add":
			a.values = slices.Clone(a.values)
			linalg.AddScaled(a.values, 1, known[string(node[1][1].bytes)].values)
		case "Sub":
			a.values = slices.Clone(a.values)
			linalg.AddScaled(a.values, -1, known[string(node[1][1].bytes)].values)
		case "Relu":
			a.values = slices.Clone(a.values)
			for i, v := range a.values {
				a.values[i] = max(0, v)
			}
		}
		known[node.string(2)] = a
	}
	return known["y"].values[0]
}

func multiplied(a, b matrix) matrix {
	out := matrix{1, b.columns, make([]float64, b.columns)}
	for d, v := range a.values {
		linalg.AddScaled(out.values, v, b.values[d*b.columns:][:b.columns])
	}
	return out
}

// TestONNXGraph reads the bytes back by the field numbers of onnx.proto and computes.
func TestONNXGraph(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 6))
	for range 100 {
		m := randomModel(rng)
		for p, rounding := range map[Precision]float64{Float64: 1e-15, Float32: 1e-6} {
			model := decode(t, encode(t, m, ONNX, p))
			if model[1][0].int != 7 || model.string(2) != "relucert" || decode(t, model[8][0].bytes)[2][0].int != 13 {
				t.Fatalf("the head is %v", model)
			}
			graph := decode(t, model[7][0].bytes)
			checkEnds(t, graph, m, p)
			for _, x := range kinkRows(rng, m) {
				if got, want := runGraph(t, graph, p, x), m.Network.Predict(x); math.Abs(got-want) > rounding*size(m, x) {
					t.Fatalf("%s: %v at %v, want %v", p, got, x, want)
				}
			}
		}
	}
}

// checkEnds looks at the graph's operators, input and output.
func checkEnds(t *testing.T, graph fields, m *network.Model, p Precision) {
	t.Helper()
	var operators []string
	for _, f := range graph[1] {
		operators = append(operators, decode(t, f.bytes).string(4))
	}
	if got := strings.Join(operators, " "); got != "MatMul Add Relu MatMul Add" {
		t.Fatalf("the nodes are %s", got)
	}
	for number, width := range map[protowire.Number]int{11: len(m.Features), 12: 1} {
		value := decode(t, graph[number][0].bytes)
		tensor := decode(t, decode(t, value[2][0].bytes)[1][0].bytes)
		dimensions := decode(t, tensor[2][0].bytes)[1]
		if len(dimensions) != 2 || decode(t, dimensions[0].bytes).string(2) != "rows" || decode(t, dimensions[1].bytes)[1][0].int != width ||
			tensor[1][0].int != map[Precision]int{Float32: 1, Float64: 11}[p] {
			t.Fatalf("%s has %v", value.string(1), tensor)
		}
	}
}

// TestFloat32Scales: at any scale of the labels a graph of float32 predicts what the network does, or is refused.
func TestFloat32Scales(t *testing.T) {
	const seed = 8
	rng := rand.New(rand.NewPCG(seed, 1))
	refused := 0
	for range 400 {
		m := randomModel(rng)
		scale(&m.Network, math.Ldexp(1, rng.IntN(400)-200))
		file, err := EncodeModel(m, ONNX, Float32)
		if err != nil {
			refused++
			continue
		}
		graph := decode(t, decode(t, file)[7][0].bytes)
		for _, x := range kinkRows(rng, m) {
			if got, want := runGraph(t, graph, Float32, x), m.Network.Predict(x); math.Abs(got-want) > 1e-6*size(m, x) {
				t.Fatalf("seed %d: %v at %v, want %v", seed, got, x, want)
			}
		}
	}
	if refused == 0 || refused == 400 {
		t.Errorf("%d of 400 refused", refused)
	}
}

// scale multiplies what the network predicts.
func scale(n *network.Network, by float64) {
	units := append([]network.Unit{{Weights: n.Output.Weights}}, n.Units...)
	for _, u := range units {
		for d := range u.Weights {
			u.Weights[d] *= by
		}
	}
	n.Output.Bias *= by
	for j := range n.Units {
		n.Units[j].Bias *= by
	}
}

// TestAffinePartIsExact: two units give ⟨c, x⟩ without an error of their own.
func TestAffinePartIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	for range 100 {
		m := &network.Model{ClassText: network.Class{NoBias: true, Output: network.None}.Text(), Features: []string{"a", "b", "c"}, Network: network.Network{Output: network.Output{Weights: randomNumbers(rng, 3)}}}
		graph := decode(t, decode(t, encode(t, m, ONNX, Float64))[7][0].bytes)
		x := randomNumbers(rng, 3)
		if got, want := runGraph(t, graph, Float64, x), m.Network.Predict(x); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

func TestFloat32Overflow(t *testing.T) {
	m := &network.Model{ClassText: network.Class{NoBias: true, Output: network.None}.Text(), Features: []string{"a"}, Network: network.Network{Output: network.Output{Weights: []float64{1e39}}}}
	if _, err := EncodeModel(m, ONNX, Float32); err == nil {
		t.Error("1e39 is a float32")
	}
	if _, err := EncodeModel(m, ONNX, Float64); err != nil {
		t.Error(err)
	}
}

// onnxruntime is a program for node that answers cases on standard input.
const onnxruntime = `
const ort = require('onnxruntime-node');
const cases = JSON.parse(require('fs').readFileSync(0));
(async () => {
  const answers = [];
  for (const c of cases) {
    const session = await ort.InferenceSession.create(c.file);
    const numbers = c.precision === 'float32' ? Float32Array : Float64Array;
    const x = new ort.Tensor(c.precision, numbers.from(c.rows.flat()), [c.rows.length, c.rows[0].length]);
    answers.push(Array.from((await session.run({x})).y.data));
  }
  console.log(JSON.stringify(answers));
})();
`

type runtimeCase struct {
	File      string      `json:"file"`
	Precision Precision   `json:"precision"`
	Rows      [][]float64 `json:"rows"`
}

// TestONNXRuntime runs graphs in onnxruntime, which node finds by NODE_PATH.
func TestONNXRuntime(t *testing.T) {
	node := installed(t, "node", "apt-get install nodejs")
	const hint = "npm install --ignore-scripts onnxruntime-node, and NODE_PATH"
	if out, err := exec.Command(node, "-e", "require('onnxruntime-node')").CombinedOutput(); err != nil {
		t.Skipf("node does not find onnxruntime-node (%s): %.200s", hint, out)
	}
	rng := rand.New(rand.NewPCG(1, 8))
	var models []*network.Model
	var cases []runtimeCase
	for range 8 {
		m := randomModel(rng)
		for _, p := range []Precision{Float32, Float64} {
			file := filepath.Join(t.TempDir(), "model.onnx")
			if err := os.WriteFile(file, encode(t, m, ONNX, p), 0o666); err != nil {
				t.Fatal(err)
			}
			models = append(models, m)
			cases = append(cases, runtimeCase{file, p, kinkRows(rng, m)})
		}
	}
	for i, answers := range runCases(t, node, cases) {
		compareRuntime(t, models[i], cases[i], answers)
	}
}

func runCases(t *testing.T, node string, cases []runtimeCase) (answers [][]float64) {
	t.Helper()
	input, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", onnxruntime)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(cases) {
		t.Fatalf("%v\n%s", err, out)
	}
	return answers
}

// compareRuntime allows rounding in the order that the runtime likes.
func compareRuntime(t *testing.T, m *network.Model, c runtimeCase, answers []float64) {
	t.Helper()
	rounding := map[Precision]float64{Float32: 1e-6, Float64: 1e-15}[c.Precision]
	for i, x := range c.Rows {
		if want := m.Network.Predict(x); !(math.Abs(answers[i]-want) <= rounding*size(m, x)) {
			t.Errorf("%s: %v at %v, want %v", c.Precision, answers[i], x, want)
		}
	}
}
