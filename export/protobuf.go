package export

import "google.golang.org/protobuf/encoding/protowire"

// message is a protocol buffer under way. Fields of a later number may come first,
// and a field that repeats is written once an entry.
type message []byte

func (m message) int(field protowire.Number, v int) message {
	return protowire.AppendVarint(protowire.AppendTag(m, field, protowire.VarintType), uint64(v))
}

func (m message) bytes(field protowire.Number, v []byte) message {
	return protowire.AppendBytes(protowire.AppendTag(m, field, protowire.BytesType), v)
}

func (m message) string(field protowire.Number, v string) message {
	return m.bytes(field, []byte(v))
}
