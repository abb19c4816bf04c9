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

// lp is a sheet in CPLEX's LP format, in the words that CPLEX, Gurobi, SCIP, GLPK and CBC
// all read: blanks around everything, "^2" in one piece, a sense and its right-hand
// side on one line.
type lp struct {
	out     *bufio.Writer
	section string
	column  int
	first   bool // the next term begins an expression, where a plus may not stand
	squares bool // a quadratic part has begun
}

var _ sheet = (*lp)(nil)

func newLP(w io.Writer) *lp { return &lp{out: bufio.NewWriter(w)} }

func (l *lp) comment(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		l.out.WriteString("\\ " + strings.Trim(line, "\t\n") + "\n")
	}
}

// in begins a section if it is another one.
func (l *lp) in(section string) {
	if l.section != section {
		l.section = section
		l.out.WriteString(section + "\n")
	}
}

func (l *lp) objective(name string) {
	l.in("Minimize")
	l.begin(name)
}

// row ends the objective, too, whose quadratic part is halved.
func (l *lp) row(name string) {
	if l.squares {
		l.word("] / 2")
		l.out.WriteString("\n")
		l.squares = false
	}
	l.in("Subject To")
	l.begin(name)
}

func (l *lp) begin(name string) {
	l.out.WriteString(" " + name + ":")
	l.column, l.first = len(name)+2, true
}

// word is never broken.
func (l *lp) word(text string) {
	if l.column+len(text) > lineWidth {
		l.out.WriteString("\n  ")
		l.column = 2
	}
	l.out.WriteString(" " + text)
	l.column += 1 + len(text)
}

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

func (l *lp) square(v float64, variable string) {
	if !l.squares {
		l.signed(false, "[")
		l.first, l.squares = true, true
	}
	if l.section == "Minimize" {
		v *= 2
	}
	l.term(v, variable+" ^2")
}

func (l *lp) when(binary string, value bool) {
	l.word(binary + " = " + map[bool]string{true: "1", false: "0"}[value] + " ->")
}

func (l *lp) end(sense string, rhs float64) {
	if l.squares {
		l.word("]")
		l.squares = false
	}
	l.word(sense + " " + number(rhs))
	l.out.WriteString("\n")
}

func (l *lp) bound(variable string, v interval) {
	l.in("Bounds")
	l.out.WriteString(" " + number(v.lo) + " <= " + variable + " <= " + number(v.hi) + "\n")
}

func (l *lp) binary(name string) {
	l.in("Binary")
	l.out.WriteString(" " + name + "\n")
}

// set gives the members different weights, as the format wants.
func (l *lp) set(name string, members []string) {
	l.in("SOS")
	l.begin(name)
	l.word("S1::")
	for n, member := range members {
		l.word(member + ":" + strconv.Itoa(n+1))
	}
	l.out.WriteString("\n")
}

func (l *lp) flush() error {
	l.in("End")
	return l.out.Flush()
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
