package check_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"relucert/proof/check"
)

func onDisk(path string) check.Source {
	return check.Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// TestFormatExample checks the worked example of FORMAT.md, and that the
// document prints the files.
func TestFormatExample(t *testing.T) {
	const dir = "../certificate/"
	document, err := os.ReadFile(dir + "FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"csv", "rcert"} {
		text, err := os.ReadFile(dir + "testdata/example." + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(document, []byte("```"+name+"\n"+string(text)+"```\n")) {
			t.Errorf("FORMAT.md does not print testdata/example.%s", name)
		}
	}
	for _, exact := range []bool{false, true} {
		v, err := check.Check(onDisk(dir+"testdata/example.rcert"), onDisk(dir+"testdata/example.csv"), check.Options{Exact: exact})
		if err != nil {
			t.Fatal(err)
		}
		if want := "PROVED  3.00000000000e+00 <= min SSE <= 3.00000000000e+00 (gap 0) for 1 unit"; !strings.HasPrefix(v.String(), want) {
			t.Errorf("%s, want %s", v, want)
		}
	}
}
