// Package gunzip reads text that may be gzipped, told by its first bytes, and says what is wrong with it. A gzip file is members one behind
// the other; what is behind the last one and no member is a fault of its own, not a member that is cut off.
package gunzip

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
)

// magic is how members begin.
var magic = []byte{0x1f, 0x8b}

var errBehind = errors.New("the gzip data ends, and other bytes follow")

// Reader is the text.
func Reader(in *bufio.Reader) (io.Reader, error) {
	// An error of Peek is not lost: the next read meets it again.
	if first, _ := in.Peek(len(magic)); !bytes.Equal(first, magic) {
		return in, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &members{in, z}, nil
}

// members reads one member after the other.
type members struct {
	in *bufio.Reader
	z  *gzip.Reader
}

func (m *members) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if err == io.EOF {
		err = m.next()
	}
	return n, err
}

// next begins the next member; io.EOF: there is none.
func (m *members) next() error {
	first, err := m.in.Peek(len(magic))
	switch {
	case len(first) == 0:
		return err
	case !bytes.HasPrefix(magic, first):
		return errBehind
	}
	if err := m.z.Reset(m.in); err != nil {
		return err
	}
	m.z.Multistream(false)
	return nil
}

// Fault is what is wrong with gzip data, "" if the error is another.
func Fault(err error) string {
	var corrupt flate.CorruptInputError
	switch {
	case err == errBehind:
		return err.Error()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the gzip data is cut off"
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		return "the gzip data is damaged"
	}
	return ""
}
