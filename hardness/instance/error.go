package instance

import (
	"fmt"
	"strings"
)

// Error is bad input: one line for a person, and where to look.
type Error struct {
	File string // as the caller named it, "-" for standard input
	Line int    // from 1; 0 when no line is to blame
	Msg  string
	Err  error // the cause, if there is one
}

// Error is `graph.col:17: vertex 12 is not from 1 to 11`.
func (e *Error) Error() string {
	file := e.File
	if file == "-" {
		file = "standard input"
	}
	if e.Line > 0 {
		file = fmt.Sprintf("%s:%d", file, e.Line)
	}
	return file + ": " + e.Msg
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// maxQuoted keeps a message on one line of a terminal whatever the file holds.
const maxQuoted = 40

func quote(text string) string {
	if len(text) > maxQuoted {
		return fmt.Sprintf("%q…", text[:maxQuoted])
	}
	return fmt.Sprintf("%q", text)
}

// count is as "1 vertex" or "3 vertices".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// maxListed is how many names a message shows.
const maxListed = 10

func list(names []string) string {
	shown := make([]string, 0, maxListed)
	for _, name := range names[:min(maxListed, len(names))] {
		shown = append(shown, quote(name))
	}
	text := strings.Join(shown, ", ")
	if more := len(names) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
