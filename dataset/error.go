package dataset

import (
	"errors"
	"fmt"
	"strings"
)

// ErrMissing is wrapped by the [Error] of a missing value, so that a caller can
// point to Options.DropMissing.
var ErrMissing = errors.New("missing value")

// Error is bad input: one line for a person, and where to look.
type Error struct {
	File   string // as the caller named it, "-" for standard input
	Line   int    // from 1; 0 when no line is to blame
	Column string // "" when no column is to blame
	Msg    string
	Err    error // the cause, if there is one
}

// Error is `data.csv:17: column "temp": "abc" is not a number`.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File == "-" {
		b.WriteString("standard input")
	} else {
		b.WriteString(e.File)
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if e.Column != "" {
		fmt.Fprintf(&b, ": column %s", quote(e.Column))
	}
	return b.String() + ": " + e.Msg
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

func fail(line int, column, format string, args ...any) *Error {
	return &Error{Line: line, Column: column, Msg: fmt.Sprintf(format, args...)}
}

// maxQuoted keeps a message on one line of a terminal whatever the cell holds.
const maxQuoted = 40

func quote[T string | []byte](text T) string {
	if len(text) > maxQuoted {
		return fmt.Sprintf("%q…", text[:maxQuoted])
	}
	return fmt.Sprintf("%q", text)
}
