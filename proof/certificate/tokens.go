package certificate

import (
	"bytes"
	"slices"
	"strconv"
)

// tokens takes a line apart. What is wrong first is kept in fault.
type tokens struct {
	rest  []byte
	fault string
}

func (t *tokens) empty() bool { return len(t.rest) == 0 }

// token is the next token; empty at the end of the line, and where two spaces meet.
func (t *tokens) token() []byte {
	word, rest, more := bytes.Cut(t.rest, []byte{' '})
	if t.rest = rest; more && len(rest) == 0 {
		t.blame("ends with a space", nil)
	}
	return word
}

// peek is the next token's text.
func (t *tokens) peek() string {
	word, _, _ := bytes.Cut(t.rest, []byte{' '})
	return string(word)
}

func (t *tokens) blame(what string, word []byte) {
	if t.fault == "" {
		t.fault = what
		if word != nil {
			t.fault = strconv.Quote(string(clip(word))) + " " + what
		}
	}
}

// integer is a non-negative integer below limit.
func (t *tokens) integer(word []byte, limit int) int {
	v, ok := count(word)
	switch {
	case !ok:
		t.blame("is not an integer", word)
	case v >= limit:
		t.blame("is out of range", word)
		return 0
	}
	return v
}

// count parses a non-negative integer of at most 15 digits without leading zeros.
func count(word []byte) (int, bool) {
	if len(word) == 0 || len(word) > 15 || word[0] == '0' && len(word) > 1 {
		return 0, false
	}
	v := 0
	for _, c := range word {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = 10*v + int(c-'0')
	}
	return v, true
}

func (t *tokens) number(word []byte) float64 {
	v, ok := parseNumber(word)
	if !ok {
		t.blame("is not a number", word)
	}
	return v
}

// numbers are exactly n numbers.
func (t *tokens) numbers(n int) []float64 {
	var v []float64
	for range n {
		v = append(v, t.number(t.token()))
		if t.fault != "" {
			return nil
		}
	}
	return v
}

// positive is a number above 0.
func (t *tokens) positive() float64 {
	word := t.token()
	v := t.number(word)
	if v <= 0 {
		t.blame("is not positive", word)
	}
	return v
}

// word takes the given token if it is next.
func (t *tokens) word(want string) bool {
	if t.peek() != want {
		return false
	}
	t.token()
	return true
}

// fields cuts a token at its colons into one of the allowed numbers of fields.
func (t *tokens) fields(allowed ...int) [][]byte {
	word := t.token()
	parts := bytes.Split(word, []byte{':'})
	if !slices.Contains(allowed, len(parts)) {
		t.blame("has a wrong number of fields", word)
		return make([][]byte, allowed[0])
	}
	return parts
}
