package instance

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"relucert/internal/gunzip"
)

// maxText is the longest text read, in bytes after unpacking: far beyond any
// instance that can be solved. It keeps a small gzip file from filling the memory.
const maxText = 1 << 28

// text is a file in memory, handed out line by line or word by word.
type text struct {
	name  string
	rest  string
	line  int      // how many lines were handed out
	words []string // of the current line, not handed out yet
}

// readText reads all of a file. What is not UTF-8 becomes U+FFFD, so that names
// survive being written as JSON.
func readText(r io.Reader, name string) (*text, error) { return readUpTo(maxText, r, name) }

func readUpTo(limit int64, r io.Reader, name string) (*text, error) {
	unpacked, err := gunzip.Reader(bufio.NewReader(r))
	if err != nil {
		return nil, readError(name, err)
	}
	raw, err := io.ReadAll(io.LimitReader(unpacked, limit+1))
	if err != nil {
		return nil, readError(name, err)
	}
	if int64(len(raw)) > limit {
		return nil, &Error{File: name, Msg: fmt.Sprintf("more than %d MiB of text", limit>>20)}
	}
	whole := strings.TrimPrefix(string(raw), "\ufeff")
	return &text{name: name, rest: strings.ToValidUTF8(whole, "\ufffd")}, nil
}

// next is the next line without its newline; a carriage return before it is a
// blank, and so it does not matter.
func (t *text) next() (string, bool) {
	if t.rest == "" {
		return "", false
	}
	var line string
	line, t.rest, _ = strings.Cut(t.rest, "\n")
	t.line++
	return line, true
}

// fields is the words of the next line that is not blank and whose first word
// does not start with one of the characters of comments.
func (t *text) fields(comments string) ([]string, bool) {
	for {
		line, ok := t.next()
		if !ok {
			return nil, false
		}
		if words := strings.Fields(line); len(words) > 0 && !strings.Contains(comments, words[0][:1]) {
			return words, true
		}
	}
}

// word is the next word, on this line or a later one.
func (t *text) word() (string, bool) {
	if len(t.words) == 0 {
		var ok bool
		if t.words, ok = t.fields(""); !ok {
			return "", false
		}
	}
	word := t.words[0]
	t.words = t.words[1:]
	return word, true
}

// number reads a word as an integer from low to high; what names it in the error.
func (t *text) number(word, what string, low, high int64) (int64, error) {
	n, err := strconv.ParseInt(word, 10, 64)
	switch {
	case err != nil && !isInteger(word):
		return 0, t.fail("%s is not an integer: %s", what, quote(word))
	case err == nil && low <= n && n <= high:
		return n, nil
	case high == maxNumber:
		return 0, t.fail("%s %s is not from %d up", what, quote(word), low)
	}
	return 0, t.fail("%s %s is not from %d to %d", what, quote(word), low, high)
}

// maxCount is the most of anything that a header may announce, maxNumber the
// largest weight or cost: sums of them are exact as float64.
const (
	maxCount  = 1<<31 - 1
	maxNumber = 1 << 53
)

func isInteger(word string) bool {
	digits := strings.TrimLeft(word, "+-")
	return digits != "" && strings.Trim(digits, "0123456789") == "" && len(word)-len(digits) <= 1
}

// numbers reads words as integers from low to high.
func (t *text) numbers(words []string, what string, low, high int64) ([]int, error) {
	all := make([]int, len(words))
	for i, word := range words {
		n, err := t.number(word, what, low, high)
		if err != nil {
			return nil, err
		}
		all[i] = int(n)
	}
	return all, nil
}

// fail is an error about the current line.
func (t *text) fail(format string, args ...any) error {
	return t.failAt(t.line, format, args...)
}

func (t *text) failAt(line int, format string, args ...any) error {
	return &Error{File: t.name, Line: line, Msg: fmt.Sprintf(format, args...)}
}

// checked turns what Check says of an instance into an error about the file.
func (t *text) checked(err error) error {
	if err == nil {
		return nil
	}
	return t.failAt(0, "%v", err)
}

// idle refuses a number of things, announced on the given line, that is far
// beyond those in use.
func (t *text) idle(what string, announced int64, used, line int) error {
	if announced <= int64(used)+maxIdle {
		return nil
	}
	return t.failAt(line, "%d %s are announced, but at most %d are used", announced, what, used)
}

func join(words []string) string { return strings.Join(words, " ") }
