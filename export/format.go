package export

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"relucert/network"
)

// Format is a way to write a network, named by the extension of its files.
type Format string

// The formats that EncodeModel knows.
const (
	ONNX Format = "onnx"
	C    Format = "c"
	Text Format = "txt"
)

// FormatOf tells the format by the file name's extension.
func FormatOf(path string) (Format, error) {
	switch f := Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")); f {
	case ONNX, C, Text:
		return f, nil
	}
	return "", fmt.Errorf("%s does not end in .onnx, .c or .txt", path)
}

// Precision is the type of an ONNX graph's numbers.
type Precision string

// The precisions that EncodeModel knows.
const (
	Float64 Precision = "float64"
	Float32 Precision = "float32"
)

// EncodeModel is the file of the model's network. The precision matters to ONNX only:
// the other formats are of float64. A weight beyond float32 is an error.
func EncodeModel(m *network.Model, f Format, p Precision) ([]byte, error) {
	switch {
	case f == ONNX && len(m.Network.Jumps) > 0:
		return nil, errors.New("the model jumps, which no ONNX graph of units does: write it as .c or .txt")
	case f == ONNX:
		return encodeONNX(m, p)
	case f == C:
		return encodeC(m), nil
	default:
		return encodeText(m), nil
	}
}
