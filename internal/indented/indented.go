// Package indented writes JSON that people read, too: the one way in which commands
// answer --json and files such as model.json are laid out.
package indented

import (
	"encoding/json"
	"io"
)

// JSON writes v with every character as it is.
func JSON(w io.Writer, v any) error { return encoder(w).Encode(v) }

// EscapedJSON writes <, > and & in strings as \u003c, \u003e and \u0026: safe within HTML.
func EscapedJSON(w io.Writer, v any) error {
	e := encoder(w)
	e.SetEscapeHTML(true)
	return e.Encode(v)
}

func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e
}
