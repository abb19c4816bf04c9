package dataset

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Scanner streams the rows of a CSV file as numbers, in memory that does not
// grow with the file (but the rows until every column that may be a feature has shown
// its first value are kept, and all if a feature is a column of texts). Use:
//
//	for s.Scan() { … s.X() … }
//	if err := s.Err(); err != nil { … }
type Scanner struct {
	name    string
	opts    Options
	format  Format // settled, and sniffed
	source  *source
	utf16   bool
	common  bool // what looks like a decimal is one
	rec     *records
	header  *header
	columns columns
	watched []watched
	notices []string
	met     met
	cells   [][]byte // the row's features, label and weight as plain numbers; nil: none
	arena   []byte   // what of them is not as in the file

	origins       []Decimal // of the features; nil: 0
	targetOrigin  Decimal
	x             []float64
	y, weight     float64
	rows, dropped int
	weightless    int   // rows of weight 0
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
	if s.format, err = s.opts.settle(); err != nil {
		return err
	}
	s.source = newSource(r)
	if err = s.begin(); err != nil {
		return err
	}
	if err = s.readHeader(); err != nil {
		return err
	}
	if s.columns, err = s.header.resolve(s.opts, labelled); err != nil {
		return err
	}
	if err := s.chooseFeatures(); err != nil {
		return err
	}
	s.cells = make([][]byte, len(s.columns.features)+2)
	if s.opts.LocalInputs || s.opts.LocalLabels {
		return s.chooseOrigins()
	}
	return nil
}

// begin opens the text and finds its delimiter.
func (s *Scanner) begin() error {
	text, utf16, err := s.source.text()
	if err != nil {
		return err
	}
	s.utf16 = utf16
	f, b := &s.format, &beginning{text: text, comment: s.format.Comment}
	if f.Delimiter == 0 {
		f.Delimiter = b.delimiter()
	}
	if f.Decimal == 0 && f.Delimiter == ',' {
		f.Decimal = '.'
	}
	s.common = f.Decimal == '.' && f.Thousands != "." && f.NA == nil
	names := ""
	if f.NoHeader {
		names = b.header(f.Delimiter)
	}
	s.rec = &records{in: bufio.NewReaderSize(io.MultiReader(strings.NewReader(names), b.rest()), bufferSize), delimiter: f.Delimiter, comment: f.Comment}
	if names != "" {
		s.rec.line = -1
	}
	return nil
}

func (s *Scanner) readHeader() error {
	if err := s.rec.next(); err == io.EOF {
		return fail(0, "", "the file is empty")
	} else if err != nil {
		return err
	}
	s.rec.width = widthOf(s.rec.fields)
	h, err := newHeader(s.rec.fields[:s.rec.width], s.rec.start)
	s.header = h
	return err
}

// chooseFeatures reads ahead until the first value of every column that may be one is known.
func (s *Scanner) chooseFeatures() error {
	choice := newChooser(s)
	if len(choice.open) > 0 {
		if err := s.ahead(choice.look); err != nil {
			return err
		}
	}
	return choice.finish()
}

// ahead shows the rows below the header to look for as long as it wants more, then
// lets the reading start again there.
func (s *Scanner) ahead(look func(fields [][]byte, line int) (more bool)) error {
	var seen bytes.Buffer
	ahead := s.rec.again(io.TeeReader(s.rec.in, &seen))
	for more := true; more; more = look(ahead.fields, ahead.start) {
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
	if s.next() {
		return true
	}
	s.settleEnd()
	return false
}

// settleEnd makes an end without rows an error.
func (s *Scanner) settleEnd() {
	if s.err == io.EOF && s.rows == 0 {
		s.err = s.nothing()
	}
}

// next is Scan, but that no rows at all are no error.
func (s *Scanner) next() bool {
	for s.err == nil {
		if s.err = s.rec.next(); s.err != nil {
			break
		}
		if s.columns.isElsewhere(s.rec.fields) {
			continue
		}
		s.err = s.convert()
		switch {
		case s.err == nil:
			s.rows++
			return true
		case s.err == errWeightless:
			s.weightless++
			s.err = nil
		case s.opts.DropMissing && errors.Is(s.err, ErrMissing):
			s.dropped++
			s.err = nil
		}
	}
	return false
}

func (s *Scanner) nothing() error {
	switch {
	case s.dropped > 0 && s.weightless > 0:
		return fail(0, "", "no row is left: all have missing values or the weight 0")
	case s.dropped > 0:
		return fail(0, "", "no row is left: all %d have missing values", s.dropped)
	case s.weightless > 0:
		return fail(0, "", "no row is left: all have the weight 0")
	case s.columns.where >= 0:
		return fail(0, s.header.names[s.columns.where], "no row holds %s", quote(s.columns.text))
	}
	return fail(s.rec.line, "", noRows)
}

var (
	errWeightless = errors.New("a row of weight 0")
	errTooSmall   = errors.New("is too small for a double")
	errNegative   = errors.New("is negative, which a sample weight must not be")
	errBothMarks  = errors.New("has another decimal mark")
	errOtherText  = errors.New("is another text")
	errNoDate     = errors.New("is not a date")
)

// convert turns the current record into numbers: the weight first, since a row of weight 0 is not
// looked at further.
func (s *Scanner) convert() (err error) {
	if s.opts.Long {
		return nil
	}
	s.arena = s.arena[:0]
	n := len(s.columns.features)
	if i := s.columns.weight; i >= 0 {
		if s.weight, err = s.number(n+1, i, Decimal{}); err != nil {
			return s.badCell(i, err)
		}
		if s.weight < 0 {
			return s.badCell(i, errNegative)
		}
		if s.weight == 0 && len(significant(nil, s.cells[n+1])) > 0 {
			return s.badCell(i, errTooSmall)
		}
		if s.weight == 0 {
			return errWeightless
		}
	}
	for j, in := range s.columns.features {
		if s.x[j], err = s.feature(j, in); err != nil {
			return s.badCell(in.column, err)
		}
	}
	if i := s.columns.target; i >= 0 {
		if s.y, err = s.number(n, i, s.targetOrigin); err != nil {
			return s.badCell(i, err)
		}
	}
	return s.watch()
}

// number reads a column's cell, for the given place among the row's numbers.
func (s *Scanner) number(place, column int, origin Decimal) (float64, error) {
	if cell := trimmed(s.rec.fields[column]); s.common && origin.Mantissa == 0 && shapeOf(cell) == shapeDecimal {
		s.cells[place] = cell
		return parseDecimal(cell)
	}
	text, q, err := s.format.plain(&s.arena, s.rec.fields[column])
	if err != nil {
		return 0, s.missed(column, err)
	}
	if !s.met.add(q, s.rec.start) {
		return 0, errBothMarks
	}
	s.cells[place] = text
	return parseLocal(text, origin)
}

// missed notes a mark of a missing value that is not one of the usual.
func (s *Scanner) missed(column int, err error) error {
	if cell := trimmed(s.rec.fields[column]); err == ErrMissing && s.format.NA != nil && !isMissing(cell) {
		if s.met.na == nil {
			s.met.na = make(map[string]bool)
		}
		s.met.na[string(cell)] = true
	}
	return err
}

// feature reads one of any kind.
func (s *Scanner) feature(j int, in input) (float64, error) {
	if in.kind == number {
		return s.number(j, in.column, s.origin(j))
	}
	text, err := s.plain(in, s.rec.fields)
	if err != nil {
		return 0, s.missed(in.column, err)
	}
	s.cells[j] = text
	return parseLocal(text, s.origin(j))
}

// plain is a feature's number as a plain one, of any record.
func (s *Scanner) plain(in input, fields [][]byte) ([]byte, error) {
	cell := fields[in.column]
	if in.kind == number {
		text, _, err := s.format.plain(&s.arena, cell)
		return text, err
	}
	if bare := trimmed(cell); isMissing(bare) || s.format.isNA(bare) {
		return nil, ErrMissing
	}
	if in.kind == indicator {
		text := textOf(cell)
		if known := s.columns.known[in.column]; known != nil && !known[text] {
			return nil, errOtherText
		}
		return []byte{'0' + byte(btoi(text == in.level))}, nil
	}
	text, kind, ok := s.format.date(&s.arena, cell)
	switch {
	case !ok:
		return nil, errNoDate
	case kind != in.kind:
		return nil, errOtherDate
	}
	return text, nil
}

func trimmed(cell []byte) []byte { return bytes.TrimSpace(cell) }

// textOf is a cell as text.
func textOf(cell []byte) string { return strings.ToValidUTF8(string(trimmed(cell)), "\ufffd") }

func (s *Scanner) badCell(column int, cause error) error {
	cell := trimmed(s.rec.fields[column])
	e := fail(s.rec.start, s.header.names[column], "%s %v", quote(cell), cause)
	e.Err = cause
	switch {
	case cause == ErrMissing && len(cell) == 0:
		e.Msg = cause.Error()
	case cause == ErrMissing:
		e.Msg = fmt.Sprintf("%v %s", cause, quote(cell))
	case cause == errBothMarks:
		e.Msg = fmt.Sprintf("%s %v than line %d (--decimal says which it is)", quote(cell), cause, s.met.marked)
	case cause == errOtherText:
		e.Msg = fmt.Sprintf("%s is none of the texts that the model knows: %s", quote(cell), strings.Join(sortedKeys(s.columns.known[column]), ", "))
	case cause == errNotNumber:
		e.Msg += s.format.hint(cell)
		if column == s.columns.target && s.opts.Target == "" {
			e.Msg += " (the target is the last column unless another is named)"
		}
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
	for j, in := range s.columns.features {
		names[j] = s.nameOf(in)
	}
	return names
}

func (s *Scanner) nameOf(in input) string {
	if in.kind == indicator {
		return s.header.names[in.column] + "=" + in.level
	}
	return s.header.names[in.column]
}

// Target is the name of the label's column, "" when there is none.
func (s *Scanner) Target() string {
	if s.columns.target < 0 {
		return ""
	}
	return s.header.names[s.columns.target]
}

// Notices are one sentence for each column skipped and, after the last row, for how the file
// is read if it is no plain CSV, and for rows left out.
func (s *Scanner) Notices() []string {
	var all []string
	if made, ok := s.source.raw.(interface{ Notice() string }); ok {
		all = append(all, made.Notice())
	}
	all = append(all, s.notices...)
	if read := s.Reading(); read != nil {
		all = append(all, "read with "+strings.Join(read, ", "))
	}
	if s.weightless > 0 {
		all = append(all, fmt.Sprintf("%s of weight 0 left out", count(s.weightless, "row")))
	}
	if s.dropped > 0 {
		all = append(all, fmt.Sprintf("%d of %s dropped for missing values", s.dropped, count(s.rows+s.dropped, "row")))
	}
	return all
}

// Dates says which features are dates: "days" or "seconds" since 1970, "seconds-utc" if they had
// a time zone, "" for other features. Nil: none is.
func (s *Scanner) Dates() (units []string) {
	for j, in := range s.columns.features {
		if in.kind.isDate() && units == nil {
			units = make([]string, len(s.columns.features))
		}
		if in.kind.isDate() {
			units[j] = in.kind.String()
		}
	}
	return units
}

// Bases says of features COLUMN=TEXT that a column of texts became which text has none; "" for other features. Nil: there is no such column.
func (s *Scanner) Bases() (texts []string) {
	for j, in := range s.columns.features {
		if in.base != "" && texts == nil {
			texts = make([]string, len(s.columns.features))
		}
		if in.base != "" {
			texts[j] = in.base
		}
	}
	return texts
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
