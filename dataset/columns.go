package dataset

import (
	"bytes"
	"fmt"
	"io"
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
	// FixedFeatures says that there are no others, as of a model: a column of texts does not become columns of 0 and 1, but by
	// their names, COLUMN=TEXT.
	FixedFeatures bool
	// Bases are, of features COLUMN=TEXT of a model, the text that has no feature ([Scanner.Bases]): then no other text may stand there. Nil: any may.
	Bases []string
	// Weights names the column of sample weights. "": every sample weighs 1.
	Weights string
	// Where is COLUMN=TEXT: rows that hold another text there are left out. "": all are in use.
	Where string
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
	// Open opens files, which may make CSV of them; nil: [OpenFile].
	Open func(path string) (io.ReadCloser, error)
	Format
}

// columns are positions in the header, -1 where there is none.
type columns struct {
	features              []input
	target, weight, where int
	text                  string                  // what where holds in the rows in use; of parts: any
	known                 map[int]map[string]bool // the texts that columns may hold; of others: any
}

// isElsewhere says that a record is not where the rows in use are.
func (c *columns) isElsewhere(fields [][]byte) bool {
	return c.where >= 0 && textOf(fields[c.where]) != c.text
}

// input is where a feature comes from.
type input struct {
	column int
	kind   kind
	level  string // the text of an indicator
	base   string // that of its column which has none; "": there may be many
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
	c := columns{target: -1, weight: -1, where: -1}
	byDefault := len(opts.Features) == 0 || labelled && opts.Target == ""
	if byDefault && h.looksNumeric() {
		return c, fail(h.line, "", "a header line with column names is needed, this one holds numbers: %s (--header=false if there is none)", h.list())
	}
	roles := make(map[string]string)
	var err error
	if opts.Weights != "" {
		if c.weight, err = h.claim(roles, opts.Weights, "sample weight"); err != nil {
			return c, err
		}
	}
	if opts.Where != "" {
		if err := h.resolveWhere(&c, roles, opts.Where); err != nil {
			return c, err
		}
	}
	if labelled {
		if c.target, err = h.claim(roles, h.targetName(opts, c), "target"); err != nil {
			return c, err
		}
	}
	for _, name := range opts.Features {
		in, err := h.input(roles, name)
		if err != nil {
			return c, err
		}
		c.features = append(c.features, in)
	}
	c.learn(opts.Bases)
	return c, nil
}

// learn takes the texts that a model's features COLUMN=TEXT know, those without a feature among them.
func (c *columns) learn(bases []string) {
	c.known = make(map[int]map[string]bool)
	for j, base := range bases {
		in := c.features[j]
		if in.kind != indicator || base == "" {
			continue
		}
		if c.known[in.column] == nil {
			c.known[in.column] = map[string]bool{base: true}
		}
		c.known[in.column][in.level] = true
	}
}

// input is a feature by its name: a column, or, if there is none, COLUMN=TEXT.
func (h *header) input(roles map[string]string, name string) (input, error) {
	if _, ok := h.index[name]; !ok {
		if column, level, ok := h.cutLevel(name); ok && level != "" && roles[h.names[column]] == "" {
			return input{column: column, kind: indicator, level: level}, nil
		}
	}
	column, err := h.claim(roles, name, "feature")
	return input{column: column}, err
}

func (h *header) targetName(opts Options, c columns) string {
	if opts.Target != "" {
		return opts.Target
	}
	last := len(h.names) - 1
	for last > 0 && (last == c.weight || last == c.where) {
		last--
	}
	return h.names[last]
}

// resolveWhere finds the column of COLUMN=TEXT.
func (h *header) resolveWhere(c *columns, roles map[string]string, where string) error {
	column, text, ok := h.cutLevel(where)
	if !ok {
		return fail(h.line, "", "no column of %s; the columns are %s", quote(where), h.list())
	}
	c.where, c.text = column, text
	_, err := h.claim(roles, h.names[column], "group")
	return err
}

// cutLevel parts COLUMN=TEXT at the first sign behind a column's name.
func (h *header) cutLevel(name string) (column int, level string, ok bool) {
	for at := range len(name) {
		if column, known := h.index[name[:at]]; known && at > 0 && name[at] == '=' {
			return column, name[at+1:], true
		}
	}
	return 0, "", false
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
	switch name := h.names[0]; {
	case strings.HasPrefix(name, "#"), strings.HasPrefix(name, "%"):
		text += fmt.Sprintf(" (--comment '%s' leaves out lines that begin so)", name[:1])
	case len(h.names) == 1 && strings.ContainsAny(name, sniffed+" "):
		text += " (--delimiter says what separates fields)"
	}
	return text
}
