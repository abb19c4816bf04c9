package dataset

import (
	"fmt"
	"slices"
)

// chooser finds out what columns hold while it looks at the first rows: of the features that are
// named, or of all columns that can be features.
type chooser struct {
	scanner *Scanner
	named   bool
	open    []int // columns without a value so far
	held    map[int]held
	notices []string
}

// held is what a column's first value is.
type held struct {
	kind
	text   string // the first one, if it is neither number nor date
	line   int    // where it stands
	levels map[string]bool
}

// textual is no feature's kind: the column holds text.
const textual kind = 255

// mostLevels is how many texts a column may hold that becomes indicators.
const mostLevels = 100

func newChooser(s *Scanner) *chooser {
	ch := &chooser{scanner: s, held: make(map[int]held)}
	if ch.named = len(s.columns.features) > 0; ch.named {
		for _, in := range s.columns.features {
			if in.kind != indicator {
				ch.open = append(ch.open, in.column)
			}
		}
		return ch
	}
	for i, name := range s.header.names {
		switch {
		case i == s.columns.target || i == s.columns.weight || i == s.columns.where:
		case name == "":
			ch.notices = append(ch.notices, fmt.Sprintf("column %d skipped: it has no name", i+1))
		default:
			ch.open = append(ch.open, i)
		}
	}
	return ch
}

// look decides the open columns that have a value in this record, and says whether more are wanted:
// for a column without a value, and for all texts of a named one.
func (ch *chooser) look(fields [][]byte, line int) (more bool) {
	ch.open = slices.DeleteFunc(ch.open, func(i int) bool {
		h, known := ch.held[i]
		cell := fields[i]
		if !known {
			if h.kind, known = ch.scanner.kindOf(cell); !known {
				return false
			}
			h.text, h.line = textOf(cell), line
		}
		if h.kind == textual && ch.named {
			h.collect(ch.scanner, cell)
		}
		ch.held[i] = h
		return h.kind != textual || !ch.named || len(h.levels) > mostLevels
	})
	return len(ch.open) > 0
}

// collect keeps a text; a number says that the column is none of texts.
func (h *held) collect(s *Scanner, cell []byte) {
	kind, known := s.kindOf(cell)
	if known && kind == textual {
		if h.levels == nil {
			h.levels = make(map[string]bool)
		}
		h.levels[textOf(cell)] = true
	} else if known {
		h.kind = number // and the text an error, when it is read
	}
}

// kindOf is what a cell may be; false if it is missing.
func (s *Scanner) kindOf(cell []byte) (kind, bool) {
	var arena []byte
	text, _, err := s.format.plain(&arena, cell)
	if err == nil {
		_, err = parseNumber(text)
	}
	if err == ErrMissing {
		return 0, false
	}
	if s.format.DateFormat == "" && err != errNotNumber {
		return number, true
	}
	if _, k, ok := s.format.date(&arena, cell); ok {
		return k, true
	}
	if err != errNotNumber {
		return number, true
	}
	return textual, true
}

func (ch *chooser) skip(column int, why string) {
	ch.notices = append(ch.notices, fmt.Sprintf("column %s skipped: %s", quote(ch.scanner.header.names[column]), why))
}

// finish gives the scanner its features.
func (ch *chooser) finish() error {
	s := ch.scanner
	if ch.named {
		return ch.finishNamed()
	}
	s.columns.features = ch.of(number)
	if len(s.columns.features) == 0 {
		s.columns.features = ch.of(days, seconds, zoned)
	}
	for i, name := range s.header.names {
		h, known := ch.held[i]
		switch {
		case slices.Contains(ch.open, i):
			ch.skip(i, "it has no values")
		case known && h.kind == textual:
			ch.skip(i, quote(h.text)+" is not a number")
			s.watched = append(s.watched, watched{i, h})
		case known && h.isDate() && s.columns.features[0].kind == number:
			ch.skip(i, "it holds dates (--features "+shellQuoted(name)+" takes them)")
		}
	}
	s.notices = ch.notices
	if len(s.columns.features) == 0 {
		return fail(s.header.line, "", "no numeric column is left to be a feature; the columns are %s%s", s.header.list(), ch.hint())
	}
	return nil
}

// of is the columns of some kinds, in the header's order.
func (ch *chooser) of(kinds ...kind) (all []input) {
	for i := range ch.scanner.header.names {
		if h, known := ch.held[i]; known && slices.Contains(kinds, h.kind) {
			all = append(all, input{column: i, kind: h.kind})
		}
	}
	return all
}

// hint is that of the first column of texts.
func (ch *chooser) hint() string {
	for _, w := range ch.scanner.watched {
		if hint := ch.scanner.format.hint([]byte(w.text)); hint != "" {
			return fmt.Sprintf("; in column %s, %s is not a number%s", quote(ch.scanner.header.names[w.column]), quote(w.text), hint)
		}
	}
	return ""
}

// finishNamed makes indicators of a column of texts: one for each of them but the first in the
// alphabet.
func (ch *chooser) finishNamed() error {
	s := ch.scanner
	var features []input
	for _, in := range s.columns.features {
		h := ch.held[in.column]
		if in.kind != indicator {
			in.kind = h.kind
		}
		if in.kind != textual {
			features = append(features, in)
			continue
		}
		name := s.header.names[in.column]
		levels := sortedKeys(h.levels)
		switch {
		case s.opts.FixedFeatures:
			return fail(h.line, name, "%s is not a number%s", quote(h.text), s.format.hint([]byte(h.text)))
		case len(levels) < 2 || len(levels) > mostLevels:
			return fail(h.line, name, "%s is not a number%s; 2 to %d different texts could be made columns of 0 and 1", quote(h.text), s.format.hint([]byte(h.text)), mostLevels)
		}
		for _, level := range levels[1:] {
			features = append(features, input{in.column, indicator, level, levels[0]})
		}
		ch.notices = append(ch.notices, fmt.Sprintf("column %s holds texts: each but %s has a column of 0 and 1", quote(name), quote(levels[0])))
	}
	s.columns.features, s.notices = features, ch.notices
	return nil
}

// watched is a column that was left out, since its first value is a text.
type watched struct {
	column int
	held
}

// watch finds a number in such a column: then the text is a mistake.
func (s *Scanner) watch() error {
	for _, w := range s.watched {
		if kind, known := s.kindOf(s.rec.fields[w.column]); known && kind == number {
			e := fail(w.line, s.header.names[w.column], "%s is not a number, but line %d has one there%s", quote(w.text), s.rec.start, s.format.hint([]byte(w.text)))
			e.Err = errNotNumber
			return e
		}
	}
	return nil
}
