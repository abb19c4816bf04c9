package checkcmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestModel: a model's columns are found by name, and what it says of itself must be
// what the certificate says.
func TestModel(t *testing.T) {
	type object = map[string]any
	inside := func(m object, key string) object { return m[key].(object) }
	unit := func(m object) object { return inside(m, "network")["units"].([]any)[0].(object) }
	for _, c := range []struct {
		name   string
		change func(object)
		code   int
		want   string
	}{
		{"as it is", func(object) {}, 0, "PROVED  4.666"},
		{"columns and weights exchanged", func(m object) {
			w := unit(m)["weights"].([]any)
			w[0], w[1] = w[1], w[0]
			m["features"] = []any{"b", "a"}
		}, 0, "PROVED  4.666"},
		{"columns exchanged", func(m object) { m["features"] = []any{"b", "a"} }, 1, "NOT PROVED  the model: its SSE is 14."},
		{"other names", func(m object) { m["features"] = []any{"q", "zz"} }, 2, `the model is for features ["q" "zz"], the certificate for ["a" "b"]`},
		{"fewer names", func(m object) {
			m["features"], unit(m)["weights"] = []any{"a"}, []any{1.0}
			inside(inside(m, "network"), "output")["weights"] = []any{0.0}
		}, 2, `the model is for features ["a"], the certificate for ["a" "b"]`},
		{"other target", func(m object) { m["target"] = "price" }, 2, `the model is for target "price", the certificate for "y"`},
		{"no bias", func(m object) { m["bias"], unit(m)["bias"] = false, 0.0 }, 2, "the model is for bias false, the certificate for true"},
		{"other output", func(m object) { m["output"] = "affine" }, 2, "the model is for output affine, the certificate for none"},
		{"other signs", func(m object) { m["signs"] = "+" }, 2, "the model is for signs +, the certificate for any"},
		{"other norm bound", func(m object) { m["norm_bound"] = 2.5 }, 2, "the model is for norm bound 2.5, the certificate for none"},
		{"other weights", func(m object) { inside(m, "data")["weights"] = "w" }, 2, `the model is for sample weights "w", the certificate for none`},
		{"other data", func(m object) { inside(m, "data")["sha256"] = strings.Repeat("0", 64) }, 2, "the model is for data sha256:0000"},
		{"other limit", func(m object) { m["weight_limit"] = 1e9 }, 2, "the model's lower bound is for weight limit 1e+09"},
		{"other limit without a bound", func(m object) { m["weight_limit"], m["sse_lower"] = 1e9, 0.0 }, 0, "PROVED"},
		{"higher bound", func(m object) { m["sse_lower"] = 4.6666665 }, 1, "NOT PROVED  the model: its lower bound 4.6666665 is above the claimed"},
		{"two units", func(m object) {
			net := inside(m, "network")
			net["units"] = append(net["units"].([]any), net["units"].([]any)[0])
		}, 1, "NOT PROVED  the model: the network has 2 units, the class 1"},
	} {
		text, err := os.ReadFile("testdata/t.json")
		if err != nil {
			t.Fatal(err)
		}
		var m object
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		c.change(m)
		text, _ = json.Marshal(m)
		path := filepath.Join(t.TempDir(), "model.json")
		if err := os.WriteFile(path, text, 0o666); err != nil {
			t.Fatal(err)
		}
		for _, more := range [][]string{nil, {"--exact"}} {
			out, err := run(append([]string{"testdata/t.rcert", "testdata/t.csv", path}, more...)...)
			if err != nil {
				out += err.Error()
			}
			if ExitCode(err) != c.code || !strings.Contains(out, c.want) || strings.Count(out, "\n") > 1 {
				t.Errorf("%s %v: exit %d, %q, want %d, %q", c.name, more, ExitCode(err), out, c.code, c.want)
			}
		}
	}
}

// TestModelFiles: the models that a bug report brought.
func TestModelFiles(t *testing.T) {
	for file, code := range map[string]int{"t": 0, "swap": 1, "names": 2} {
		out, err := run("testdata/t.rcert", "testdata/t.csv", "testdata/"+file+".json")
		if ExitCode(err) != code {
			t.Errorf("%s: exit %d, want %d: %s%v", file, ExitCode(err), code, out, err)
		}
	}
}
