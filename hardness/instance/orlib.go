package instance

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// The OR-Library's set covers (J. E. Beasley, people.brunel.ac.uk/~mastjjb/jeb/orlib/scpinfo.html)
// are integers, broken into lines at will: the number m of rows and n of columns,
// the n costs, then for each row how many columns cover it, and which, from 1. Rows
// are elements and columns are sets, named by their numbers.
//
// Its railway problems go by columns: after m and n a line for each column, with its cost, how many
// rows it covers, and which. That is told by the lines' lengths.

// readORLibrary reads a set cover of either kind. A column twice in a row counts once.
func readORLibrary(t *text) (SetCover, error) {
	if !t.goesByColumns() {
		return readByRows(t)
	}
	again := *t
	if _, err := readByRows(&again); err == nil {
		return SetCover{}, t.failAt(0, "this can be read by rows and by columns: give each column a line `name=cost: elements`")
	}
	return readByColumns(t)
}

// goesByColumns looks at a copy of the text, which stays where it is.
func (t text) goesByColumns() bool {
	words, ok := t.fields("")
	if !ok || len(words) != 2 {
		return false
	}
	lines := 0
	for words, ok := t.fields(""); ok; words, ok = t.fields("") {
		if len(words) < 2 || words[1] != strconv.Itoa(len(words)-2) {
			return false
		}
		lines++
	}
	return lines > 0 && words[1] == strconv.Itoa(lines)
}

func readByColumns(t *text) (SetCover, error) {
	w, rows, columns := wordsBelow(t)
	var s SetCover
	for j := int64(0); j < columns && w.err == nil; j++ {
		s.Costs = append(s.Costs, w.number("the cost of a column", 0, maxNumber))
		var set []int
		for n := w.number("a column's number of rows", 0, maxNumber); n > 0 && w.err == nil; n-- {
			set = append(set, int(w.number("a row of a column", 1, rows))-1)
		}
		s.Sets = append(s.Sets, asSet(set))
	}
	if w.err != nil {
		return SetCover{}, w.err
	}
	s.Elements, s.Names = numbered(int(rows)), numbered(int(columns))
	return s, t.checked(s.Check())
}

// readByRows reads one of the others.
func readByRows(t *text) (SetCover, error) {
	w, rows, columns := wordsBelow(t)
	var s SetCover
	for j := int64(0); j < columns && w.err == nil; j++ {
		s.Costs = append(s.Costs, w.number("the cost of a column", 0, maxNumber))
	}
	if w.err != nil {
		return SetCover{}, w.err
	}
	s.Sets = make([][]int, columns)
	for u := 0; u < int(rows) && w.err == nil; u++ {
		w.row(s.Sets, u)
	}
	w.end()
	if w.err != nil {
		return SetCover{}, w.err
	}
	for j, set := range s.Sets {
		s.Sets[j] = slices.Compact(set)
	}
	s.Elements, s.Names = numbered(int(rows)), numbered(int(columns))
	return s, t.checked(s.Check())
}

// row adds element u to the sets of its columns.
func (w *wordsOf) row(sets [][]int, u int) {
	columns := w.number("a row's number of columns", 0, maxNumber)
	for ; columns > 0 && w.err == nil; columns-- {
		if j := w.number("a column of a row", 1, int64(len(sets))); w.err == nil {
			sets[j-1] = append(sets[j-1], u)
		}
	}
}

// wordsBelow are those below the first two.
func wordsBelow(t *text) (w *wordsOf, rows, columns int64) {
	w = &wordsOf{text: t}
	rows = w.number("the number of rows", 0, maxCount)
	return w, rows, w.number("the number of columns", 0, maxCount)
}

// wordsOf reads numbers until the first error.
type wordsOf struct {
	text *text
	err  error
}

func (w *wordsOf) number(what string, low, high int64) (n int64) {
	if w.err != nil {
		return 0
	}
	word, ok := w.text.word()
	if !ok {
		w.err = w.text.fail("the file ends before %s", what)
		return 0
	}
	n, w.err = w.text.number(word, what, low, high)
	return n
}

func (w *wordsOf) end() {
	if w.err != nil {
		return
	}
	if word, more := w.text.word(); more {
		w.err = w.text.fail("%s after the last row", quote(word))
	}
}

// Write writes the set cover as the OR-Library does. Names are not written.
func (s SetCover) Write(out io.Writer) error {
	if err := s.Check(); err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, len(s.Elements), len(s.Sets))
	writeNumbers(w, s.Costs)
	for _, row := range s.Containing() {
		fmt.Fprintln(w, len(row))
		for i := range row {
			row[i]++
		}
		writeNumbers(w, row)
	}
	return w.Flush()
}

func writeNumbers[T int | int64](w *bufio.Writer, numbers []T) {
	for i, n := range numbers {
		if i > 0 {
			w.WriteByte(' ')
		}
		fmt.Fprint(w, n)
	}
	w.WriteByte('\n')
}
