package dataset

import (
	"bufio"
	"bytes"
	"io"
)

const (
	// bufferSize is that of every bufio.Reader here, in bytes.
	bufferSize = 1 << 16
	// maxRecord is the longest record accepted, in bytes: some 10^5 columns. It
	// keeps a file without line ends or with a lost quote from filling the memory.
	maxRecord = 1 << 22
)

// records splits CSV text into fields, as encoding/csv does (a fuzz test
// compares the two), but without an allocation per record and in bounded memory.
type records struct {
	in        *bufio.Reader
	delimiter byte
	comment   string   // lines that begin with it are left out; "": none
	commented bool     // there were such lines
	width     int      // fields each record must have; 0: any number
	line      int      // lines read so far
	start     int      // the line on which the current record starts
	fields    [][]byte // the current record, valid until the next call of next

	long []byte // a line that does not fit the reader's buffer
	text []byte // the fields of a record with quotes, one after the other
	ends []int  // where each of them ends in text
}

// again is r for another reader of the same text.
func (r *records) again(in io.Reader) *records {
	return &records{in: bufio.NewReaderSize(in, bufferSize), delimiter: r.delimiter, comment: r.comment, width: r.width, line: r.line}
}

// next reads the next record that is neither a blank line nor a comment. The error is io.EOF after
// the last one, *Error for bad text, or the reader's own.
func (r *records) next() error {
	line, err := r.readLine()
	for err == nil && (len(line) == 0 || r.isComment(line)) {
		line, err = r.readLine()
	}
	if err != nil {
		return err
	}
	r.start = r.line
	if bytes.IndexByte(line, '"') < 0 {
		r.splitPlain(line)
	} else if err := r.splitQuoted(line); err != nil {
		return err
	}
	return r.checkWidth()
}

func (r *records) isComment(line []byte) bool {
	is := r.comment != "" && bytes.HasPrefix(line, []byte(r.comment))
	r.commented = r.commented || is
	return is
}

// checkWidth allows for an empty field behind the last delimiter.
func (r *records) checkWidth() error {
	n := len(r.fields)
	if r.width == 0 || n == r.width {
		return nil
	}
	if n == r.width+1 && isBlank(r.fields[n-1]) {
		r.fields = r.fields[:r.width]
		return nil
	}
	return fail(r.start, "", "%s, but the header has %d%s", count(n, "field"), r.width, r.widthHint())
}

// widthHint says what reads one column of numbers with decimal commas.
func (r *records) widthHint() string {
	if r.width == 1 && len(r.fields) == 2 && r.delimiter == ',' && isDigits(bytes.TrimLeft(r.fields[0], "+-")) && isDigits(r.fields[1]) {
		return " (--delimiter ';' reads a decimal comma)"
	}
	return ""
}

func (r *records) splitPlain(line []byte) {
	r.fields = r.fields[:0]
	for i := bytes.IndexByte(line, r.delimiter); i >= 0; i = bytes.IndexByte(line, r.delimiter) {
		r.fields = append(r.fields, line[:i])
		line = line[i+1:]
	}
	r.fields = append(r.fields, line)
}

// splitQuoted copies each field to text, since a quoted field may go on in the
// next line, which overwrites this one.
func (r *records) splitQuoted(line []byte) error {
	r.text, r.ends = r.text[:0], r.ends[:0]
	for more := true; more; {
		rest, err := r.field(line)
		if err != nil {
			return err
		}
		r.ends = append(r.ends, len(r.text))
		if more = len(rest) > 0; more {
			line = rest[1:] // rest starts with the delimiter
		}
	}
	r.fields = r.fields[:0]
	from := 0
	for _, to := range r.ends {
		r.fields = append(r.fields, r.text[from:to])
		from = to
	}
	return nil
}

// field appends the first field of line to text and returns what follows it:
// nothing or a delimiter and more.
func (r *records) field(line []byte) ([]byte, error) {
	if len(line) > 0 && line[0] == '"' {
		return r.quotedField(line[1:])
	}
	end := bytes.IndexByte(line, r.delimiter)
	if end < 0 {
		end = len(line)
	}
	if bytes.IndexByte(line[:end], '"') >= 0 {
		return nil, fail(r.line, "", "a quote inside the unquoted field %s", quote(line[:end]))
	}
	r.text = append(r.text, line[:end]...)
	return line[end:], nil
}

// quotedField is field after the opening quote.
func (r *records) quotedField(line []byte) ([]byte, error) {
	opened := r.line
	for {
		i := bytes.IndexByte(line, '"')
		switch {
		case i < 0:
			next, err := r.continueQuoted(line, opened)
			if err != nil {
				return nil, err
			}
			line = next
			continue
		case i+1 < len(line) && line[i+1] == '"': // "" stands for a quote
			r.text = append(r.text, line[:i+1]...)
			line = line[i+2:]
			continue
		}
		r.text = append(r.text, line[:i]...)
		if rest := line[i+1:]; len(rest) == 0 || rest[0] == r.delimiter {
			return rest, nil
		}
		return nil, fail(r.line, "", "text after the closing quote of a field")
	}
}

// continueQuoted keeps an open field's part of this line and reads the next.
func (r *records) continueQuoted(line []byte, opened int) ([]byte, error) {
	r.text = append(append(r.text, line...), '\n')
	if len(r.text) > maxRecord {
		return nil, errLongRecord(opened)
	}
	next, err := r.readLine()
	if err == io.EOF {
		return nil, fail(opened, "", "a quote is opened and never closed")
	}
	return next, err
}

// readLine is the next line without its end, valid until the next call.
func (r *records) readLine() ([]byte, error) {
	line, err := r.in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line, err = r.readLong(line)
	}
	if err == io.EOF && len(line) > 0 {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	r.line++
	if bytes.IndexByte(line, 0) >= 0 {
		return nil, fail(r.line, "", "a NUL byte: the file must be CSV text in UTF-8")
	}
	return bytes.TrimSuffix(line, []byte("\n")), nil
}

func (r *records) readLong(head []byte) ([]byte, error) {
	r.long = append(r.long[:0], head...)
	for {
		part, err := r.in.ReadSlice('\n')
		r.long = append(r.long, part...)
		if len(r.long) > maxRecord {
			return nil, errLongRecord(r.line + 1)
		}
		if err != bufio.ErrBufferFull {
			return r.long, err
		}
	}
}

func errLongRecord(line int) error {
	return fail(line, "", "a record longer than %d MiB", maxRecord>>20)
}
