package reduce

import (
	"bytes"

	"relucert/dataset"
)

// Dataset is data.csv as a trainer reads it.
func (m *Meta) Dataset() (*dataset.Dataset, error) {
	var text bytes.Buffer
	if err := m.table.WriteCSV(&text); err != nil {
		return nil, err
	}
	columns := dataset.Options{Features: m.Fit.Features, Target: m.Fit.Target, Weights: m.Fit.Weights}
	data, _, err := dataset.Read(DataFile, &text, columns)
	return data, err
}
