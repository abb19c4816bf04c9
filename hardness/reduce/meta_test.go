package reduce

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"reflect"
	"strings"
	"testing"

	"relucert/hardness/instance"
)

// kinds are a small instance of each reduction.
func kinds(t *testing.T) []Reduction {
	t.Helper()
	triangle := instance.Graph{Names: []string{"a", "b", "c", "d"}, Edges: [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 3}}}
	circuit := instance.Circuit{Inputs: []string{"a", "b", "c"}, Costs: []int64{1, 2, 3}, Output: 4,
		Gates: []instance.Gate{{Name: "g", Reads: []int{0, 1}}, {Name: "h", And: true, Reads: []int{2, 3}}}}
	formula := instance.CNF{Variables: 3, Clauses: [][]int{{1, 2, -3}, {-1, 3}, {-2, -3}}}
	var all []Reduction
	add := func(r Reduction, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	for _, balance := range []string{"exact", "paper"} {
		r, err := NewSetCover(coverOf(0b110_011_111, 3, []int64{2, 3, 4}), balance)
		add(r, err)
	}
	r, err := NewCircuit(circuit)
	add(r, err)
	for _, mode := range []string{"exact", "paper"} {
		r, err := NewDensest(triangle, 3, mode)
		add(r, err)
	}
	for _, bounded := range []bool{false, true} {
		r, err := NewColoring(triangle.Hypergraph(), 3, bounded)
		add(r, err)
		s, err := NewSAT(formula, 2, bounded)
		add(s, err)
	}
	return all
}

func metaText(t *testing.T, r Reduction, l Layout) string {
	t.Helper()
	m, err := NewMeta(r, l, instance.Source{File: "file", SHA256: strings.Repeat("a", 64)}, "test")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The file is all that decoding needs: what comes back is the same reduction,
// with the same set.
func TestMetaRoundTrip(t *testing.T) {
	for _, r := range kinds(t) {
		for _, l := range []Layout{{}, {Pad: 2}} {
			text := metaText(t, r, l)
			m, err := ReadMeta("meta.json", strings.NewReader(text))
			if err != nil {
				t.Errorf("%s: %v", r.Kind(), err)
				continue
			}
			if !reflect.DeepEqual(m.Reduction, r) || !reflect.DeepEqual(m.Table().Set, r.Set()) {
				t.Errorf("%s: came back as %+v", r.Kind(), m.Reduction)
			}
			if again := metaText(t, m.Reduction, m.Layout); again != text {
				t.Errorf("%s: written again it is\n%s\nand was\n%s", r.Kind(), again, text)
			}
		}
	}
}

func TestMetaRefuses(t *testing.T) {
	text := metaText(t, kinds(t)[0], Layout{})
	for _, c := range []struct{ old, new, want string }{
		{text, "", "m.json"},
		{text, "[]", "m.json:1: "},
		{text, "null", "not relucert-job version 2"},
		{`"relucert-job"`, `"relucert-model"`, "not relucert-job version 2"},
		{`"version": 2`, `"version": 3`, "not relucert-job version 2"},
		{`"kind": "setcover"`, `"kind": "magic"`, `unknown reduction "magic"`},
		{`"kind": "setcover"`, `"kind": "coloring"`, "reduction: "},
		{`"kind": "setcover",`, `"kind": "setcover", "extra": 1,`, "unknown field"},
		{`"balance": "exact"`, `"balance": "fair"`, "the balance is exact or paper"},
		{`"balance": "exact"`, `"balance": "paper"`, "fit: this is not what follows"},
		{`"norm_bound": 0`, `"norm_bound": 1`, "fit: this is not what follows"},
		{`"weight_limit": `, `"weight_limit": 1`, "fit: this is not what follows"},
		{`"step": "1"`, `"step": "1e999999999"`, "claim: this is not what follows"},
		{`"factor": "1"`, `"factor": "2"`, "data: this is not what follows"},
		{`"pad": 0`, `"pad": 1000000000`, "padding of 1000000000"},
		{`"pad": 0`, `"pad": -1`, "padding of -1"},
		{`"pad": 0`, `"pad": 1e99`, "m.json:"},
		{`aaaaaaaa`, `aaaaaazz`, "64 hexadecimal digits"},
		{`aaaaaaaa`, `aaaaaa`, "64 hexadecimal digits"},
		{`"costs": [`, `"costs": [1e40,`, "reduction: "},
		{`"costs": [`, `"costs": [9007199254740993,`, "reduction: "},
	} {
		bad := strings.Replace(text, c.old, c.new, 1)
		if bad == text {
			t.Fatalf("%q is not in\n%s", c.old, text)
		}
		_, err := ReadMeta("m.json", strings.NewReader(bad))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got %v, want %s", c.new, err, c.want)
		}
	}
}

// FuzzReadMeta: nobody's file makes it panic, and what it takes can be used.
func FuzzReadMeta(f *testing.F) {
	r, err := NewSetCover(coverOf(0b11_01, 2, []int64{1, 2}), "exact")
	if err != nil {
		f.Fatal(err)
	}
	m, err := NewMeta(r, Layout{}, instance.Source{SHA256: strings.Repeat("a", 64)}, "test")
	if err != nil {
		f.Fatal(err)
	}
	text, err := json.Marshal(m)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for kind, inner := range map[string]string{
		"coloring": `{"hypergraph":{"names":["a","b"],"edges":[[0,1]]},"colors":2,"bounded":true}`,
		"sat":      `{"formula":{"variables":2,"clauses":[[1,-2]]},"colors":2,"bounded":false}`,
		"densest":  `{"instance":{"names":["a","b"],"edges":[[0,1]]},"size":1,"mode":"exact"}`,
		"circuit":  `{"instance":{"inputs":["a"],"costs":[1],"gates":[{"name":"g","and":true,"reads":[0,0]}],"output":1}}`,
	} {
		f.Add([]byte(fmt.Sprintf(`{"format":"relucert-job","version":1,"kind":%q,"reduction":%s}`, kind, inner)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ReadMeta("meta.json", bytes.NewReader(text))
		if err != nil {
			return
		}
		n := Network{}
		for range m.Table().Set.Units {
			n.Signs = append(n.Signs, 1)
			w := make([]*big.Rat, len(m.Table().Set.Columns))
			for c := range w {
				w[c] = new(big.Rat)
			}
			n.Weights = append(n.Weights, w)
		}
		Decode(m.Reduction, n)
	})
}

// Every claim bounds the weights that it is about, so that a proof can be told to
// be for them.
func TestClaimsBoundTheirWeights(t *testing.T) {
	for _, r := range kinds(t) {
		largest := r.Claim().Largest
		if largest == nil && r.Set().NormBound == nil {
			t.Errorf("%s: neither Largest nor a norm bound", r.Kind())
		}
		c, ok := r.(*Coloring)
		if !ok || largest == nil {
			continue
		}
		for code := range 81 {
			n := c.Weights([]int{code % 3, code / 3 % 3, code / 9 % 3, code / 27})
			if got := largestWeight(n); got.Cmp(largest) > 0 {
				t.Fatalf("a colouring's weights reach %s, beyond %s", got, largest)
			}
		}
	}
}

// META.md has every field.
func TestMetaIsDocumented(t *testing.T) {
	document, err := os.ReadFile("META.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range kinds(t) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(metaText(t, r, Layout{})), &fields); err != nil {
			t.Fatal(err)
		}
		for name, value := range fields {
			inner, isObject := value.(map[string]any)
			if !isObject {
				inner = map[string]any{"": nil}
			}
			for key := range inner {
				path := strings.TrimSuffix(name+"."+key, ".")
				if name == "reduction" {
					path = key
				}
				if !bytes.Contains(document, []byte("`"+path+"`")) {
					t.Errorf("%s: META.md lacks %s", r.Kind(), path)
				}
			}
		}
	}
}
