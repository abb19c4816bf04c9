package network

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"relucert/dataset"
	"relucert/internal/indented"
)

// Model is a trained network with what it was trained on and what was proved: the
// content of model.json. MODEL.md has a table of the fields.
type Model struct {
	// Relucert is the version of the program that wrote the model.
	Relucert string `json:"relucert"`
	Data     Data   `json:"data"`
	// Features are the n input columns, in the order of every weights list.
	Features []string `json:"features"`
	Target   string   `json:"target"`
	// The network is a function of the features less Origins (nil: 0), and its value lacks
	// TargetOrigin: see [dataset.Dataset].
	Origins      []dataset.Decimal `json:"origins,omitempty"`
	TargetOrigin dataset.Decimal   `json:"target_origin,omitzero"`
	// Dates says which features are dates, as [dataset.Dataset] has it; nil: none.
	Dates []string `json:"dates,omitempty"`
	// Bases are, of features COLUMN=TEXT, the text of the column that has no feature, as [dataset.Dataset] has it; nil: none is known.
	Bases []string `json:"bases,omitempty"`

	// The class in which SSELower holds.
	ClassText
	// Hinges are, of units that bend at one feature each, those that each may bend at; nil: any direction.
	Hinges [][]string `json:"hinges,omitempty"`

	Network Network `json:"network"`
	// SSE is the network's, SSELower a proved lower bound for the class (0 if it was trained for another objective),
	// TrainingError is SSE divided by the sum of the sample weights.
	SSE           float64 `json:"sse"`
	SSELower      float64 `json:"sse_lower"`
	TrainingError float64 `json:"training_error"`
	// Objective is what the network was trained for; nil: the SSE.
	Objective *ObjectiveText `json:"objective,omitempty"`
	// Errors is how sure the parameters of a broken line are, as package inference writes and reads it; nil: not known.
	Errors json.RawMessage `json:"errors,omitempty"`
}

// ObjectiveText is another objective than the SSE: a loss as [loss.Parse] reads it, λ, the network's value and a proved
// lower bound for the class.
type ObjectiveText struct {
	Loss  string  `json:"loss"`
	Ridge float64 `json:"ridge"` // 0: no penalty
	Value float64 `json:"value"`
	Lower float64 `json:"lower"`
}

// Data says which samples a model was trained on.
type Data struct {
	Name   string `json:"name"`    // the file, "-" for standard input
	Rows   int    `json:"rows"`    // m, rows with missing values left out
	SHA256 string `json:"sha256"`  // of the file's bytes, 64 hexadecimal digits
	Weight string `json:"weights"` // the column of sample weights, "" when there is none
}

// DataOf describes d.
func DataOf(d *dataset.Dataset) Data {
	return Data{Name: d.Name, Rows: d.Rows(), SHA256: hex.EncodeToString(d.SHA256[:]), Weight: d.WeightColumn}
}

// Version 2 is that of models with origins, 3 of those with dates, 4 of those with errors, 5 of those with jumps, 6 of those with hinges, 7 of those
// with another objective, 8 of those with bases.
const (
	formatName    = "relucert-model"
	formatVersion = 8
)

func (m *Model) version() int {
	if m.Bases != nil {
		return 8
	}
	if m.Objective != nil {
		return 7
	}
	if m.Hinges != nil {
		return 6
	}
	if len(m.Network.Jumps) > 0 {
		return 5
	}
	if m.Errors != nil {
		return 4
	}
	if m.Dates != nil {
		return 3
	}
	if m.Origins != nil || m.TargetOrigin.Mantissa != 0 {
		return 2
	}
	return 1
}

// Text is the prediction for a row of features less their origins, as a decimal.
func (m *Model) Text(x []float64) string { return m.TargetOrigin.Plus(m.Network.Predict(x), -1) }

// Fits is an error if the rows' features are no dates where the model's are, or other ones.
func (m *Model) Fits(rows *dataset.Scanner) error {
	dates := rows.Dates()
	for j, name := range m.Features {
		if have, want := dateWord(dates, j), dateWord(m.Dates, j); have != want {
			return fmt.Errorf("column %q holds %s, and the model's %s", name, have, want)
		}
	}
	return nil
}

// dateWord says what feature j is.
func dateWord(dates []string, j int) string {
	if dates == nil || dates[j] == "" {
		return "numbers"
	}
	return map[string]string{"days": "dates", "seconds": "times", "seconds-utc": "times of a zone"}[dates[j]]
}

// kind comes first in a file and is looked at before all else.
type kind struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

// modelFile is the one object of a file.
type modelFile struct {
	kind
	*Model
}

// Write writes the file, with each float64 as the shortest decimal that reads
// back as the same float64. A model that [ReadModel] would refuse is an error and
// nothing is written.
func (m *Model) Write(w io.Writer) error {
	if err := m.check(); err != nil {
		return errors.New("network: the model cannot be written: " + err.Error())
	}
	var text bytes.Buffer
	if err := indented.JSON(&text, modelFile{kind{formatName, m.version()}, m}); err != nil {
		return err
	}
	_, err := w.Write(text.Bytes())
	return err
}

// LoadModel is [ReadModel] of a file; "-" is standard input.
func LoadModel(path string) (*Model, error) {
	f, err := dataset.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadModel(path, f)
}

// ReadModel reads what [Model.Write] wrote. It is strict: another format or
// version, a field that is missing or unknown, a wrong length, a sign other than
// ±1 or a number beyond the doubles is a [*dataset.Error] with the name of the file.
func ReadModel(name string, r io.Reader) (*Model, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, &dataset.Error{File: name, Msg: err.Error(), Err: err}
	}
	m, err := parseModel(text)
	if err != nil {
		return nil, &dataset.Error{File: name, Line: LineOf(text, err), Msg: err.Error(), Err: err}
	}
	return m, nil
}

// LineOf is the line of text where encoding/json stopped with err, 0 if it was not
// encoding/json.
func LineOf(text []byte, err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	default:
		return 0
	}
	return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n"))
}
