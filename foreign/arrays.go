package foreign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"relucert/dataset"
	"relucert/network"
)

// arrays is f(x) = c + ⟨linear, x⟩ + Σ_j a_j max(0, ⟨W_j, x⟩ + b_j), as other programs hold it.
type arrays struct {
	W        [][]float64 `json:"W"` // k×n, as PyTorch has it; Keras and scikit-learn have n×k
	B        []float64   `json:"b"` // k; absent: 0
	A        []float64   `json:"a"` // k
	C        float64     `json:"c"`
	Linear   []float64   `json:"linear"`   // n; absent: 0
	Features []string    `json:"features"` // names of the columns; absent: not known
	Target   string      `json:"target"`
}

// readArrays reads one JSON object.
func readArrays(name string, text []byte) (*network.Model, error) {
	m, err := parseArrays(text)
	if err != nil {
		return nil, &dataset.Error{File: name, Line: network.LineOf(text, err), Msg: err.Error(), Err: err}
	}
	return m, nil
}

func parseArrays(text []byte) (*network.Model, error) {
	a, err := decodeArrays(text)
	if err == nil {
		err = a.check()
	}
	if err != nil {
		return nil, err
	}
	e := &expression{width: 1, inputs: len(a.W[0]), constant: []float64{a.C}, linear: [][]float64{a.Linear}, outer: [][]float64{a.A}}
	for j, w := range a.W {
		e.hidden = append(e.hidden, hidden{w, a.B[j]})
	}
	return e.model(a.Features, a.Target)
}

func decodeArrays(text []byte) (*arrays, error) {
	a, d := new(arrays), json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(a); err != nil {
		return nil, fmt.Errorf("no arrays W, b, a, c of a network: %w", network.Clearer(err))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("there is more text after the network")
	}
	return a, nil
}

// check completes what may be absent, and finds what does not fit together.
func (a *arrays) check() error {
	if len(a.W) == 0 || len(a.W[0]) == 0 {
		return errors.New("array W must have a row of weights for each unit")
	}
	k, n := len(a.W), len(a.W[0])
	for j, w := range a.W {
		if len(w) != n {
			return fmt.Errorf("row %d of W has %d weights, and the first has %d", j+1, len(w), n)
		}
	}
	if a.B == nil {
		a.B = make([]float64, k)
	}
	if a.Linear == nil {
		a.Linear = make([]float64, n)
	}
	for _, part := range []struct {
		name       string
		have, want int
		of         string
	}{
		{"b", len(a.B), k, "units"}, {"a", len(a.A), k, "units"}, {"linear", len(a.Linear), n, "columns"}, {"features", len(a.Features), n, "columns"},
	} {
		if part.have != part.want && !(part.name == "features" && a.Features == nil) {
			return fmt.Errorf("%s has %d entries, and W is of %d %s", part.name, part.have, part.want, part.of)
		}
	}
	return nil
}
