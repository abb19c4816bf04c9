package dataset

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Scanner streams the rows of a CSV file as numbers, in memory that does not
// grow with the file (when Options.Features are given; otherwise the rows until
// every column has shown its first value are kept). Use:
//
//	for s.Scan() { … s.X() … }
//	if err := s.Err(); err != nil { … }
type Scanner struct {
	name    string
	opts    Options
	source  *source
	rec     *records
	header  *header
	columns columns
	notices []string

	origins       []Decimal // of the features; nil: 0
	targetOrigin  Decimal
	x             []float64
	y, weight     float64
	rows, dropped int
	err           error // io.EOF after the last row
}

// NewScanner reads the header of r and finds the columns. name stands in errors,
// which are all [*Error].
func NewScanner(name string, r io.Reader, opts Options) (*Scanner, error) {
	return newScanner(name, r, opts, true)
}

// NewInputScanner is [NewScanner] for rows that need no label: opts.Target is
// left out of account, unless it keeps a column from being a default feature,
// and Y is 0.
func NewInputScanner(name string, r io.Reader, opts Options) (*Scanner, error) {
	return newScanner(name, r, opts, false)
}

func newScanner(name string, r io.Reader, opts Options, labelled bool) (*Scanner, error) {
	opts.LocalLabels = opts.LocalLabels && labelled
	s := &Scanner{name: name, opts: opts, weight: 1}
	if err := s.open(r, labelled); err != nil {
		return nil, s.named(err)
	}
	s.x = make([]float64, len(s.columns.features))
	return s, nil
}

func (s *Scanner) open(r io.Reader, labelled bool) (err error) {
	s.source = newSource(r)
	text, err := s.source.text()
	if err != nil {
		return err
	}
	s.rec = &records{in: text}
	if err = s.readHeader(); err != nil {
		return err
	}
	if s.columns, err = s.header.resolve(s.opts, labelled); err != nil {
		return err
	}
	if len(s.columns.features) == 0 {
		if err := s.chooseFeatures(); err != nil {
			return err
		}
	}
	if s.opts.LocalInputs || s.opts.LocalLabels {
		return s.chooseOrigins()
	}
	return nil
}

func (s *Scanner) readHeader() error {
	if err := s.rec.next(); err == io.EOF {
		return fail(0, "", "the file is empty")
	} else if err != nil {
		return err
	}
	s.rec.width = len(s.rec.fields)
	h, err := newHeader(s.rec.fields, s.rec.start)
	s.header = h
	return err
}

// chooseFeatures reads ahead until the first value of every column is known.
func (s *Scanner) chooseFeatures() error {
	choice := newChooser(s.header, s.columns)
	err := s.ahead(func(fields [][]byte) bool {
		choice.look(fields)
		return len(choice.open) > 0
	})
	if err != nil {
		return err
	}
	s.columns.features, err = choice.finish()
	s.notices = choice.notices
	return err
}

// ahead shows the rows below the header to look for as long as it wants more, then
// lets the reading start again there.
func (s *Scanner) ahead(look func(fields [][]byte) (more bool)) error {
	var seen bytes.Buffer
	ahead := newRecords(io.TeeReader(s.rec.in, &seen), s.rec.width, s.rec.line)
	for more := true; more; more = look(ahead.fields) {
		err := ahead.next()
		if err == io.EOF && ahead.start == 0 {
			return fail(s.rec.line, "", noRows)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			s.rec.line = ahead.line
			return err
		}
	}
	s.rec.in = bufio.NewReaderSize(io.MultiReader(&seen, s.rec.in), bufferSize)
	return nil
}

const noRows = "there is no data below the header"

// Scan goes to the next row. It is false at the end and at an error.
func (s *Scanner) Scan() bool {
	for s.err == nil {
		if s.err = s.rec.next(); s.err != nil {
			break
		}
		s.err = s.convert()
		if s.err == nil {
			s.rows++
			return true
		}
		if s.opts.DropMissing && errors.Is(s.err, ErrMissing) {
			s.dropped++
			s.err = nil
		}
	}
	if s.err == io.EOF && s.rows == 0 {
		s.err = s.nothing()
	}
	return false
}

func (s *Scanner) nothing() error {
	if s.dropped > 0 {
		return fail(0, "", "no row is left: all %d have missing values", s.dropped)
	}
	return fail(s.rec.line, "", noRows)
}

// convert turns the current record into numbers.
func (s *Scanner) convert() (err error) {
	if s.opts.Long {
		return nil
	}
	for j, i := range s.columns.features {
		if s.x[j], err = parseLocal(s.rec.fields[i], s.origin(j)); err != nil {
			return s.badCell(i, err)
		}
	}
	if i := s.columns.target; i >= 0 {
		if s.y, err = parseLocal(s.rec.fields[i], s.targetOrigin); err != nil {
			return s.badCell(i, err)
		}
	}
	if i := s.columns.weight; i >= 0 {
		if s.weight, err = parseNumber(s.rec.fields[i]); err != nil {
			return s.badCell(i, err)
		}
		if s.weight <= 0 {
			return s.badCell(i, errNotPositive)
		}
	}
	return nil
}

var errNotPositive = errors.New("is not positive, as a sample weight must be")

func (s *Scanner) badCell(column int, cause error) error {
	cell := bytes.TrimSpace(s.rec.fields[column])
	e := fail(s.rec.start, s.header.names[column], "%s %v", quote(cell), cause)
	e.Err = cause
	switch {
	case cause == ErrMissing && len(cell) == 0:
		e.Msg = cause.Error()
	case cause == ErrMissing:
		e.Msg = fmt.Sprintf("%v %s", cause, quote(cell))
	case cause == errNotNumber && column == s.columns.target && s.opts.Target == "":
		e.Msg += " (the target is the last column unless another is named)"
	}
	return e
}

// named turns any error into an *Error that names the file.
func (s *Scanner) named(err error) error {
	var e *Error
	if errors.As(err, &e) {
		e.File = s.name
		return e
	}
	lines := 0
	if s.rec != nil {
		lines = s.rec.line
	}
	return readError(s.name, lines, err)
}

// Err is nil when the rows ended with the file, else an [*Error].
func (s *Scanner) Err() error {
	if s.err == nil || s.err == io.EOF {
		return nil
	}
	return s.named(s.err)
}

// X is the row's features, less their origins, valid until the next Scan.
func (s *Scanner) X() []float64 { return s.x }

// Y is the row's label, less its origin.
func (s *Scanner) Y() float64 { return s.y }

// Weight is the row's sample weight, 1 when there is no such column.
func (s *Scanner) Weight() float64 { return s.weight }

// Record is the row as it stands in the file, one field a column of [Scanner.Header],
// without quotes; valid until the next Scan.
func (s *Scanner) Record() [][]byte { return s.rec.fields }

// Line is the line of the file on which the row starts, from 1.
func (s *Scanner) Line() int { return s.rec.start }

// Rows counts the rows given so far and Dropped those left out.
func (s *Scanner) Rows() int    { return s.rows }
func (s *Scanner) Dropped() int { return s.dropped }

// Header is the names of all columns, not to be modified.
func (s *Scanner) Header() []string { return s.header.names }

// Features are the names of X's entries.
func (s *Scanner) Features() []string {
	names := make([]string, len(s.columns.features))
	for j, i := range s.columns.features {
		names[j] = s.header.names[i]
	}
	return names
}

// Target is the name of the label's column, "" when there is none.
func (s *Scanner) Target() string {
	if s.columns.target < 0 {
		return ""
	}
	return s.header.names[s.columns.target]
}

// Notices are one sentence for each column skipped and, after the last row, for
// the rows dropped.
func (s *Scanner) Notices() []string {
	if s.dropped == 0 {
		return s.notices
	}
	return append(s.notices[:len(s.notices):len(s.notices)], fmt.Sprintf(
		"%d of %s dropped for missing values", s.dropped, count(s.rows+s.dropped, "row")))
}

// SHA256 is the hash of the file as it is stored; only meaningful after Scan has
// returned false with no error.
func (s *Scanner) SHA256() (sum [32]byte) {
	s.source.sum.Sum(sum[:0])
	return sum
}

// count is "1 row", "2 rows".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
