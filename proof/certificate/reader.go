package certificate

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// longestLine bounds what one record may cost in memory.
const longestLine = 64 << 20

// Record is a *Split, a *Bound, a *Dual or a *Trailer; in proofs by breakpoints a *Cutoff,
// *Multipliers, *Chain, *KinkSplit, *Spans, *Sift, *Halve or *Trailer; in proofs by hinges a *HingeSplit, *HingeBound or *Trailer.
type Record any

// Reader reads a certificate record by record.
type Reader struct {
	in      *bufio.Reader
	long    []byte // a line longer than in's buffer
	line    int
	version int
	header  Header
	text    []byte // of the record last read
	ended   bool
	order   recordOrder
	tokens
}

// NewReader reads the header. It recognises gzip by its first bytes.
func NewReader(in io.Reader) (*Reader, error) {
	r := &Reader{in: bufio.NewReaderSize(in, 1<<16)}
	if magic, _ := r.in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(r.in)
		if err != nil {
			return nil, &Error{Message: "the gzip header is damaged"}
		}
		r.in = bufio.NewReaderSize(unpacked, 1<<16)
	}
	if err := r.readHeader(); err != nil {
		return nil, err
	}
	return r, nil
}

// Header is the certificate's.
func (r *Reader) Header() *Header { return &r.header }

// Line is the number of the line last read.
func (r *Reader) Line() int { return r.line }

// Text is the line of the record last read, valid until the next call.
func (r *Reader) Text() []byte { return r.text }

// Next returns the next record, io.EOF after the trailer, io.ErrUnexpectedEOF
// where the certificate stops without one, or an *Error.
func (r *Reader) Next() (Record, error) {
	line, err := r.next()
	if r.ended && err == io.ErrUnexpectedEOF && len(r.long) == 0 {
		return nil, io.EOF
	}
	if r.ended && (err == nil || err == io.ErrUnexpectedEOF) {
		return nil, r.fail("text after the trailer")
	}
	if err != nil {
		return nil, err
	}
	r.text, r.tokens = line, tokens{rest: line}
	record, err := r.record()
	if err == nil && !r.empty() {
		err = r.fail("unexpected %q at the end of the record", clip(r.rest))
	}
	return record, err
}

func (r *Reader) record() (Record, error) {
	word := string(r.token())
	if r.header.Sweep && word != "u" {
		return nil, r.fail("%q where a sweep has its trailer", clip([]byte(word)))
	}
	if r.header.Breakpoints != nil {
		return r.kinkRecord(word)
	}
	if r.header.Hinges != nil {
		return r.hingeRecord(word)
	}
	switch word {
	case "s":
		return r.split()
	case "b":
		if r.header.Loss.Family != Squared {
			return nil, r.fail("a bound record is for squares, not for the %v loss", r.header.Loss.Family)
		}
		return r.bound()
	case "d":
		if h := &r.header; h.Loss.Family == Squared && h.Ridge > 0 {
			return nil, r.fail("a dual record is for other losses than squares, or for squares without a penalty")
		}
		return r.dual()
	case "u", "o":
		return r.trailer(word)
	default:
		return nil, r.fail("unknown record %q", clip([]byte(word)))
	}
}

// next returns the next complete line without its end; an incomplete last line
// is left in r.long, with io.ErrUnexpectedEOF.
func (r *Reader) next() ([]byte, error) {
	r.line++
	r.long = r.long[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if err == nil && len(r.long) == 0 {
			return part[:len(part)-1], nil
		}
		r.long = append(r.long, part...)
		switch {
		case err == nil:
			return r.long[:len(r.long)-1], nil
		case len(r.long) > longestLine:
			return nil, r.fail("a line longer than %d MiB", longestLine>>20)
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil, io.ErrUnexpectedEOF
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, r.fail("cannot be read: %v", err)
		}
	}
}

func (r *Reader) fail(format string, args ...any) error {
	return &Error{r.line, fmt.Sprintf(format, args...)}
}

// clip shortens what an error quotes.
func clip(text []byte) []byte {
	if len(text) > 40 {
		return append(append([]byte(nil), text[:40]...), "..."...)
	}
	return text
}
