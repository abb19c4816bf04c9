package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// Stdout is standard output. It remembers its first failure, so that a caller who
// ignores errors does not lose it. A reader who leaves, as head -1 does, is no
// failure: the command goes on with what else it has to do.
type Stdout struct {
	file *os.File

	mu   sync.Mutex
	err  error
	left bool // the reader
}

// ErrReaderLeft ends a stream whose reader wants no more of it.
var ErrReaderLeft = errors.New("the reader of standard output left")

// NewStdout is standard output, that is file. From now on a closed pipe does not kill the process.
func NewStdout(file *os.File) *Stdout {
	surviveReader()
	return &Stdout{file: file}
}

// Write implements io.Writer.
func (s *Stdout) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil && !s.left {
		_, err := s.file.Write(b)
		s.note(err)
	}
	if s.err != nil {
		return 0, s.err
	}
	return len(b), nil
}

func (s *Stdout) note(err error) {
	if readerLeft(err) {
		s.left = true
	} else if err != nil && s.err == nil {
		s.err = cannotWrite("standard output", err)
	}
}

// Close closes it. Its error is the first of all.
func (s *Stdout) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.file.Close(); !errors.Is(err, fs.ErrClosed) {
		s.note(err)
	}
	return s.err
}

// Stream is standard output for a command that does nothing else: when the reader
// leaves, writing fails with [ErrReaderLeft].
func (s *Stdout) Stream() io.Writer { return stream{s} }

type stream struct{ *Stdout }

func (s stream) Write(b []byte) (int, error) {
	n, err := s.Stdout.Write(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil && s.left {
		return 0, ErrReaderLeft
	}
	return n, err
}

// cannotWrite words an error without the names of temporary files; nil stays nil.
func cannotWrite(path string, err error) error {
	if err == nil {
		return nil
	}
	if at, ok := errors.AsType[*os.PathError](err); ok {
		err = at.Err
	} else if at, ok := errors.AsType[*os.LinkError](err); ok {
		err = at.Err
	}
	return fmt.Errorf("cannot write %s: %w", path, err)
}
