package foreign

import (
	"encoding/json"
	"errors"
	"fmt"

	"relucert/dataset"
	"relucert/network"
)

// The types of a TensorProto that are read.
const (
	typeFloat32 = 1
	typeInt64   = 7
	typeFloat64 = 11
)

// tensor is a constant of a graph.
type tensor struct {
	shape  []int
	values []float64
}

// readONNX reads a ModelProto: one input, rows of n columns, and one output, a number a row. Numbers of float32 are
// taken as they are; what a runtime rounds on the way is not.
func readONNX(name string, text []byte) (*network.Model, error) {
	m, err := parseONNX(text)
	if err != nil {
		return nil, &dataset.Error{File: name, Msg: "no network of one hidden layer of ReLUs in ONNX: " + err.Error(), Err: err}
	}
	return m, nil
}

func parseONNX(text []byte) (*network.Model, error) {
	model, err := parseMessage(text)
	if err != nil {
		return nil, err
	}
	raw, err := model.message(7)
	if err != nil {
		return nil, err
	}
	g, err := newGraph(raw)
	if err != nil {
		return nil, err
	}
	e, err := g.run(raw)
	if err != nil {
		return nil, err
	}
	features, target := properties(model)
	if len(features) != e.inputs {
		features = nil
	}
	return e.model(features, target)
}

// properties are the columns' names, which relucert export writes; others leave them out.
func properties(model message) (features []string, target string) {
	for _, f := range model[14] {
		entry, err := parseMessage(f.bytes)
		if err != nil {
			continue
		}
		switch entry.string(1) {
		case "features":
			json.Unmarshal([]byte(entry.string(2)), &features) // no names, if it is none of ours
		case "target":
			target = entry.string(2)
		}
	}
	return features, target
}

// initializers are the constants of a graph, by name.
func initializers(raw message) (map[string]tensor, error) {
	all := map[string]tensor{}
	for _, f := range raw[5] {
		m, err := parseMessage(f.bytes)
		if err != nil {
			return nil, err
		}
		if all[m.string(8)], err = parseTensor(m); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", m.string(8), err)
		}
	}
	return all, nil
}

// parseTensor reads a TensorProto.
func parseTensor(m message) (tensor, error) {
	t := tensor{shape: m.ints(1)}
	if m.int(14) == 1 || len(m[13]) > 0 {
		return t, errors.New("its numbers are in another file")
	}
	raw := m.last(9).bytes
	switch m.int(2) {
	case typeFloat32:
		t.values = append(floats(raw, 4), m.floats(4, 4)...)
	case typeFloat64:
		t.values = append(floats(raw, 8), m.floats(10, 8)...)
	case typeInt64: // shapes, which are passed over
		return t, nil
	default:
		return t, fmt.Errorf("numbers of type %d; only float32 and float64 are read", m.int(2))
	}
	if size := t.size(); size != len(t.values) {
		return t, fmt.Errorf("%d numbers for the shape %v", len(t.values), t.shape)
	}
	return t, nil
}

// size is the product of the shape, −1 of one that no network here has.
func (t tensor) size() int {
	size := 1
	for _, n := range t.shape {
		if n < 1 || n > mostWidth {
			return -1
		}
		if size *= n; size > mostWidth*mostWidth {
			return -1
		}
	}
	return size
}

// matrix is a tensor of two dimensions, row by row; of one, a column.
func (t tensor) matrix(transposed bool) ([][]float64, error) {
	shape := t.shape
	if len(shape) == 1 {
		shape = []int{shape[0], 1}
	}
	if len(shape) != 2 || t.values == nil {
		return nil, fmt.Errorf("a matrix is needed, not numbers of shape %v", t.shape)
	}
	rows, columns, down, right := shape[0], shape[1], shape[1], 1
	if transposed {
		rows, columns, down, right = columns, rows, 1, shape[1]
	}
	m := make([][]float64, rows)
	for i := range m {
		m[i] = make([]float64, columns)
		for j := range m[i] {
			m[i][j] = t.values[i*down+j*right]
		}
	}
	return m, nil
}

// row is a number for each of d functions: d of them, or one for all.
func (t tensor) row(d int) ([]float64, error) {
	if len(t.values) != 1 && (len(t.values) != d || t.shape[len(t.shape)-1] != d) {
		return nil, fmt.Errorf("numbers of shape %v meet a layer of width %d", t.shape, d)
	}
	row := make([]float64, d)
	for i := range row {
		row[i] = t.values[i%len(t.values)]
	}
	return row, nil
}
