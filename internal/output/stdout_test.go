package output

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// TestStdoutKeepsItsFailure, even when nobody looks.
func TestStdoutKeepsItsFailure(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	s := &Stdout{file: full}
	s.Write([]byte("lost"))
	if err := s.Close(); err == nil || !strings.HasPrefix(err.Error(), "cannot write standard output: ") {
		t.Errorf("%v", err)
	}
}

// TestReaderLeft: an answer goes on without its reader, a stream ends.
func TestReaderLeft(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	in.Close()
	s := &Stdout{file: out}
	if n, err := s.Write([]byte("answer")); n != 6 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := s.Stream().Write([]byte("stream")); !errors.Is(err, ErrReaderLeft) {
		t.Errorf("%v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("%v", err)
	}
}
