package dataset

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestParts: each part is what Options.Where reads of the file, and the fault of one is not another's.
func TestParts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d.csv")
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		separator := []string{",", ";"}[rng.IntN(2)]
		text := strings.Join([]string{"x", "g", "y", "w"}, separator) + "\n"
		for range 1 + rng.IntN(200) {
			cells := []string{fmt.Sprint(1700000000 + rng.IntN(100)), []string{"a", " b ", "c", ""}[rng.IntN(4)], fmt.Sprint(rng.IntN(9)), fmt.Sprint(rng.IntN(3))}
			if rng.IntN(20) == 0 {
				cells[2] = []string{"NA", "oops", "1.5", "2"}[rng.IntN(4)]
			}
			text += strings.Join(cells, separator) + "\n"
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		opts := Options{Weights: "w", DropMissing: rng.IntN(2) == 0, LocalInputs: true, LocalLabels: true}
		parts, err := OpenParts(path, "g", opts)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, part := range parts {
			opts.Where = "g=" + part.Text
			want, notices, err := Open(path, opts)
			if fmt.Sprint(err) != fmt.Sprint(part.Err) || err == nil && (!reflect.DeepEqual(part.Data, want) || !reflect.DeepEqual(part.Notices, notices)) {
				t.Fatalf("seed %d, %q:\n%+v, %q, %v\nnot\n%+v, %q, %v", seed, part.Text, part.Data, part.Notices, part.Err, want, notices, err)
			}
		}
	}
	if _, err := OpenParts(path, "h", Options{}); err == nil || !strings.Contains(err.Error(), `d.csv:1: no column of "h="`) {
		t.Error(err)
	}
}
