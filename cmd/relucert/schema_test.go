package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../docs/schema.json"

// shown are command lines that print JSON, by the definition that it must meet; between them they print every property.
var shown = map[string][]string{
	"fit": {"fit -q d.csv --units 2 --json", "fit -q dates.csv --linear affine --sample-weights w --json", "fit -q far.csv --json --linear none --bias=false --norm-bound 2 --until 1", "fit -q far.csv --breakpoints 1 --min-samples 2 --json",
		"fit -q bent.csv --breakpoints 0..1 --select seq --draws 19 --json", "fit -q bent.csv --energy 3ph --min-samples 2 --json", "fit -q bent.csv --breakpoints 1 --known-kinks 5 --json", "fit -q bent.csv --breakpoints 1 --kink-test 19 --json",
		"fit -q far.csv --breakpoints 1 --jumps --json", "fit -q d.csv --loss huber:0.5 --ridge 0.1 --json"},
	"fit_path":         {"fit -q d.csv --breakpoints 0..1 --json --min-samples 2", "fit -q dates.csv --breakpoints 0..1 --sample-weights w --json", "fit -q dates.csv --breakpoints 0..1 --jumps --json"},
	"score":            {"score model.json d.csv --json"},
	"compare":          {"compare -q d.csv --restarts 1 --epochs 1 --json"},
	"gap":              {"gap -q w.json d.csv --json", "gap -q model.json far.csv --features x --target y --json", "gap -q unbiased.json dates.csv --features day --target y --sample-weights w --json"},
	"check":            {"check proof.rcert d.csv --json", "check proof.rcert d.csv --missing drop --json", "check far.rcert far.csv --json", "check light.rcert d.csv --json", "check jumps.rcert far.csv --json"},
	"check_realizable": {"check realizable unit.json line.csv --json", "check realizable unit.json line.csv --sign=- --json"},
	"decode":           {"decode job job/model.json --certificate job/p.rcert --json", "decode triangle triangle.json --json"},
	"cover":            {"cover long.rcert --json", "cover parts/part-1.rcert --json"},
	"learn_improper":   {"learn-improper -q line.csv --epsilon 0.5 --norm-bound 1 --json"},
	"cells":            {"cells d.csv --list --json"},
	"samples":          {"samples --epsilon 0.1 --json"},
	"approximate":      {"approximate -q line.csv --epsilon 0.5 --method net --json", "approximate -q line.csv --epsilon 0.5 --method net --norm-bound 1 --json"},
}

// TestSchema: what commands print as JSON meets docs/schema.json, which says nothing more.
func TestSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	dir := material(t)
	for name, text := range map[string]string{
		"sets.txt": "a: 1 2\nb: 2 3\nc: 3\n", "triangle.col": "p edge 3 3\ne 1 2\ne 2 3\ne 1 3\n",
		"dates.csv": "day;y;w\n2015-11-22;1;1\n2015-11-23;2;1\n2015-11-24;3;1\n2015-11-25;3,5;1\n", "far.csv": "x,y\n1700000000,17000001\n1700000001,17000003\n1700000002,17000009\n1700000003,17000004\n",
		"w.json": `{"W": [[1], [-1]], "b": [1, 0], "a": [2, -3], "c": 1}`, "unbiased.json": `{"W": [[1]], "b": [1], "a": [2], "c": 1}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "bent.csv"), []byte(bent()), 0o666); err != nil {
		t.Fatal(err)
	}
	runs(t, dir, nil, "fit -q far.csv --breakpoints 1 --min-samples 2 --events events --certificate far.rcert")
	runs(t, dir, nil, "fit -q far.csv --breakpoints 1 --jumps --certificate jumps.rcert")
	runs(t, dir, nil, "fit -q d.csv --ridge 0.1 --certificate light.rcert")
	for _, line := range []string{
		"reduce setcover sets.txt -o job", "fit -q job --model job/model.json --certificate job/p.rcert",
		"reduce coloring triangle.col --colors 2 -o triangle", "fit -q triangle --model triangle.json",
		"fit -q d.csv --units 1 --method conic --certificate long.rcert", "split long.rcert --parts 2 -o parts",
	} {
		if got := runs(t, dir, nil, line); got.code != 0 {
			t.Fatalf("%s: %+v", line, got)
		}
	}
	for name, lines := range shown {
		schema, err := compiler.Compile(schemaFile + "#/$defs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			checkSchema(t, schema, line, runs(t, dir, nil, line).stdout)
		}
	}
	event, err := compiler.Compile(schemaFile + "#/$defs/event")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(readFile(t, dir, "events"))) {
		checkSchema(t, event, "an event", line)
	}
}

func checkSchema(t *testing.T, schema *jsonschema.Schema, line, text string) {
	t.Helper()
	object, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = schema.Validate(object)
	}
	if err != nil {
		t.Errorf("%s: %v\n%s", line, err, text)
	}
}

// bent is a line that bends at 5, with errors.
func bent() string {
	text := "x,y\n"
	for i := range 12 {
		text += fmt.Sprintf("%d,%.1f\n", i, 20-2*float64(min(i, 5))+float64(i*i%7)/10)
	}
	return text
}

// TestSchemaDocument: docs/json.md is the schema in words; UPDATE=1 writes it.
func TestSchemaDocument(t *testing.T) {
	const file = "../../docs/json.md"
	want := schemaPage(t)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/json.md is not what docs/schema.json says (%v): UPDATE=1 go test -run SchemaDocument ./cmd/relucert writes it", err)
	}
}

// property is one of a definition.
type property struct {
	Description string
	Type        any
	Enum        []any
	Ref         string `json:"$ref"`
	Items       *property
}

func (p *property) kind() string {
	switch {
	case p.Ref != "":
		return "[" + strings.TrimPrefix(p.Ref, "#/$defs/") + "](#" + strings.TrimPrefix(p.Ref, "#/$defs/") + ")"
	case p.Type == "array":
		return "list of " + p.Items.kind()
	case p.Type == nil:
		return ""
	}
	return strings.Trim(fmt.Sprint(p.Type), "[]")
}

// schemaPage is the schema as a page: a table for each definition.
func schemaPage(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]struct {
			Title      string
			Properties map[string]*property
			Required   []string
		} `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	page := bytes.NewBufferString(schemaIntroduction)
	for _, name := range sortedNames(schema.Defs) {
		def := schema.Defs[name]
		fmt.Fprintf(page, "\n## %s\n\n%s\n\n| field | type | | meaning |\n| --- | --- | --- | --- |\n", name, def.Title)
		for _, field := range sortedNames(def.Properties) {
			optional := "may be absent"
			if slices.Contains(def.Required, field) {
				optional = ""
			}
			p := def.Properties[field]
			fmt.Fprintf(page, "| `%s` | %s | %s | %s |\n", field, p.kind(), optional, p.Description)
		}
	}
	return page.Bytes()
}

const schemaIntroduction = `# What relucert prints as JSON

Every command with --json prints one object of the definition named after it below. [schema.json](schema.json) is the same as
JSON Schema, against which tests hold what is printed. A name means the same wherever it stands; SSEs are in the data's own
units, weighted by the sample weights; statuses are words. What may be absent is said. The rows of relucert batch have the
fields of [fit](#fit) and of its inference as columns, without ` + "`seconds`" + `, and lists with blanks between.
`

func sortedNames[T any](all map[string]T) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
