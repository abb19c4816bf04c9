package dataset

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"

	"relucert/internal/gunzip"
)

// OpenFile opens a file for [Read] or [NewScanner]; "-" is standard input. The
// error is an [*Error].
func OpenFile(path string) (io.ReadCloser, error) {
	if path == "-" {
		return stdin{os.Stdin}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, readError(path, 0, err)
	}
	return f, nil
}

// open opens a file as asked.
func (o *Options) open(path string) (io.ReadCloser, error) {
	if o.Open == nil {
		return OpenFile(path)
	}
	return o.Open(path)
}

// stdin stays open, and keeps Stat for sizeOf.
type stdin struct{ *os.File }

func (stdin) Close() error { return nil }

// source is the raw bytes of a file on their way to the splitter.
type source struct {
	raw  io.Reader
	sum  hash.Hash // SHA-256 of the bytes read so far
	read int64     // how many they are
	size int64     // how many they will be, 0 when unknown
}

func newSource(raw io.Reader) *source {
	return &source{raw: raw, sum: sha256.New(), size: sizeOf(raw)}
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.raw.Read(p)
	s.sum.Write(p[:n])
	s.read += int64(n)
	return n, err
}

// text undoes gzip and UTF-16, skips a byte order mark, and ends lines with \n.
func (s *source) text() (text *lines, utf16 bool, err error) {
	in := bufio.NewReaderSize(s, bufferSize)
	unzipped, err := gunzip.Reader(in)
	if err != nil {
		return nil, false, err
	}
	in = bufio.NewReaderSize(unzipped, bufferSize)
	first, _ := in.Peek(8)
	if kind := foreign(first); kind != "" {
		return nil, false, fail(0, "", "this is %s", kind)
	}
	order := order(first)
	if order != nil {
		in = bufio.NewReaderSize(&wide{in: in, order: order}, bufferSize)
	}
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\ufeff")) {
		in.Discard(3)
	}
	return &lines{in: in}, order != nil, nil
}

// foreign is what a file is by its first bytes, if that is no text but a table all the same.
func foreign(first []byte) string {
	for magic, kind := range map[string]string{
		"PAR1":             "a Parquet file: relucert export csv makes CSV of one on disk",
		"ARROW1":           "an Arrow file: relucert export csv makes CSV of one on disk",
		"\xff\xff\xff\xff": "an Arrow stream: save it as an Arrow file, or as CSV",
		"FEA1":             "a Feather file of version 1: save it as version 2, or as CSV",
		"PK\x03\x04":       "a spreadsheet (.xlsx, .ods) or another zip file: save it as CSV",
		"\xd0\xcf\x11\xe0": "a spreadsheet (.xls): save it as CSV",
	} {
		if bytes.HasPrefix(first, []byte(magic)) {
			return kind
		}
	}
	return ""
}

// sizeOf is the length of a regular file or of a reader in memory, else 0.
func sizeOf(r io.Reader) int64 {
	switch r := r.(type) {
	case interface{ Len() int }:
		return int64(r.Len())
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			return info.Size()
		}
	}
	return 0
}

// readError puts a failure to read into words. lines is how many came through.
func readError(name string, lines int, err error) *Error {
	e := &Error{File: name, Line: lines, Msg: err.Error(), Err: err}
	if fault := gunzip.Fault(err); fault != "" {
		if e.Msg = fault; lines > 0 {
			e.Msg += " after this line"
		}
	} else if path, ok := errors.AsType[*fs.PathError](err); ok {
		e.Msg = path.Err.Error()
	}
	return e
}
