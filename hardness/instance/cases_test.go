package instance

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestCases: files that people brought, and what is right for each.
func TestCases(t *testing.T) {
	for _, c := range []struct {
		file string
		read func(*os.File) (any, error)
		want string
	}{
		{"rail_mini", func(f *os.File) (any, error) { return ReadSetCover(f, "f", Auto) }, "{[1 2 3] [1 2 3 4] [[0 1] [2] [0] [1 2]] [1 2 1 1]}"},
		{"names.txt", func(f *os.File) (any, error) { return ReadSetCover(f, "f", Auto) }, `f:2: the cost is not an integer: "2.5"`},
		{"wboth.graph", func(f *os.File) (any, error) { return ReadGraph(f, "f.graph", Auto) }, `f.graph:1: weights or sizes (fmt "11") are not supported`},
		{"both.col", func(f *os.File) (any, error) { return ReadGraph(f, "f.col", Auto) }, "{[1 2 3] [[0 1] [0 2] [1 2]] []}"},
	} {
		f, err := os.Open(filepath.Join("testdata", "cases", c.file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got, err := c.read(f)
		text := fmt.Sprint(got)
		if err != nil {
			text = err.Error()
		}
		if text != c.want {
			t.Errorf("%s: %s, not %s", c.file, text, c.want)
		}
	}
}
