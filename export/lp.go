package export

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// lineWidth is where lines are broken. CPLEX reads up to 560 characters.
const lineWidth = 100

// lp writes CPLEX's LP format, in the words that CPLEX, Gurobi, SCIP, GLPK and CBC
// all read: blanks around everything, "^2" in one piece, a sense and its right-hand
// side on one line. An error waits in the bufio.Writer for its flush.
type lp struct {
	*bufio.Writer
	column int
	first  bool // the next term begins an expression, where a plus may not stand
}

func newLP(w io.Writer) *lp { return &lp{Writer: bufio.NewWriter(w)} }

func (l *lp) comment(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		l.WriteString("\\ " + strings.Trim(line, "\t\n") + "\n")
	}
}

func (l *lp) section(name string) { l.WriteString(name + "\n") }

// begin starts a statement of a section.
func (l *lp) begin(name string) {
	l.WriteString(" " + name + ":")
	l.column, l.first = len(name)+2, true
}

// word is never broken.
func (l *lp) word(text string) {
	if l.column+len(text) > lineWidth {
		l.WriteString("\n  ")
		l.column = 2
	}
	l.WriteString(" " + text)
	l.column += 1 + len(text)
}

// term is left out when v is 0.
func (l *lp) term(v float64, variable string) {
	if v == 0 {
		return
	}
	if size := math.Abs(v); size != 1 {
		variable = number(size) + " " + variable
	}
	l.signed(v < 0, variable)
}

func (l *lp) signed(minus bool, text string) {
	switch {
	case minus:
		text = "- " + text
	case !l.first:
		text = "+ " + text
	}
	l.word(text)
	l.first = false
}

// squares starts a quadratic part, which ends with "]".
func (l *lp) squares() {
	l.signed(false, "[")
	l.first = true
}

// implication starts a row that holds where a binary has a value.
func (l *lp) implication(binary, value string) { l.word(binary + " = " + value + " ->") }

// end ends a row by its sense and right-hand side.
func (l *lp) end(sense string, rhs float64) {
	l.word(sense + " " + number(rhs))
	l.WriteString("\n")
}

// within is a line of the section Bounds.
func (l *lp) within(variable string, v interval) {
	l.WriteString(" " + number(v.lo) + " <= " + variable + " <= " + number(v.hi) + "\n")
}

// number is the shortest decimal that reads back as v, of up to 17 digits.
func number(v float64) string { return strconv.FormatFloat(v+0, 'g', -1, 64) }

// name is a variable's or row's, as in w2_0.
func name(prefix string, indices ...int) string {
	for n, index := range indices {
		if n > 0 {
			prefix += "_"
		}
		prefix += strconv.Itoa(index)
	}
	return prefix
}
