package second_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/internal/thorough"
	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// TestRealizableSums compares proofs about sums of units, as they are and forged: a forgery may prove the same
// again, but never the opposite.
func TestRealizableSums(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	refused, proved := 0, map[bool]int{}
	for seed := range uint64(16) {
		rng := rand.New(rand.NewPCG(seed, 31))
		dir := t.TempDir()
		q := farkas.SumQuestion{Target: "y", Features: []string{"a", "b"}, Units: 2 + rng.IntN(2), Signs: "any",
			Output: []string{"none", "intercept", "affine"}[rng.IntN(3)], Bias: rng.IntN(2) == 0}
		file := proveSum(t, rng, dir, q)
		fits, data := file.Network != nil, filepath.Join(dir, "d.csv")
		flags := []string{fmt.Sprintf("--units=%d", q.Units), fmt.Sprintf("--bias=%v", q.Bias), "--linear=" + q.Output, "--fractions"}
		check := func(path string) verdict {
			return compare(t, s, append([]string{"realizable", path, data}, flags...)...)
		}
		path := filepath.Join(dir, "p.json")
		if v := check(path); v.code != 0 {
			t.Errorf("seed %d, 31: %d %s", seed, v.code, v.text)
		}
		proved[fits]++
		for range thorough.Of(25, 4) {
			forge(t, rng, path, filepath.Join(dir, "forged.json"))
			v := check(filepath.Join(dir, "forged.json"))
			if v.code != 0 {
				refused++
			} else if strings.Contains(v.text, "a sum fits") != fits {
				t.Errorf("seed %d, 31: a forgery proves the opposite: %s", seed, v.text)
			}
		}
	}
	t.Logf("%v; %d forgeries are refused", proved, refused)
	if proved[true] < 5 || proved[false] < 5 || refused < thorough.Of(200, 30) {
		t.Error("the test has lost its bite")
	}
}

// proveSum writes random samples of small numbers, and the proof that two units or more fit them, or none do.
func proveSum(t *testing.T, rng *rand.Rand, dir string, q farkas.SumQuestion) *farkas.SumFile {
	t.Helper()
	var text strings.Builder
	text.WriteString("a,b,y\n")
	for range 5 + rng.IntN(4) {
		a, b := rng.IntN(5)-2, rng.IntN(5)-2
		label := max(0, a+b) - max(0, a-2*b)
		if rng.IntN(2) == 0 {
			label += rng.IntN(3) - 1
		}
		fmt.Fprintf(&text, "%d,%d,%d/2\n", a, b, label)
	}
	data, path := filepath.Join(dir, "d.csv"), filepath.Join(dir, "p.json")
	if err := os.WriteFile(data, []byte(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	rows, err := dataset.OpenExact(data, dataset.Options{Format: dataset.Format{Fractions: true}}, q.Bias, true)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := realizable.DecideSum(t.Context(), farkas.NewSamples(rows.X, rows.Y, q.Output), farkas.SignChoices(q.Units), realizable.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := &farkas.SumFile{SumQuestion: q, SumProof: *proof}
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Write(out); err != nil {
		t.Fatal(err)
	}
	out.Close()
	return file
}

// forge changes one place of a proof.
func forge(t *testing.T, rng *rand.Rand, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var proof any
	if err := json.Unmarshal(text, &proof); err != nil {
		t.Fatal(err)
	}
	var places []func()
	collect(proof, rng, &places)
	places[rng.IntN(len(places))]()
	if text, err = json.Marshal(proof); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o666); err != nil {
		t.Fatal(err)
	}
}

// collect gathers the changes there are below a value.
func collect(value any, rng *rand.Rand, places *[]func()) {
	switch v := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			*places = append(*places, func() { v[key] = changed(v[key], rng) })
			collect(v[key], rng, places)
		}
	case []any:
		for i := range v {
			*places = append(*places, func() { v[i] = changed(v[i], rng) })
			collect(v[i], rng, places)
		}
	}
}

func changed(value any, rng *rand.Rand) any {
	switch v := value.(type) {
	case float64:
		return v + float64(rng.IntN(3)-1)
	case bool:
		return !v
	case string:
		words := []string{"0", "1", "-1", "1/2", "on", "off", "01", "10", "+-", "--", "any", v + "0", "-" + v, ""}
		return words[rng.IntN(len(words))]
	case []any:
		if len(v) > 0 {
			at := rng.IntN(len(v))
			return append(append([]any{}, v[:at]...), v[at+1:]...)
		}
	case map[string]any:
		if rng.IntN(2) == 0 {
			return map[string]any{}
		}
	}
	return value
}
