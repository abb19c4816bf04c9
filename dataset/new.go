package dataset

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// New is samples that come from no file: a row of as many features for each label. Columns are
// called x1, x2, … and y; the names may be changed. The error names the row and the column.
func New(x [][]float64, y []float64) (*Dataset, error) {
	d := &Dataset{Target: "y", Y: slices.Clone(y)}
	if len(x) != len(y) {
		return nil, fmt.Errorf("dataset: %d rows of features for %d labels", len(x), len(y))
	}
	for i, row := range x {
		if i == 0 {
			for j := range row {
				d.Features = append(d.Features, "x"+strconv.Itoa(j+1))
			}
		}
		if len(row) != len(d.Features) {
			return nil, fmt.Errorf("dataset: row %d has %d features, row 1 has %d", i+1, len(row), len(d.Features))
		}
		d.X = append(d.X, row...)
	}
	return d, d.Check()
}

// Check finds what no samples may be, whoever made them: lengths that do not fit each other, numbers
// that are not finite, weights that are not positive, columns of the same name.
func (d *Dataset) Check() error {
	for _, check := range []func() error{d.checkShape, d.checkNames, d.checkNumbers} {
		if err := check(); err != nil {
			return fmt.Errorf("dataset: %w", err)
		}
	}
	return nil
}

func (d *Dataset) checkShape() error {
	rows, n := len(d.Y), len(d.Features)
	switch {
	case rows == 0:
		return fmt.Errorf("there are no samples")
	case n == 0:
		return fmt.Errorf("there are no features")
	case len(d.X) != rows*n:
		return fmt.Errorf("field X has %d numbers for %d rows of %d features", len(d.X), rows, n)
	case d.Weights != nil && len(d.Weights) != rows:
		return fmt.Errorf("field Weights has %d numbers for %d rows", len(d.Weights), rows)
	case d.Origins != nil && len(d.Origins) != n:
		return fmt.Errorf("field Origins has %d decimals for %d features", len(d.Origins), n)
	}
	return nil
}

func (d *Dataset) checkNames() error {
	names := append(slices.Clone(d.Features), d.Target)
	slices.Sort(names)
	for i := 1; i < len(names); i++ {
		if names[i] != "" && names[i] == names[i-1] {
			return fmt.Errorf("two columns are called %q", names[i])
		}
	}
	return nil
}

func (d *Dataset) checkNumbers() error {
	for at, v := range d.X {
		if !finite(v) {
			return fmt.Errorf("row %d, column %q: %g is not finite", at/len(d.Features)+1, d.Features[at%len(d.Features)], v)
		}
	}
	for i, v := range d.Y {
		if !finite(v) {
			return fmt.Errorf("row %d, label %q: %g is not finite", i+1, d.Target, v)
		}
	}
	for i, v := range d.Weights {
		if !finite(v) || v <= 0 {
			return fmt.Errorf("row %d: the sample weight %g is not a finite number above 0", i+1, v)
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// WriteCSV writes the samples as a file that [Read] reads, every number as the shortest decimal of its
// double, and makes d what was written: certificates are of that file's bytes. The weights' column is
// called WeightColumn, "weight" if that is empty.
func (d *Dataset) WriteCSV(w io.Writer) error {
	if err := d.Check(); err != nil {
		return err
	}
	if slices.Contains(append(slices.Clone(d.Features), d.Target), "") {
		return fmt.Errorf("dataset: a column has no name")
	}
	if d.Origins != nil || d.TargetOrigin.Mantissa != 0 {
		return fmt.Errorf("dataset: the samples are of a file, and less its origins")
	}
	if d.Weights != nil && d.WeightColumn == "" {
		d.WeightColumn = "weight"
	}
	sum := sha256.New()
	buffered := bufio.NewWriter(w)
	if err := d.writeRows(csv.NewWriter(io.MultiWriter(buffered, sum))); err != nil {
		return err
	}
	sum.Sum(d.SHA256[:0])
	d.long = make([]long, len(d.Features)+1)
	return buffered.Flush()
}

func (d *Dataset) writeRows(out *csv.Writer) error {
	header := append(slices.Clone(d.Features), d.Target)
	if d.Weights != nil {
		header = append(header, d.WeightColumn)
	}
	out.Write(header)
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	for i, y := range d.Y {
		record := make([]string, 0, len(header))
		for _, v := range d.Row(i) {
			record = append(record, number(v))
		}
		if record = append(record, number(y)); d.Weights != nil {
			record = append(record, number(d.Weights[i]))
		}
		out.Write(record)
	}
	out.Flush()
	return out.Error()
}
