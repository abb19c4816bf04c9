package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"relucert/dataset"
)

// TestFieldsAreCSV: lines are those of encoding/csv.
func TestFieldsAreCSV(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 1))
	parts := []string{"", "a", " ", ",", `"`, "\n", "\r", `\.`, "é", "\u00a0", "1.5", "\xff"}
	plain := lines{dataset.Dialect{Delimiter: ',', Decimal: '.'}}
	for run := range 2000 {
		var want bytes.Buffer
		var fields []string
		var line []byte
		for range 2 + rng.IntN(3) {
			field := parts[rng.IntN(len(parts))] + parts[rng.IntN(len(parts))]
			fields = append(fields, field)
			line = plain.field(line, []byte(field))
		}
		w := csv.NewWriter(&want)
		w.Write(fields)
		w.Flush()
		if got := closed(line); !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("seed %d, run %d: %q is %q, not %q", seed, run, fields, got, &want)
		}
	}
}

// TestPredictThreads: the file is the same whatever the threads.
func TestPredictThreads(t *testing.T) {
	dir := t.TempDir()
	rows := bytes.NewBufferString("x,note,y\n")
	for i := range 60_000 {
		fmt.Fprintf(rows, "%d.5,\"%d\n\",%d\n", i, i, i%7)
	}
	if err := os.WriteFile(filepath.Join(dir, "d.csv"), rows.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	runs(t, dir, nil, "fit -q d.csv --features x --model m.json --method sweep")
	for _, n := range []string{"1", "3"} {
		if got := runs(t, dir, nil, "predict m.json d.csv -o out"+n+" --threads "+n); got.code != 0 {
			t.Fatalf("%+v", got)
		}
	}
	one, three := readFile(t, dir, "out1"), readFile(t, dir, "out3")
	if !bytes.Equal(one, three) || bytes.Count(one, []byte("\n")) != 120_001 {
		t.Errorf("%d and %d bytes", len(one), len(three))
	}
}
