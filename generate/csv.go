package generate

import (
	"bufio"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"relucert/dataset"
)

// WriteCSV writes the features and the label of each sample as [dataset.Read]
// reads them; sample weights are left out.
func WriteCSV(out io.Writer, d *dataset.Dataset) error {
	b := bufio.NewWriter(out)
	w := csv.NewWriter(b)
	w.Write(append(slices.Clone(d.Features), d.Target))
	record := make([]string, len(d.Features)+1)
	for i, y := range d.Y {
		for c, v := range d.Row(i) {
			record[c] = strconv.FormatFloat(v, 'g', -1, 64)
		}
		record[len(d.Features)] = strconv.FormatFloat(y, 'g', -1, 64)
		w.Write(record)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return b.Flush()
}
