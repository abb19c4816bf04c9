package main

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"relucert/dataset"
)

// lines writes CSV in the dialect of the file that is copied.
type lines struct{ dataset.Dialect }

// field appends a field of a line and the delimiter behind it, quoted as encoding/csv does.
func (l lines) field(line, field []byte) []byte {
	if !l.needsQuotes(field) {
		return append(append(line, field...), l.Delimiter)
	}
	line = append(line, '"')
	for _, c := range field {
		if c == '"' {
			line = append(line, '"')
		}
		line = append(line, c)
	}
	return append(line, '"', l.Delimiter)
}

func (l lines) needsQuotes(field []byte) bool {
	if len(field) == 0 {
		return false
	}
	first, _ := utf8.DecodeRune(field)
	return unicode.IsSpace(first) || bytes.IndexByte(field, l.Delimiter) >= 0 || bytes.ContainsAny(field, "\"\r\n") || string(field) == `\.`
}

// number appends a decimal.
func (l lines) number(line []byte, decimal string) []byte {
	return l.field(line, []byte(strings.Replace(decimal, ".", string(l.Decimal), 1)))
}

// closed makes a line's last delimiter its end.
func closed(line []byte) []byte {
	line[len(line)-1] = '\n'
	return line
}
