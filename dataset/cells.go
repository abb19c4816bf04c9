package dataset

import (
	"bytes"
	"strings"
	"unicode"
)

// plain is the number that a cell stands for as a plain decimal or fraction, which parseNumber reads,
// and what the cell had beyond it. What is written goes to the end of arena.
func (f *Format) plain(arena *[]byte, cell []byte) (text []byte, q quirk, err error) {
	cell = bytes.TrimSpace(cell)
	shape := shapeOf(cell)
	switch {
	case f.NA != nil && f.isNA(cell):
		return nil, 0, ErrMissing
	case shape == shapeFraction && !f.Fractions:
		return nil, 0, errNotNumber
	case shape == shapeFraction:
		return cell, 0, nil
	case shape == shapeDecimal && f.Decimal == '.' && f.Thousands != ".":
		return cell, 0, nil
	case shape == shapeText && isMissing(cell):
		return nil, 0, ErrMissing
	}
	return f.marked(arena, cell)
}

func (f *Format) isNA(cell []byte) bool {
	for _, mark := range f.NA {
		if string(cell) == mark {
			return true
		}
	}
	return false
}

// minusSign is U+2212, a minus as typesetters have it.
var minusSign = []byte("\u2212")

// marked makes a point of the decimal mark, a hyphen of a minus sign, and takes thousands out.
func (f *Format) marked(arena *[]byte, cell []byte) (text []byte, q quirk, err error) {
	start := len(*arena)
	if len(cell) > maxNumber {
		return nil, 0, whyNoNumber(cell)
	}
	if rest, ok := bytes.CutPrefix(cell, minusSign); ok {
		cell, q = append(append(*arena, '-'), rest...)[start:], longMinus
	}
	mark := f.Decimal
	if mark == 0 {
		mark = ".,"[btoi(bytes.IndexByte(cell, ',') >= 0)]
	}
	whole, places, marked := bytes.Cut(cell, []byte{mark})
	whole, grouped, ok := f.ungrouped(whole)
	if !ok || bytes.IndexByte(places, '.') >= 0 {
		return nil, 0, whyNoNumber(cell)
	}
	*arena = append((*arena)[:start], whole...)
	if marked {
		*arena = append(append(*arena, '.'), places...)
		q |= f.quirkOf(mark)
	}
	text = (*arena)[start:]
	if shapeOf(text) != shapeDecimal {
		return nil, 0, whyNoNumber(cell)
	}
	return text, q | grouped, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// quirkOf is a decimal mark's: a point is one where a comma might stand.
func (f *Format) quirkOf(mark byte) quirk {
	switch {
	case mark == ',':
		return commaed
	case f.Decimal == 0:
		return pointed
	}
	return 0
}

// ungrouped is the whole part of a number without separators of thousands; false if they do not part it into
// groups of three digits.
func (f *Format) ungrouped(whole []byte) (digits []byte, q quirk, ok bool) {
	if bytes.IndexByte(whole, '.') >= 0 && f.Thousands != "." {
		return nil, 0, false
	}
	if f.Thousands == "" || !bytes.Contains(whole, []byte(f.Thousands)) {
		return whole, 0, true
	}
	groups := strings.Split(strings.TrimLeft(string(whole), "+-"), f.Thousands)
	for i, g := range groups {
		if !isDigits([]byte(g)) || len(g) > 3 || i > 0 && len(g) < 3 {
			return nil, 0, false
		}
	}
	return bytes.ReplaceAll(whole, []byte(f.Thousands), nil), grouped, true
}

// hint says which flag would read a cell that is no number, "" if none is known.
func (f *Format) hint(cell []byte) string {
	for _, try := range []struct {
		format Format
		words  string
	}{
		{Format{Decimal: '.', Fractions: true}, "--fractions reads it as one"},
		{Format{Decimal: '.', Thousands: ","}, "--thousands , reads it as one"},
		{Format{Decimal: ','}, "--decimal , reads it as one"},
		{Format{Decimal: ',', Thousands: "."}, "--thousands . reads it as one"},
	} {
		if text, _, err := try.format.plain(new([]byte), cell); err == nil {
			if _, err = parseNumber(text); err == nil {
				return " (" + try.words + ")"
			}
		}
	}
	if formats := dateFormats(string(bytes.TrimSpace(cell))); f.DateFormat == "" && formats != nil {
		return " (--date-format " + strings.Join(formats, " or ") + " reads it as a date)"
	}
	if len(cell) > 0 && !bytes.ContainsFunc(cell, isAlphanumeric) {
		return " (if it stands for a missing value: --na " + shellQuoted(string(cell)) + ")"
	}
	return ""
}

func isAlphanumeric(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// shellQuoted is text as one types it.
func shellQuoted(text string) string {
	if text != "" && !strings.ContainsFunc(text, func(c rune) bool { return !isAlphanumeric(c) && c != '_' }) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
