package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"

	"relucert/internal/gunzip"
)

// Source is the file that an instance comes from.
type Source struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"` // of its bytes as stored, compressed or not; hexadecimal
}

// File is an open file that hashes what is read from it.
type File struct {
	path string
	raw  *os.File
	sum  hash.Hash
}

// Open opens a file for the readers of this package; "-" is standard input. The
// error is an [*Error].
func Open(path string) (*File, error) {
	if path == "-" {
		return &File{path, os.Stdin, sha256.New()}, nil
	}
	raw, err := os.Open(path)
	if err != nil {
		return nil, readError(path, err)
	}
	return &File{path, raw, sha256.New()}, nil
}

// Read reads raw bytes.
func (f *File) Read(p []byte) (int, error) {
	n, err := f.raw.Read(p)
	f.sum.Write(p[:n])
	return n, err
}

// Source reads what is left of the file, and is its name and hash.
func (f *File) Source() (Source, error) {
	if _, err := io.Copy(io.Discard, f); err != nil {
		return Source{}, readError(f.path, err)
	}
	return Source{File: f.path, SHA256: hex.EncodeToString(f.sum.Sum(nil))}, nil
}

// Close closes the file, unless it is standard input.
func (f *File) Close() error {
	if f.path == "-" {
		return nil
	}
	return f.raw.Close()
}

// readError puts a failure to read into words.
func readError(name string, err error) *Error {
	e := &Error{File: name, Msg: err.Error(), Err: err}
	if fault := gunzip.Fault(err); fault != "" {
		e.Msg = fault
	} else if path, ok := errors.AsType[*fs.PathError](err); ok {
		e.Msg = path.Err.Error()
	}
	return e
}
