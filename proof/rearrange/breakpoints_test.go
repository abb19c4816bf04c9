package rearrange_test

import (
	"errors"
	"io"
	"os"
	"testing"

	"relucert/proof/rearrange"
)

// TestBreakpoints: their proofs are left as they are.
func TestBreakpoints(t *testing.T) {
	const path = "../certificate/testdata/breakpoints.rcert"
	file, err := os.CreateTemp(t.TempDir(), "records")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	proof := rearrange.Source{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	if _, err := rearrange.Trim(proof, file, io.Discard); !errors.Is(err, rearrange.ErrBreakpoints) {
		t.Error(err)
	}
}
