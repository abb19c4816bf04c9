package dataset

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Format says what the text of a file means. Its zero value is CSV, but for what the file itself shows.
type Format struct {
	Delimiter  byte     // between fields; 0: what the first two lines show
	Decimal    byte     // '.' or ','; 0: '.' between commas, else either, but not both in one file
	Thousands  string   // one character between groups of three digits; "": there is none
	Comment    string   // lines that begin with it are left out; "": none
	NA         []string // cells that are missing values, beyond the usual ones
	NoHeader   bool     // the first line is a row; the columns are called c1, c2, …
	Fractions  bool     // 1/2 is a number
	DateFormat string   // of dates, in strftime's words; "": ISO 8601
}

// settle is f with the marks that follow from others; its error is a contradiction.
func (f Format) settle() (Format, error) {
	if f.Decimal == 0 && f.Thousands == "." {
		f.Decimal = ','
	}
	if f.Decimal == 0 && f.Thousands == "," {
		f.Decimal = '.'
	}
	if _, err := parseLayout(f.DateFormat); err != nil {
		return f, fail(0, "", "%v", err)
	}
	switch {
	case f.Delimiter != 0 && !isDelimiter(f.Delimiter):
		return f, fail(0, "", "%q cannot separate fields", f.Delimiter)
	case f.Decimal != 0 && f.Decimal != '.' && f.Decimal != ',':
		return f, fail(0, "", "the decimal mark must be . or ,: got %q", f.Decimal)
	case f.Thousands != "" && !isSeparator(f.Thousands):
		return f, fail(0, "", "%q cannot separate thousands", f.Thousands)
	case f.Thousands != "" && f.Thousands == string(f.Decimal):
		return f, fail(0, "", "%s cannot be both the decimal mark and the separator of thousands", f.Thousands)
	}
	return f, nil
}

// What may separate fields, and thousands: of the latter the last three are blanks that do not break.
const (
	delimiters = ",;|:~^!&*$@_ \t"
	separators = ".,'’_ \u00a0\u2009\u202f"
)

func isDelimiter(c byte) bool { return strings.IndexByte(delimiters, c) >= 0 }

func isSeparator(mark string) bool {
	return utf8.RuneCountInString(mark) == 1 && strings.Contains(separators, mark)
}

// quirk is what a cell has that a plain decimal has not.
type quirk uint8

const (
	pointed   quirk = 1 << iota // a decimal point, where a comma might stand
	commaed                     // a decimal comma
	grouped                     // thousands
	longMinus                   // U+2212 for a minus
)

// met is what a file was seen to have.
type met struct {
	quirks quirk
	marked int // the line of the first decimal mark
	na     map[string]bool
}

// add enters a cell's quirks; it is false if its decimal mark contradicts another.
func (m *met) add(q quirk, line int) bool {
	if q == 0 {
		return true
	}
	before := m.quirks
	m.quirks |= q
	if before&(pointed|commaed) == 0 {
		m.marked = line
	}
	return m.quirks&(pointed|commaed) != pointed|commaed
}

// agrees says that no decimal mark of a later part contradicts one before.
func (m *met) agrees(later *met) bool {
	return (m.quirks|later.quirks)&(pointed|commaed) != pointed|commaed
}

// join adds what a later part had.
func (m *met) join(later *met) {
	if m.quirks&(pointed|commaed) == 0 && later.quirks != 0 {
		m.marked = later.marked
	}
	m.quirks |= later.quirks
	for mark := range later.na {
		if m.na == nil {
			m.na = make(map[string]bool)
		}
		m.na[mark] = true
	}
}

// Reading is what the numbers read so far rest on beyond plain CSV, a statement each, in the words
// and the order of proof/certificate/FORMAT.md; whole when Scan has returned false. Nil: nothing.
func (s *Scanner) Reading() []string {
	var all []string
	say := func(is bool, statement string) {
		if is {
			all = append(all, statement)
		}
	}
	f, q := s.format, s.met.quirks
	say(s.utf16, "encoding utf-16")
	say(f.Delimiter != ',', "delimiter "+strconv.Quote(string(f.Delimiter)))
	say(f.NoHeader, "header no")
	say(s.rec.commented, "comment "+strconv.Quote(f.Comment))
	say(q&commaed != 0, `decimal ","`)
	say(q&grouped != 0, "thousands "+strconv.Quote(f.Thousands))
	say(q&longMinus != 0, `minus "−"`)
	for _, mark := range sortedKeys(s.met.na) {
		say(true, "na "+strconv.Quote(mark))
	}
	dated := false
	for _, in := range s.columns.features {
		if in.kind != number {
			dated = dated || in.kind.isDate()
			say(true, in.kind.String()+" "+strconv.Quote(s.nameOf(in)))
		}
	}
	say(dated && f.DateFormat != "", "date-format "+strconv.Quote(f.DateFormat))
	if i := s.columns.where; i >= 0 {
		say(true, "where "+strconv.Quote(s.header.names[i])+" "+strconv.Quote(s.columns.text))
	}
	return all
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
