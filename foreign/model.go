package foreign

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"

	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

// Load reads a network from a file: a model.json of this program, arrays in JSON, or an ONNX graph. Features is nil
// where the file does not name its columns, and Data is empty for foreign ones. What cannot be read is a
// [*dataset.Error].
func Load(path string) (*network.Model, error) {
	f, err := dataset.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	switch object := bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")); {
	case err != nil:
		return nil, &dataset.Error{File: path, Msg: err.Error(), Err: err}
	case object && bytes.Contains(text, []byte(`"relucert-model"`)):
		return readModel(path, text)
	case object:
		return readArrays(path, text)
	}
	return readONNX(path, text)
}

var errNoReLU = errors.New("the network has no ReLU: it is linear")

// readModel reads what this program saved: lines, also those with jumps, are no networks.
func readModel(path string, text []byte) (*network.Model, error) {
	m, err := network.ReadModel(path, bytes.NewReader(text))
	if err == nil && len(m.Network.Units) == 0 {
		return nil, &dataset.Error{File: path, Msg: errNoReLU.Error(), Err: errNoReLU}
	}
	return m, err
}

// model is an expression of width 1 as a network, in the least class that has it. A bias that is 0 in all units is
// one that the class does not have, and so is an output constant of 0.
func (e *expression) model(features []string, target string) (*network.Model, error) {
	m := &network.Model{Features: features, Target: target, ClassText: network.Class{}.Text()}
	constant, linear, rest := e.constant[0], slices.Clone(e.linear[0]), e.unpaired(0)
	for _, p := range rest.pairs {
		constant += float64(p.coefficient * p.bias)
		linalg.AddScaled(linear, p.coefficient, p.weights)
	}
	for _, u := range rest.units {
		m.Network.Units = append(m.Network.Units, u.scaled())
	}
	m.Network.Output = network.Output{Weights: linear, Bias: constant}
	affine := slices.ContainsFunc(linear, func(v float64) bool { return v != 0 })
	m.Bias = slices.ContainsFunc(rest.units, func(u unit) bool { return u.bias != 0 }) || affine && constant != 0
	m.Output = outputPart(affine, constant)
	switch {
	case len(rest.units) == 0:
		return nil, errNoReLU
	case !finite(m.Network):
		return nil, errors.New("a weight is not a finite number")
	}
	return m, nil
}

func finite(n network.Network) bool {
	all := append(slices.Clone(n.Output.Weights), n.Output.Bias)
	for _, u := range n.Units {
		all = append(append(all, u.Weights...), u.Bias)
	}
	return !slices.ContainsFunc(all, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

// outputPart is the one that a network needs.
func outputPart(affine bool, constant float64) network.OutputPart {
	switch {
	case affine:
		return network.Affine
	case constant != 0:
		return network.Intercept
	}
	return network.None
}

// unit is coefficient·max(0, ⟨weights, x⟩ + bias).
type unit struct {
	hidden
	coefficient float64
}

// scaled has the coefficient 1 or −1.
func (u unit) scaled() network.Unit {
	size, sign := math.Abs(u.coefficient), 1
	if u.coefficient < 0 {
		sign = -1
	}
	w := make([]float64, len(u.weights))
	linalg.AddScaled(w, size, u.weights)
	return network.Unit{Sign: sign, Weights: w, Bias: size * u.bias}
}

// unpaired is the units of one output, and those pairs of them that are linear: a·max(0, t) − a·max(0, −t) = a·t.
// A pair is how graphs of ReLUs alone write a linear part.
func (e *expression) unpaired(output int) (rest struct{ units, pairs []unit }) {
	for j, h := range e.hidden {
		u := unit{h, e.outer[output][j]}
		if i := slices.IndexFunc(rest.units, u.mirrors); i >= 0 {
			rest.pairs = append(rest.pairs, rest.units[i])
			rest.units = slices.Delete(rest.units, i, i+1)
			continue
		}
		rest.units = append(rest.units, u)
	}
	return rest
}

// mirrors says that both together are linear.
func (u unit) mirrors(v unit) bool {
	if u.coefficient != -v.coefficient || u.bias != -v.bias {
		return false
	}
	for i, w := range u.weights {
		if w != -v.weights[i] {
			return false
		}
	}
	return true
}
