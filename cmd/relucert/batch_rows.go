package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"relucert/internal/gunzip"
	"relucert/internal/output"
	"relucert/internal/report"
)

// batchHead is the table's.
var batchHead = slices.Concat([]string{"series"}, report.RowHead, []string{"reason", "sha256", "question"})

// Where some cells stand.
var (
	statusCell   = 1
	reasonCell   = slices.Index(batchHead, "reason")
	sha256Cell   = slices.Index(batchHead, "sha256")
	questionCell = slices.Index(batchHead, "question")
)

// failed is the status of a series that was not fitted.
const failed = "failed"

// batchRows are the rows so far, in memory and in a file that grows.
type batchRows struct {
	file *output.Growing
	rows map[string][]string // by series: those of this run
	old  map[string][]string // those that were there
}

// openRows takes over the rows of earlier runs: of the table, and of what a killed run left.
func (o *batchOptions) openRows() (*batchRows, error) {
	file, err := o.fit.files.Resume(o.outUse())
	if err != nil {
		return nil, err
	}
	r := &batchRows{file: file, rows: map[string][]string{}, old: map[string][]string{}}
	for _, path := range []string{o.out, file.Name()} {
		if err := r.load(path); err != nil {
			return nil, err
		}
	}
	return r, r.append([]string{}) // ends a line that a kill cut off
}

// load reads rows as far as they are whole.
func (r *batchRows) load(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil
	}
	text, err := readTable(path)
	if err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	for line := range strings.Lines(string(text)) { // a row is one line
		row, err := csv.NewReader(strings.NewReader(line)).Read()
		if err == nil && len(row) == len(batchHead) && strings.HasSuffix(line, "\n") && row[statusCell] != failed {
			r.old[row[0]] = row
		}
	}
	return nil
}

// readTable reads a table, gzipped or not.
func readTable(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := gunzip.Reader(bufio.NewReader(f))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return io.ReadAll(text)
}

// append writes a row; one of no cells is a line's end.
func (r *batchRows) append(row []string) error {
	var line strings.Builder
	out := csv.NewWriter(&line)
	out.Write(row)
	out.Flush()
	if _, err := io.WriteString(r.file, line.String()); err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	return nil
}

// add keeps a row of this run.
func (r *batchRows) add(row []string) error {
	for i := range row { // so that a row is one line
		row[i] = strings.ReplaceAll(row[i], "\n", " ")
	}
	r.rows[row[0]] = row
	if r.old[row[0]] != nil && slices.Equal(r.old[row[0]], row) {
		return nil
	}
	return r.append(row)
}

// count is how many of the series have a row.
func (r *batchRows) count(all []*series) (n int) {
	for _, s := range all {
		if r.rows[s.name] != nil || r.old[s.name] != nil {
			n++
		}
	}
	return n
}

// write is the table: first what was fitted, then what was not, both in the series' order.
func (r *batchRows) write(w io.Writer, all []*series) error {
	out := csv.NewWriter(w)
	out.Write(batchHead)
	for _, bad := range []bool{false, true} {
		for _, s := range all {
			if row := r.rows[s.name]; (row[statusCell] == failed) == bad {
				out.Write(row)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// done removes what is in the table now.
func (r *batchRows) done() { r.file.Discard() }

// questionHash is one of the flags on which a row depends, and of the program's version.
func questionHash(f *pflag.FlagSet) string {
	h := fnv.New64a()
	fmt.Fprintln(h, version())
	f.Visit(func(flag *pflag.Flag) {
		if !slices.Contains([]string{"output", "plots", "certificates", "threads", "quiet"}, flag.Name) {
			fmt.Fprintln(h, flag.Name, flag.Value)
		}
	})
	return strconv.FormatUint(h.Sum64(), 16)
}
