package study

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// header is the columns of a table of runs.
var header = []string{"series", "level", "seed", "vertices", "inputs", "samples", "units",
	"epsilon", "nodes", "cpu_seconds", "status", "training_error", "lower_bound", "fresh_error", "fresh_least"}

// WriteCSV writes the runs, one a line, each float64 as the shortest decimal that
// reads back as the same; what a run has not got is empty.
func WriteCSV(w io.Writer, runs []Run) error {
	out := csv.NewWriter(w)
	out.Write(header)
	for _, r := range runs {
		out.Write([]string{r.Series, strconv.Itoa(r.Level), strconv.FormatUint(r.Seed, 10),
			count(r.Vertices), count(r.Inputs), count(r.Samples), count(r.Units), decimal(r.Epsilon),
			strconv.FormatInt(r.Nodes, 10), decimal(r.Seconds), r.Status, decimal(r.Error), decimal(r.Lower), measured(r.Fresh), measured(r.Least)})
	}
	out.Flush()
	return out.Error()
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// measured is empty for 0.
func measured(v float64) string {
	if v == 0 {
		return ""
	}
	return decimal(v)
}

func decimal(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// ReadCSV reads what WriteCSV wrote.
func ReadCSV(r io.Reader) ([]Run, error) {
	in := csv.NewReader(r)
	if head, err := in.Read(); err != nil || !slices.Equal(head, header) {
		return nil, errors.New("this is not a table of runs of relucert study")
	}
	var runs []Run
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return runs, nil
		}
		if err != nil {
			return nil, err
		}
		run, err := parse(cells)
		if err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		runs = append(runs, run)
	}
}

// parse is the inverse of a line of WriteCSV.
func parse(cells []string) (Run, error) {
	var failed error
	number := func(column int, absent float64) float64 {
		if cells[column] == "" {
			return absent
		}
		v, err := strconv.ParseFloat(cells[column], 64)
		if err != nil {
			failed = fmt.Errorf("column %s: %q is not a number", header[column], cells[column])
		}
		return v
	}
	whole := func(column int) int { return int(number(column, 0)) }
	nan := math.NaN()
	run := Run{Series: cells[0], Level: whole(1), Seed: uint64(whole(2)), Vertices: whole(3), Inputs: whole(4), Samples: whole(5), Units: whole(6),
		Epsilon: number(7, nan), Nodes: int64(whole(8)), Seconds: number(9, nan), Status: cells[10], Error: number(11, nan), Lower: number(12, nan), Fresh: number(13, 0), Least: number(14, 0)}
	return run, failed
}
