package generate

import (
	"bufio"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"relucert/dataset"
)

// WriteCSV writes the features, the label and, if there are any, the weight of
// each sample as [dataset.Read] reads them.
func WriteCSV(out io.Writer, d *dataset.Dataset) error {
	b := bufio.NewWriter(out)
	w := csv.NewWriter(b)
	head := append(slices.Clone(d.Features), d.Target)
	if d.Weights != nil {
		head = append(head, d.WeightColumn)
	}
	w.Write(head)
	for i, y := range d.Y {
		values := append(slices.Clone(d.Row(i)), y)
		if d.Weights != nil {
			values = append(values, d.Weights[i])
		}
		w.Write(record(values))
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return b.Flush()
}

func record(values []float64) []string {
	cells := make([]string, len(values))
	for c, v := range values {
		cells[c] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return cells
}
