package dataset

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
)

// sniffed are the delimiters that a file may have without being asked, first the one that is
// taken if several fit.
const sniffed = "\t;|,"

// beginning is the first two records of a text, which can be read in several ways.
type beginning struct {
	text    io.Reader
	seen    bytes.Buffer
	comment string
}

// records splits the text from its start.
func (b *beginning) records(delimiter byte) *records {
	again := io.MultiReader(bytes.NewReader(b.seen.Bytes()), io.TeeReader(b.text, &b.seen))
	return &records{in: bufio.NewReaderSize(again, bufferSize), delimiter: delimiter, comment: b.comment}
}

// delimiter is the first that splits the first two records into as many fields, two at least;
// the comma if none does.
func (b *beginning) delimiter() byte {
	for _, c := range []byte(sniffed) {
		r := b.records(c)
		if r.next() != nil || len(r.fields) < 2 {
			continue
		}
		r.width = widthOf(r.fields)
		if err := r.next(); err == nil || err == io.EOF {
			return c
		}
	}
	return ','
}

// header is the line of names that a text without one lacks, "" if the text is empty or bad.
func (b *beginning) header(delimiter byte) string {
	r := b.records(delimiter)
	if r.next() != nil {
		return ""
	}
	names := make([]string, widthOf(r.fields))
	for i := range names {
		names[i] = "c" + strconv.Itoa(i+1)
	}
	return strings.Join(names, string(delimiter)) + "\n"
}

// rest is the whole text again.
func (b *beginning) rest() io.Reader { return io.MultiReader(&b.seen, b.text) }

// widthOf counts the fields of the first record, less an empty one behind the last delimiter.
func widthOf(fields [][]byte) int {
	if n := len(fields); n > 1 && isBlank(fields[n-1]) {
		return n - 1
	}
	return len(fields)
}

func isBlank(field []byte) bool { return len(bytes.TrimSpace(field)) == 0 }
