package network

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"relucert/dataset"
)

// documented is the example of MODEL.md.
func documented(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "```json\n")
	example, _, ok := strings.Cut(example, "```")
	if !ok {
		t.Fatal("MODEL.md has no example")
	}
	return example
}

func read(t *testing.T, text string) *Model {
	t.Helper()
	m, err := ReadModel("model.json", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func write(t *testing.T, m *Model) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestModelDocumented(t *testing.T) {
	text := documented(t)
	m := read(t, text)
	if got := write(t, m); got != text {
		t.Errorf("written again:\n%s", got)
	}
	if got := m.Network.Predict([]float64{5}); got != 5 {
		t.Errorf("f(5) = %v, want 1 + 2·(5−3) = 5", got)
	}
}

// TestModelFieldsDocumented finds every field of the example in the table.
func TestModelFieldsDocumented(t *testing.T) {
	text, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(string(text), "```json")
	for _, line := range strings.Split(documented(t), "\n") {
		if parts := strings.Split(line, "\""); len(parts) > 2 && strings.HasPrefix(parts[2], ":") && !strings.HasSuffix(parts[2], "{") {
			if name := parts[1]; !strings.Contains(table, "| `"+name+"`") && !strings.Contains(table, "."+name+"` |") {
				t.Errorf("MODEL.md does not describe %q", name)
			}
		}
	}
}

// TestModelRoundTrip writes doubles of every size, with the last bits in use.
func TestModelRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	any64 := func() float64 {
		for {
			if v := math.Float64frombits(rng.Uint64()); !math.IsNaN(v) && !math.IsInf(v, 0) {
				return v
			}
		}
	}
	for range 2000 {
		m := read(t, documented(t))
		m.Output = Affine
		m.Features = []string{"x", "<&>\u2028 \"ü"}
		m.Network.Units = []Unit{{1, []float64{any64(), any64()}, any64()}, {-1, []float64{5e-324, math.MaxFloat64}, math.Copysign(0, -1)}}
		m.Network.Output = Output{Weights: []float64{any64(), any64()}, Bias: any64()}
		m.SSE, m.SSELower, m.TrainingError = math.Abs(any64()), any64(), math.Abs(any64())
		m.NormBound, m.WeightLimit = math.Abs(any64()), math.Abs(any64())
		text := write(t, m)
		if !strings.Contains(text, `<&>`) {
			t.Fatal("names are escaped as for HTML")
		}
		again := read(t, text)
		if !reflect.DeepEqual(again, m) || !math.Signbit(again.Network.Units[1].Bias) {
			t.Fatalf("got  %+v\nwant %+v", again, m)
		}
		if write(t, again) != text {
			t.Fatal("other bytes the second time")
		}
	}
}

// TestModelOfVersion2 has origins, which are decimals of up to 18 digits.
func TestModelOfVersion2(t *testing.T) {
	m := read(t, documented(t))
	m.Origins, m.TargetOrigin = []dataset.Decimal{{Mantissa: 1700000000000000003}}, dataset.Decimal{Mantissa: -25, Exponent: -1}
	if err := m.Write(new(bytes.Buffer)); err == nil {
		t.Error("an origin of 19 digits was written")
	}
	m.Origins[0].Mantissa = 170000000000000003
	text := write(t, m)
	for _, want := range []string{`"version": 2`, "170000000000000003\n", `"target_origin": -2.5,`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	if again := read(t, text); !reflect.DeepEqual(again, m) {
		t.Errorf("got  %+v\nwant %+v", again, m)
	}
	if got := m.Text([]float64{5}); got != "2.5" { // 5 - 2.5
		t.Errorf("predicts %s", got)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"bias": true`, `"bias": false`, "bias"},
		{`"norm_bound": 0`, `"norm_bound": 1`, "without norm bound"},
		{"170000000000000003\n", "1, 2\n", "2 for 1 features"},
		{"-2.5", "1e-300", "not a decimal"},
		{"-2.5", "\"-2.5\"", "not a decimal"},
	} {
		if _, err := ReadModel("m.json", strings.NewReader(strings.Replace(text, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

// TestReadModelRefuses changes one place of the documented example.
func TestReadModelRefuses(t *testing.T) {
	text := documented(t)
	tests := []struct{ old, new, want string }{
		{text, "", "m.json: not a relucert model: the file is empty"},
		{text, text[:300], "m.json: not a relucert model: the file ends in the middle"},
		{text, "a,b\n1,2\n", "m.json:1: not a relucert model: invalid character 'a' looking for beginning of value"},
		{text, "[]", "m.json:1: not a relucert model: a JSON object is needed, not array"},
		{text, "null", "m.json: not a relucert model: \"format\" is not \"relucert-model\""},
		{text, text + "{}", "m.json: not a relucert model: there is more text after the model"},
		{`"relucert-model"`, `"onnx"`, "m.json: not a relucert model: \"format\" is not \"relucert-model\""},
		{`"version": 1`, `"version": 7, "objective": {"loss": "huber", "ridge": 0, "value": 1, "lower": 0}`, "m.json: objective: a loss is squared, absolute, huber:δ or quantile:τ, got \"huber\""},
		{`"version": 1`, `"version": 7, "objective": {"loss": "absolute", "ridge": -1, "value": 1, "lower": 0}`, "m.json: objective: the ridge penalty is a finite number and not negative, got -1"},
		{`"version": 1`, `"version": 9, "new": 1`, "m.json: model version 9 is not known; this program reads versions 1 to 8"},
		{`"version": 1`, `"version": 2`, "m.json: version 2 does not fit: a model with bases is of version 8, else one with an objective of version 7, one with hinges of version 6, one with jumps of version 5, with errors of version 4, with dates of version 3, with origins of version 2, any other of version 1"},
		{`"target": "y",`, `"target": "y", "origins": [1],`, "m.json: version 1 does not fit: a model with bases is of version 8, else one with an objective of version 7, one with hinges of version 6, one with jumps of version 5, with errors of version 4, with dates of version 3, with origins of version 2, any other of version 1"},
		{`  "version": 1,`, ``, "m.json: model version 0 is not known; this program reads versions 1 to 8"},
		{`  "target": "y",`, ``, "m.json: target is missing"},
		{`"sse": 0`, `"sse": null`, "m.json: sse is null"},
		{`"bias": -6`, `"bais": -6`, `m.json: unknown field "bais"`},
		{",\n        \"bias\": -6", ``, "m.json: network.units[0].bias is missing"},
		{`"sse": 0`, `"SSE": 0`, "m.json: sse is missing"},
		{`"sse": 0`, `"sse": 0, "SSE": 0`, `m.json: unknown field "SSE"`},
		{`"rows": 5`, `"rows": 0`, "m.json: data.rows: 0 is not positive"},
		{`"norm_bound": 0`, `"norm_bound": "0"`, "m.json:18: norm_bound: string does not fit"},
		{`"rows": 5`, `"rows": 5.5`, "m.json:7: data.rows: number 5.5 does not fit"},
		{`"sha256": "0f`, `"sha256": "zz`, "is not 64 hexadecimal digits"},
		{`"sha256": "0f`, `"sha256": "`, "is not 64 hexadecimal digits"},
		{`"x"`, ``, "m.json: features: there is none"},
		{`"x"`, `""`, "m.json: features, target: a column without a name"},
		{`"x"`, `"y"`, `m.json: features, target: column "y" stands twice`},
		{`"x"`, `"x", "z"`, "m.json: network.units[0].weights: 1 numbers for 2 features"},
		{"        0\n", "        0, 0\n", "m.json: network.output.weights: 2 numbers for 1 features"},
		{"          2\n", "          1e999\n", "m.json:25: network.units.weights: number 1e999 does not fit"},
		{"          2\n", "          NaN\n", "m.json:25: not a relucert model: invalid character 'N' looking for beginning of value"},
		{"          2\n", "          null\n", "m.json: network.units[0].weights[0] is null"},
		{`"sign": 1`, `"sign": 2`, "m.json: network.units[0].sign: 2 is not 1 or -1"},
		{`"sign": 1`, `"sign": 0`, "m.json: network.units[0].sign: 0 is not 1 or -1"},
		{`"signs": "any"`, `"signs": "-"`, `m.json: signs: "-" is neither "any" nor the signs of the 1 units`},
		{`"signs": "any"`, `"signs": "+?"`, `m.json: signs: "+?" is neither "any" nor the signs of the 1 units`},
		{`"bias": true`, `"bias": false`, "m.json: network.units[0].bias: -6, but the model's units have no bias"},
		{`"output": "intercept"`, `"output": "none"`, `m.json: network.output: more than the output part "none" allows`},
		{`"output": "intercept"`, `"output": "linear"`, `m.json: unknown output part "linear": it is none, intercept or affine`},
		{"        0\n", "        3\n", `m.json: network.output: more than the output part "intercept" allows`},
		{`"norm_bound": 0`, `"norm_bound": -1`, "m.json: norm_bound: -1 is negative"},
		{`"weight_limit": 1000`, `"weight_limit": -1`, "m.json: weight_limit: -1 is negative"},
		{`"version": 1`, `"version": 6, "hinges": [["z"]]`, `m.json: hinges: "z" is no feature`},
		{`"version": 1`, `"version": 6, "hinges": [[]]`, `m.json: hinges: unit 1 has a weight on "x"`},
		{`"version": 1`, `"version": 6, "hinges": [["x"], ["x"]]`, "m.json: hinges: 2 for 1 units"},
		{`"version": 1`, `"version": 1, "hinges": [["x"]]`, "m.json: version 1 does not fit: a model with bases is of version 8, else one with an objective of version 7, one with hinges of version 6, one with jumps of version 5, with errors of version 4, with dates of version 3, with origins of version 2, any other of version 1"},
		{`"sse": 0`, `"sse": -1`, "m.json: sse: -1 is negative"},
		{`"training_error": 0`, `"training_error": -1`, "m.json: training_error: -1 is negative"},
	}
	for _, test := range tests {
		changed := strings.Replace(text, test.old, test.new, 1)
		if changed == text {
			t.Errorf("%q does not occur in the example", test.old)
		}
		m, err := ReadModel("m.json", strings.NewReader(changed))
		var e *dataset.Error
		if m != nil || !errors.As(err, &e) || !strings.HasSuffix(err.Error(), test.want) {
			t.Errorf("%q for %q:\ngot  %v\nwant %s", test.new, test.old, err, test.want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, set := range []func(*Model){
			func(m *Model) { m.Network.Units[0].Weights[0] = bad },
			func(m *Model) { m.Network.Units[0].Bias = bad },
			func(m *Model) { m.Network.Output.Bias = bad },
			func(m *Model) { m.SSE = bad },
			func(m *Model) { m.SSELower = bad },
			func(m *Model) { m.WeightLimit = bad },
		} {
			m := read(t, documented(t))
			set(m)
			var b bytes.Buffer
			if err := m.Write(&b); err == nil || b.Len() > 0 || !strings.Contains(err.Error(), "not finite") {
				t.Errorf("%v is written: %v", bad, err)
			}
		}
	}
}

func TestLoadModel(t *testing.T) {
	m := read(t, documented(t))
	path := filepath.Join(t.TempDir(), "model.json")
	if err := os.WriteFile(path, []byte(write(t, m)), 0o666); err != nil {
		t.Fatal(err)
	}
	if again, err := LoadModel(path); err != nil || !reflect.DeepEqual(again, m) {
		t.Errorf("%+v, %v", again, err)
	}
	var e *dataset.Error
	if _, err := LoadModel(path + "x"); !errors.As(err, &e) || !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestDataOf(t *testing.T) {
	d, _, err := dataset.Read("a.csv", strings.NewReader("x,y,w\n1,2,3\n"), dataset.Options{Weights: "w"})
	if err != nil {
		t.Fatal(err)
	}
	// printf 'x,y,w\n1,2,3\n' | sha256sum
	want := Data{"a.csv", 1, "069f33211edaf2c6f50b51369708a0276f34c0bdea502192c56e6b7fc0273717", "w"}
	if got := DataOf(d); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func FuzzReadModel(f *testing.F) {
	text := documented(f)
	f.Add([]byte(text))
	f.Add([]byte(strings.Replace(text, "\"bias\": -6", "\"bias\": -6e-300", 1)))
	f.Add([]byte(`{"format":"relucert-model","version":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ReadModel("fuzz", bytes.NewReader(text))
		if err != nil {
			var e *dataset.Error
			if !errors.As(err, &e) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("not one line of an *Error: %q", err)
			}
			return
		}
		if again := read(t, write(t, m)); !reflect.DeepEqual(again, m) {
			t.Fatalf("got  %+v\nwant %+v", again, m)
		}
	})
}

// TestModelOfVersion8 has texts that have no feature.
func TestModelOfVersion8(t *testing.T) {
	m := read(t, documented(t))
	m.Features, m.Bases = []string{"group=b"}, []string{"a"}
	text := write(t, m)
	if again := read(t, text); !strings.Contains(text, `"version": 8`) || !reflect.DeepEqual(again, m) {
		t.Errorf("got %+v of\n%s", again, text)
	}
	for _, bases := range [][]string{{"a", ""}, {}} {
		if m.Bases = bases; m.checkBases() == nil {
			t.Errorf("bases %q for one feature", bases)
		}
	}
	if m.Features, m.Bases = []string{"x"}, []string{"a"}; m.checkBases() == nil {
		t.Error("a column of numbers has a text")
	}
}
