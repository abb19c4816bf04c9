package check_test

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"strings"
	"testing"

	"relucert/proof/check"
)

func onDisk(path string) check.Source {
	return check.Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// TestFormatExample checks the worked examples of FORMAT.md, and that the
// document prints the files.
func TestFormatExample(t *testing.T) {
	const dir = "../certificate/"
	document, err := os.ReadFile(dir + "FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"example.csv", "example.rcert", "breakpoints.csv", "breakpoints.rcert", "spans.csv", "spans.rcert", "lone.rcert", "jumps.csv", "jumps.rcert", "hinges.csv", "hinges.rcert"} {
		_, name, _ := strings.Cut(file, ".")
		text, err := os.ReadFile(dir + "testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(document, []byte("```"+name+"\n"+string(text)+"```\n")) {
			t.Errorf("FORMAT.md does not print testdata/%s", file)
		}
	}
	for name, want := range map[string]string{
		"example":     "PROVED  3.00000000000e+00 <= min SSE <= 3.00000000000e+00 (gap 0) for 1 unit",
		"breakpoints": "PROVED  1.56250000000e-01 <= min SSE <= 1.71875000000e-01 (gap 9.1e-02) for broken lines with at most 1 kink",
		"hinges":      "PROVED  1.25000000000e-01 <= min SSE <= 1.71875000000e-01 (gap 2.8e-01) for 1 unit",
		"spans":       "PROVED  2.75000000000e+00 <= min SSE <= 4.43750000000e+00 (gap 3.9e-01) for broken lines with at most 1 kink",
		"lone":        "PROVED  4.12500000000e+00 <= min SSE <= 4.43750000000e+00 (gap 7.1e-02) for broken lines with at most 1 kink",
		"jumps":       "PROVED  1.50000000000e+00 <= min SSE <= 1.50000000000e+00 (gap 0) for broken lines with at most 1 breakpoint, which may jump",
	} {
		data := map[string]string{"lone": "spans"}[name]
		for _, exact := range []bool{false, true} {
			v, err := check.Check(onDisk(dir+"testdata/"+name+".rcert"), onDisk(dir+"testdata/"+cmp.Or(data, name)+".csv"), check.Options{Exact: exact})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(v.String(), want) {
				t.Errorf("%s, want %s", v, want)
			}
		}
	}
}
