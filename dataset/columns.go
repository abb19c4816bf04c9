package dataset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Options choose columns and say what to do with missing values. The zero value
// is the default: see each field.
type Options struct {
	// Target names the label's column. "": the last column that is not Weights.
	Target string
	// Features name the feature columns, in this order. Empty: the numeric ones
	// that are not the target or Weights, in the file's order.
	Features []string
	// Weights names the column of sample weights. "": every sample weighs 1.
	Weights string
	// DropMissing leaves out rows with a missing value in a column in use;
	// otherwise such a value is an error that wraps [ErrMissing].
	DropMissing bool
	// LocalInputs and LocalLabels give features and the label an origin if their values
	// are far larger than they differ, by the first rows ([Scanner.Origins]).
	LocalInputs, LocalLabels bool
	// Long takes numbers of any length and beyond the doubles, which only
	// [Scanner.Exact] reads: X, Y and Weight are not set.
	Long bool
	// Memory is how many bytes [Read] may hold; 0: any number.
	Memory int64
}

// columns are positions in the header, -1 where there is none.
type columns struct {
	features       []int
	target, weight int
}

// header is the first line of a file.
type header struct {
	line  int
	names []string // "" for a column without a name
	index map[string]int
}

// newHeader copies the fields. Bytes that are not UTF-8 become U+FFFD, so that a
// name survives being written to a model and read back.
func newHeader(fields [][]byte, line int) (*header, error) {
	h := &header{line: line, index: make(map[string]int)}
	for i, field := range fields {
		name := strings.ToValidUTF8(string(bytes.TrimSpace(field)), "\ufffd")
		if first, ok := h.index[name]; ok && name != "" {
			return nil, fail(h.line, name, "the name stands twice in the header, as column %d and %d", first+1, i+1)
		}
		h.index[name] = i
		h.names = append(h.names, name)
	}
	return h, nil
}

// resolve finds the columns that opts names and the default target; features
// stay empty when opts leaves them open. labelled says that a target is wanted.
func (h *header) resolve(opts Options, labelled bool) (columns, error) {
	c := columns{target: -1, weight: -1}
	byDefault := len(opts.Features) == 0 || labelled && opts.Target == ""
	if byDefault && h.looksNumeric() {
		return c, fail(h.line, "", "a header line with column names is needed, this one holds numbers: %s", h.list())
	}
	roles := make(map[string]string)
	var err error
	if opts.Weights != "" {
		if c.weight, err = h.claim(roles, opts.Weights, "sample weight"); err != nil {
			return c, err
		}
	}
	if labelled {
		if c.target, err = h.claim(roles, h.targetName(opts), "target"); err != nil {
			return c, err
		}
	}
	for _, name := range opts.Features {
		i, err := h.claim(roles, name, "feature")
		if err != nil {
			return c, err
		}
		c.features = append(c.features, i)
	}
	return c, nil
}

func (h *header) targetName(opts Options) string {
	if opts.Target != "" {
		return opts.Target
	}
	last := len(h.names) - 1
	if last > 0 && opts.Weights != "" && h.names[last] == opts.Weights {
		last--
	}
	return h.names[last]
}

// claim is the position of a named column that has no other role yet.
func (h *header) claim(roles map[string]string, name, role string) (int, error) {
	if name == "" {
		return -1, fail(h.line, "", "the %s column has no name; the columns are %s", role, h.list())
	}
	i, ok := h.index[name]
	if !ok {
		return -1, fail(h.line, name, "no such %s column; the columns are %s", role, h.list())
	}
	if old, taken := roles[name]; taken {
		return -1, fail(h.line, name, "it cannot be both %s and %s", old, role)
	}
	roles[name] = role
	return i, nil
}

// looksNumeric says that at least half of the names are numbers: a file of
// numbers, with perhaps a date or a class in each row.
func (h *header) looksNumeric() bool {
	numbers := 0
	for _, name := range h.names {
		if _, err := parseNumber([]byte(name)); err == nil {
			numbers++
		}
	}
	return 2*numbers >= len(h.names)
}

// maxListed is how many column names a message shows.
const maxListed = 20

func (h *header) list() string {
	shown := make([]string, 0, maxListed)
	for _, name := range h.names[:min(maxListed, len(h.names))] {
		shown = append(shown, quote(name))
	}
	text := strings.Join(shown, ", ")
	if more := len(h.names) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if len(h.names) == 1 && strings.ContainsAny(h.names[0], ";\t") {
		text += " (fields must be separated by commas)"
	}
	return text
}

// chooser finds the default features while it looks at the first rows.
type chooser struct {
	header  *header
	open    []int // columns without a value so far
	numeric []int
	notices []string
}

func newChooser(h *header, c columns) *chooser {
	ch := &chooser{header: h}
	for i, name := range h.names {
		switch {
		case i == c.target || i == c.weight:
		case name == "":
			ch.notices = append(ch.notices, fmt.Sprintf("column %d skipped: it has no name", i+1))
		default:
			ch.open = append(ch.open, i)
		}
	}
	return ch
}

// look decides the open columns that have a value in this record.
func (ch *chooser) look(fields [][]byte) {
	ch.open = slices.DeleteFunc(ch.open, func(i int) bool {
		switch _, err := parseNumber(fields[i]); err {
		case ErrMissing:
			return false
		case errNotNumber:
			ch.skip(i, quote(fields[i])+" is not a number")
		default:
			ch.numeric = append(ch.numeric, i)
		}
		return true
	})
}

func (ch *chooser) skip(column int, why string) {
	ch.notices = append(ch.notices, fmt.Sprintf("column %s skipped: %s", quote(ch.header.names[column]), why))
}

// finish is the features in the header's order.
func (ch *chooser) finish() ([]int, error) {
	for _, i := range ch.open {
		ch.skip(i, "it has no values")
	}
	if len(ch.numeric) == 0 {
		return nil, fail(ch.header.line, "", "no numeric column is left to be a feature; the columns are %s", ch.header.list())
	}
	slices.Sort(ch.numeric)
	return ch.numeric, nil
}
