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
	data, _, err := dataset.Read(DataFile, &text, m.Fit.Reading())
	return data, err
}

// Reading is how data.csv is to be read.
func (f Fit) Reading() dataset.Options {
	return dataset.Options{Features: f.Features, Target: f.Target, Weights: f.Weights, Format: dataset.Format{Fractions: true}}
}
