package export

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"

	"relucert/network"
)

// What the numbers below mean is in onnx.proto of github.com/onnx/onnx: ir_version and
// the operators' version are those of 2020, which every runtime of today reads.
const (
	irVersion    = 7
	opsetVersion = 13

	typeFloat32 = 1
	typeFloat64 = 11
)

// encodeONNX is a graph from "x", a row of features a prediction, to "y", a row of one
// number. The names of the columns, and what those of dates count, are in the model's metadata.
func encodeONNX(m *network.Model, p Precision) ([]byte, error) {
	g := graphOf(&m.Network)
	g.move(m)
	if p == Float32 && (g.origins != nil || g.targetOrigin != 0) {
		return nil, errors.New("float32 cannot tell values apart that are so far from 0 as this model's: use float64")
	}
	if p == Float32 {
		if err := g.checkFloat32(); err != nil {
			return nil, err
		}
	}
	return onnxModel(m, onnxGraph(g, p)), nil
}

// onnxModel is a ModelProto.
func onnxModel(m *network.Model, graph message) message {
	model := message{}.int(1, irVersion).string(2, "relucert").string(3, m.Relucert).
		bytes(7, graph).
		bytes(8, message{}.string(1, "").int(2, opsetVersion))
	features, _ := json.Marshal(m.Features) // strings always are JSON
	model = model.bytes(14, property("features", string(features))).
		bytes(14, property("target", m.Target))
	if m.Dates != nil {
		dates, _ := json.Marshal(m.Dates)
		model = model.bytes(14, property("dates", string(dates)))
	}
	return model
}

// property is a StringStringEntryProto.
func property(key, value string) message {
	return message{}.string(1, key).string(2, value)
}

// onnxGraph is a GraphProto.
func onnxGraph(g graph, p Precision) message {
	m, x := message{}, "x"
	if g.origins != nil {
		x = "local"
		m = m.bytes(1, node("Sub", x, "x", "origins")).
			bytes(5, tensor(p, "origins", g.origins, g.features))
	}
	y := "y"
	if g.targetOrigin != 0 {
		y = "local_y"
		m = m.bytes(5, tensor(p, "target_origin", []float64{g.targetOrigin}, 1))
	}
	m = m.
		bytes(1, node("MatMul", "xw", x, "inner")).
		bytes(1, node("Add", "t", "xw", "bias")).
		bytes(1, node("Relu", "h", "t")).
		bytes(1, node("MatMul", "units", "h", "outer")).
		bytes(1, node("Add", y, "units", "constant"))
	if g.targetOrigin != 0 {
		m = m.bytes(1, node("Add", "y", y, "target_origin"))
	}
	return m.
		string(2, "relucert").
		bytes(5, tensor(p, "inner", g.inner, g.features, g.units)).
		bytes(5, tensor(p, "bias", g.bias, g.units)).
		bytes(5, tensor(p, "outer", g.outer, g.units, 1)).
		bytes(5, tensor(p, "constant", []float64{g.constant}, 1)).
		bytes(11, rows(p, "x", g.features)).
		bytes(12, rows(p, "y", 1))
}

// node is a NodeProto of one output, by which it is named.
func node(operator, output string, inputs ...string) message {
	var m message
	for _, input := range inputs {
		m = m.string(1, input)
	}
	return m.string(2, output).string(3, output).string(4, operator)
}

// tensor is a TensorProto.
func tensor(p Precision, name string, values []float64, shape ...int) message {
	var m message
	for _, n := range shape {
		m = m.int(1, n)
	}
	return m.int(2, p.onnxType()).string(8, name).bytes(9, p.encoded(values))
}

// rows is a ValueInfoProto: any number of rows of a width.
func rows(p Precision, name string, width int) message {
	shape := message{}.
		bytes(1, message{}.string(2, "rows")).
		bytes(1, message{}.int(1, width))
	tensor := message{}.int(1, p.onnxType()).bytes(2, shape)
	return message{}.string(1, name).bytes(2, message{}.bytes(1, tensor))
}

func (p Precision) onnxType() int {
	if p == Float32 {
		return typeFloat32
	}
	return typeFloat64
}

// encoded is little-endian.
func (p Precision) encoded(values []float64) (raw []byte) {
	for _, v := range values {
		if p == Float32 {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(v)))
		} else {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
		}
	}
	return raw
}
