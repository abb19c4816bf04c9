package reduce

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The columns of the label and the sample weight; signColumn is one of weights.
const (
	labelColumn  = "y"
	weightColumn = "weight"
	signColumn   = "sign"
)

const (
	// MostColumns is about how many package dataset reads.
	MostColumns = 100_000
	// maxCells bounds a file to a few hundred megabytes: rows are written in full,
	// so that a small instance can ask for a very large file.
	maxCells = 1 << 27
	// maxRows is the most that copies may make.
	maxRows = 1 << 20
	// maxCell is the longest number that package dataset reads.
	maxCell = 1024
)

// Layout says how a Set stands in a file.
type Layout struct {
	// Pad coordinates that are always zero follow the set's own (Theorem 11: they
	// change nothing but n).
	Pad int `json:"pad"`
	// Copies of rows stand for sample weights, for tools that know none.
	Copies bool `json:"copies"`
}

// Table is a Set as the rows of a file.
type Table struct {
	Set *Set
	// Columns are the set's, numbered where their names would not do, and the padding.
	Columns []string
	Rows    int64
	// Factor is the SSE on the rows divided by that on the set.
	Factor *big.Rat
	copies []int64 // a sample; nil: a column of weights
}

// NewTable lays a set out. It refuses sizes beyond the limits above.
func NewTable(set *Set, l Layout) (*Table, error) {
	if l.Pad < 0 || l.Pad > MostColumns {
		return nil, fmt.Errorf("a padding of %d columns: from 0 to %d are possible", l.Pad, MostColumns)
	}
	t := &Table{Set: set, Columns: columnNames(set.Columns, l.Pad), Rows: int64(len(set.Samples)), Factor: whole(1)}
	if l.Copies {
		if err := t.copy(); err != nil {
			return nil, err
		}
	}
	columns := int64(len(t.Columns))
	if columns > MostColumns {
		return nil, fmt.Errorf("%d columns are too many: at most %d", columns, MostColumns)
	}
	if columns*t.Rows > maxCells {
		return nil, fmt.Errorf("%d rows of %d columns are too many: at most %d numbers", t.Rows, columns, maxCells)
	}
	return t, nil
}

// Weights is the column of sample weights, "" if there are copies.
func (t *Table) Weights() string {
	if t.copies != nil {
		return ""
	}
	return weightColumn
}

// columnNames are the names and the padding's, or all numbered if one is not fit
// to be a column's or stands twice.
func columnNames(names []string, pad int) []string {
	all := slices.Clone(names)
	for i := range pad {
		all = append(all, "pad"+strconv.Itoa(i+1))
	}
	taken := map[string]bool{labelColumn: true, weightColumn: true, signColumn: true}
	for _, name := range all {
		if taken[name] || !fit(name) {
			return numbered(len(all))
		}
		taken[name] = true
	}
	return all
}

// fit says that a name comes back from a CSV file and fits a line of text.
func fit(name string) bool {
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	return name != "" && len(name) <= 64 && utf8.ValidString(name) &&
		strings.TrimSpace(name) == name && !strings.ContainsFunc(name, unprintable)
}

func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "x" + strconv.Itoa(i+1)
	}
	return names
}

// copy divides the weights by their greatest common divisor.
func (t *Table) copy() error {
	t.Factor = t.Set.copyFactor()
	total := new(big.Rat)
	for _, s := range t.Set.Samples {
		n := times(s.Weight, t.Factor)
		total.Add(total, n)
		if total.Cmp(whole(maxRows)) <= 0 {
			t.copies = append(t.copies, n.Num().Int64())
		}
	}
	if total.Cmp(whole(maxRows)) > 0 {
		return fmt.Errorf("copies instead of weights make %s rows: at most %d are possible", Short(total), maxRows)
	}
	t.Rows = total.Num().Int64()
	return nil
}

// copyFactor is the smallest number that makes integers of all weights: their
// denominators' least common multiple by their numerators' greatest common divisor.
func (s *Set) copyFactor() *big.Rat {
	multiple, divisor := big.NewInt(1), new(big.Int)
	for _, sample := range s.Samples {
		n, d := sample.Weight.Num(), sample.Weight.Denom()
		shared := new(big.Int).GCD(nil, nil, multiple, d)
		multiple.Mul(multiple, shared.Quo(d, shared))
		divisor.GCD(nil, nil, divisor, n)
	}
	return new(big.Rat).SetFrac(multiple, divisor)
}

// WriteCSV writes the rows, every number exactly: the coordinates, y, and weight.
func (t *Table) WriteCSV(out io.Writer) error {
	w := csv.NewWriter(out)
	w.Write(t.header())
	record := make([]string, len(t.header()))
	for i := range t.Set.Samples {
		if err := t.record(record, i); err != nil {
			return err
		}
		for range t.copiesOf(i) {
			if err := w.Write(record); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

func (t *Table) header() []string {
	header := append(slices.Clone(t.Columns), labelColumn)
	if t.copies == nil {
		header = append(header, weightColumn)
	}
	return header
}

func (t *Table) copiesOf(i int) int64 {
	if t.copies == nil {
		return 1
	}
	return t.copies[i]
}

// record writes sample i to the cells.
func (t *Table) record(cells []string, i int) (err error) {
	s := t.Set.Samples[i]
	for c := range t.Columns {
		cells[c] = "0"
	}
	put := func(c int, v *big.Rat) {
		cells[c] = Exact(v)
		if !readable(v, cells[c]) && err == nil {
			err = fmt.Errorf("sample %d: the number %s is beyond what doubles can tell", i+1, Short(v))
		}
	}
	for _, term := range s.X {
		put(term.Column, term.Value)
	}
	put(len(t.Columns), s.Y)
	if t.copies == nil {
		put(len(t.Columns)+1, s.Weight)
	}
	return err
}

// readable says that package dataset takes the cell, and not for zero.
func readable(v *big.Rat, cell string) bool {
	f, _ := v.Float64()
	return len(cell) <= maxCell && !math.IsInf(f, 0) && (f != 0 || v.Sign() == 0)
}
