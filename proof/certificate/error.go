package certificate

import "fmt"

// Error is a certificate that is not in the grammar.
type Error struct {
	Line    int // from 1; 0: none
	Message string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Message)
}
