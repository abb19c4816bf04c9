package instance

import (
	"bufio"
	"fmt"
	"io"
)

// DIMACS formulas (.cnf) have a line `p cnf variables clauses`, then the clauses:
// literals, each clause ended by 0, broken into lines at will. Lines that start with
// c are comments. A line that starts with % ends the formula, as in SATLIB's files.

// ReadCNF reads a formula. name stands in errors, which are [*Error]. Clauses
// stay as they are written, so that clause i is the file's: a literal may come twice,
// or with its negation, and a clause may be empty, which nothing satisfies.
func ReadCNF(r io.Reader, name string) (CNF, error) {
	t, err := readText(r, name)
	if err != nil {
		return CNF{}, err
	}
	p := cnfOf{text: t}
	for !p.ended {
		words, ok := t.fields("c")
		if !ok {
			break
		}
		if err := p.line(words); err != nil {
			return CNF{}, err
		}
	}
	return p.finish()
}

// cnfOf is a formula while its file is read.
type cnfOf struct {
	text               *text
	header             int // line of the p line; 0 before it
	variables, clauses int64
	formula            CNF
	open               []int // the clause that 0 has not ended yet
	opened             int   // the line it starts on
	literals           int
	ended              bool // by %
}

func (p *cnfOf) line(words []string) error {
	switch {
	case words[0] == "p":
		return p.problem(words)
	case p.header == 0:
		return p.text.fail("%s before the line `p cnf variables clauses`", quote(join(words)))
	case words[0][0] == '%':
		p.ended = true
		return nil
	}
	literals, err := p.text.numbers(words, "literal", -p.variables, p.variables)
	for _, literal := range literals {
		p.literal(literal)
	}
	return err
}

func (p *cnfOf) problem(words []string) (err error) {
	if p.header > 0 {
		return p.text.fail("a second p line; the first is line %d", p.header)
	}
	if len(words) != 4 || words[1] != "cnf" {
		return p.text.fail("the problem line is `p cnf variables clauses`, not %s", quote(join(words)))
	}
	p.header = p.text.line
	if p.variables, err = p.text.number(words[2], "the number of variables", 0, maxCount); err == nil {
		p.clauses, err = p.text.number(words[3], "the number of clauses", 0, maxCount)
	}
	return err
}

func (p *cnfOf) literal(literal int) {
	if len(p.open) == 0 {
		p.opened = p.text.line
	}
	if literal != 0 {
		p.open = append(p.open, literal)
		return
	}
	p.formula.Clauses = append(p.formula.Clauses, append([]int{}, p.open...))
	p.literals += len(p.open)
	p.open = p.open[:0]
}

func (p *cnfOf) finish() (CNF, error) {
	switch found := len(p.formula.Clauses); {
	case p.header == 0:
		return CNF{}, p.text.failAt(0, "there is no line `p cnf variables clauses`")
	case len(p.open) > 0:
		return CNF{}, p.text.failAt(p.opened, "the clause that starts here is not ended by 0")
	case p.clauses != int64(found):
		return CNF{}, p.text.failAt(p.header, "%s announced, but there are %d", count(int(p.clauses), "clause is", "clauses are"), found)
	}
	if err := p.text.idle("variables", p.variables, p.literals, p.header); err != nil {
		return CNF{}, err
	}
	p.formula.Variables = int(p.variables)
	return p.formula, p.text.checked(p.formula.Check())
}

// Unsatisfied is the number of clauses that an assignment violates; variable v
// has the value assignment[v-1].
func (f CNF) Unsatisfied(assignment []bool) (clauses int) {
	for _, clause := range f.Clauses {
		if !holds(clause, assignment) {
			clauses++
		}
	}
	return clauses
}

func holds(clause []int, assignment []bool) bool {
	for _, literal := range clause {
		if assignment[max(literal, -literal)-1] == (literal > 0) {
			return true
		}
	}
	return false
}

// Write writes the formula as a DIMACS .cnf file.
func (f CNF) Write(out io.Writer) error {
	if err := f.Check(); err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "p cnf", f.Variables, len(f.Clauses))
	for _, clause := range f.Clauses {
		for _, literal := range clause {
			fmt.Fprint(w, literal, " ")
		}
		fmt.Fprintln(w, 0)
	}
	return w.Flush()
}
