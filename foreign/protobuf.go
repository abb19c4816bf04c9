package foreign

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// message is a protocol buffer's fields, in order.
type message map[protowire.Number][]field

// field is a varint or fixed number, or bytes: a text, a message, or packed numbers.
type field struct {
	number uint64
	bytes  []byte
}

// parseMessage reads the fields of any message; errors are those of protowire.
func parseMessage(raw []byte) (message, error) {
	m := message{}
	for len(raw) > 0 {
		number, kind, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return nil, protowire.ParseError(n)
		}
		f, size := parseField(kind, raw[n:])
		if size < 0 {
			return nil, protowire.ParseError(size)
		}
		m[number] = append(m[number], f)
		raw = raw[n+size:]
	}
	return m, nil
}

func parseField(kind protowire.Type, raw []byte) (f field, size int) {
	switch kind {
	case protowire.VarintType:
		f.number, size = protowire.ConsumeVarint(raw)
	case protowire.Fixed32Type:
		var v uint32
		v, size = protowire.ConsumeFixed32(raw)
		f.number = uint64(v)
	case protowire.Fixed64Type:
		f.number, size = protowire.ConsumeFixed64(raw)
	case protowire.BytesType:
		f.bytes, size = protowire.ConsumeBytes(raw)
	default:
		size = protowire.ConsumeFieldValue(0, kind, raw)
	}
	return f, size
}

// message is the last field of a number, read as a message; an empty one if it is absent.
func (m message) message(number protowire.Number) (message, error) {
	return parseMessage(m.last(number).bytes)
}

func (m message) string(number protowire.Number) string { return string(m.last(number).bytes) }

func (m message) int(number protowire.Number) int { return int(m.last(number).number) }

func (m message) float(number protowire.Number) float64 {
	return float64(math.Float32frombits(uint32(m.last(number).number)))
}

func (m message) last(number protowire.Number) field {
	if all := m[number]; len(all) > 0 {
		return all[len(all)-1]
	}
	return field{}
}

func (m message) strings(number protowire.Number) (all []string) {
	for _, f := range m[number] {
		all = append(all, string(f.bytes))
	}
	return all
}

// ints are numbers, packed or not; what cannot be read ends them.
func (m message) ints(number protowire.Number) (all []int) {
	for _, f := range m[number] {
		if f.bytes == nil {
			all = append(all, int(f.number))
		}
		for raw := f.bytes; len(raw) > 0; {
			v, n := protowire.ConsumeVarint(raw)
			if n < 0 {
				return all
			}
			all, raw = append(all, int(v)), raw[n:]
		}
	}
	return all
}

// floats are little-endian numbers of a width of 4 or 8 bytes, packed or not.
func (m message) floats(number protowire.Number, width int) (all []float64) {
	for _, f := range m[number] {
		raw := f.bytes
		if raw == nil {
			raw = binary.LittleEndian.AppendUint64(nil, f.number)[:width]
		}
		all = append(all, floats(raw, width)...)
	}
	return all
}

func floats(raw []byte, width int) (all []float64) {
	for ; len(raw) >= width; raw = raw[width:] {
		if width == 4 {
			all = append(all, float64(math.Float32frombits(binary.LittleEndian.Uint32(raw))))
		} else {
			all = append(all, math.Float64frombits(binary.LittleEndian.Uint64(raw)))
		}
	}
	return all
}
