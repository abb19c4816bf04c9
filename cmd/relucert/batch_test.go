package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"relucert/internal/output"
	"relucert/internal/program"
)

// manySeries is a file of parts, one of which is bad.
func manySeries(t *testing.T, dir string, parts int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(19, 2))
	text := "meter;temp;kwh\n"
	for range 40 {
		for m := range parts {
			x := rng.Float64() * 60
			y := fmt.Sprintf("%.3f", 10+max(0, x-30)+rng.NormFloat64())
			if m == 2 && rng.IntN(20) == 0 {
				y = "oops"
			}
			text += strings.ReplaceAll(fmt.Sprintf("m%d;%.2f;%s\n", m, x, y), ".", ",")
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "all.csv"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

const batchLine = "batch all.csv --by meter --breakpoints 2 -o out.csv"

// TestBatch: a row each, whatever the threads, the bad one last; each is what fit says of it, and its proof is checked.
func TestBatch(t *testing.T) {
	dir := t.TempDir()
	manySeries(t, dir, 5)
	first := runs(t, dir, nil, batchLine+" --certificates proofs --plots plots --threads 1")
	if first.code != exitLimit || !strings.Contains(first.log, "relucert: 1 of 5 series failed, for the reasons at the end of out.csv") {
		t.Fatalf("%+v", first)
	}
	table := readFile(t, dir, "out.csv")
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%v\n%s", err, table)
	}
	var names []string
	for _, row := range rows {
		names = append(names, row[0]+" "+row[1])
	}
	if want := []string{"series status", "m0 optimal", "m1 optimal", "m3 optimal", "m4 optimal", "m2 failed"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	if reason := rows[5][reasonCell]; !strings.HasPrefix(reason, "all.csv:") || !strings.HasSuffix(reason, `column "kwh": "oops" is not a number (the target is the last column unless another is named)`) {
		t.Errorf("reason %q", reason)
	}
	for _, row := range []int{1, 3} {
		where := " --where meter=" + rows[row][0]
		fit := runs(t, dir, nil, "fit -q all.csv --breakpoints 2 --json"+where)
		if !strings.Contains(fit.stdout, `"sse": `+rows[row][3]+",") || !strings.Contains(fit.stdout, `"sse_lower": `+rows[row][4]+",") {
			t.Errorf("%s: batch %s, %s, fit %s", rows[row][0], rows[row][3], rows[row][4], fit.stdout)
		}
		proof := runs(t, dir, nil, "check proofs/"+rows[row][0]+".rcert all.csv"+where)
		if proof.code != 0 || !strings.Contains(proof.stdout, `decimal ",", where "meter" "`+rows[row][0]+`"`) {
			t.Errorf("%+v", proof)
		}
	}
	page := readFile(t, dir, "plots/index.html")
	if !bytes.Contains(page, []byte(`src="m4.svg"`)) || bytes.Contains(page, []byte("m2.svg")) || len(readFile(t, dir, "plots/m4.svg")) == 0 {
		t.Errorf("%s", page)
	}
	again := runs(t, dir, nil, batchLine+" --threads 2")
	if !strings.Contains(again.log, "5 of 5 series, 4 of them from before, 1 failed") || !bytes.Equal(readFile(t, dir, "out.csv"), table) {
		t.Errorf("%+v", again)
	}
	if other := runs(t, dir, nil, batchLine+" --seed 7"); strings.Contains(other.log, "from before") {
		t.Errorf("rows of another question are taken over: %+v", other)
	}
}

func readFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestTwoBatches: of two that write one table the second is refused.
func TestTwoBatches(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no locks")
	}
	dir := t.TempDir()
	manySeries(t, dir, 3)
	table := output.Use{By: "--output", Path: filepath.Join(dir, "out.csv")}
	first, err := desk.Reading().Resume(table)
	if err != nil {
		t.Fatal(err)
	}
	if second := runs(t, dir, nil, batchLine); second.code != exitFailed || !strings.Contains(second.log, "relucert: --output: another run is writing out.csv: wait for it, or write another file") {
		t.Errorf("%+v", second)
	}
	first.Discard()
	if third := runs(t, dir, nil, batchLine); len(readFile(t, dir, "out.csv")) == 0 {
		t.Errorf("%+v", third)
	}
}

// TestBatchAfterAKill: the table is the same as if there had been no kill, even one in the middle of a row.
func TestBatchAfterAKill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	dir := t.TempDir()
	manySeries(t, dir, 30)
	runs(t, dir, nil, batchLine)
	want := readFile(t, dir, "out.csv")
	os.Remove(filepath.Join(dir, "out.csv"))
	cmd := exec.Command(program.Built(t, "relucert"), strings.Fields(batchLine)...)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	partial := filepath.Join(dir, "out.csv.partial")
	for lines := 0; lines < 5; { // it may end before: then there is nothing to go on from
		text, err := os.ReadFile(partial)
		if _, ended := os.Stat(filepath.Join(dir, "out.csv")); err != nil && ended == nil {
			break
		}
		lines = bytes.Count(text, []byte("\n"))
	}
	cmd.Process.Kill()
	cmd.Wait()
	if text, err := os.ReadFile(partial); err == nil {
		os.WriteFile(partial, text[:len(text)-3], 0o666)
	}
	again := runs(t, dir, nil, batchLine)
	if !strings.Contains(again.log, "from before") || !bytes.Equal(readFile(t, dir, "out.csv"), want) {
		t.Errorf("%+v", again)
	}
	if _, err := os.Stat(partial); err == nil {
		t.Error("the partial table is still there")
	}
}

// TestSeriesNamesAreFiles: whatever series are called, each has a file of its own.
func TestSeriesNamesAreFiles(t *testing.T) {
	dir, names := t.TempDir(), uniqueNames{}
	texts := []string{"", "index", ".", "..", "../x", "a/b", "A/B", "a_b", "\x00", "\xff", strings.Repeat("x", 300), strings.Repeat("x", 299), strings.Repeat("数", 100), strings.Repeat("ü", 127) + "."}
	for _, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, names.of(text)+".rcert.partial"), nil, 0o666); err != nil {
			t.Error(err)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != len(texts) {
		t.Errorf("%d files for %d names, %v", len(files), len(texts), err)
	}
}
