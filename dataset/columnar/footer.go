package columnar

import (
	"encoding/binary"
	"errors"
	"os"

	flatbuffers "github.com/google/flatbuffers/go"
)

// Places of vectors in the tables of an Arrow footer, as Arrow's Schema.fbs and File.fbs number them.
const (
	footerSchema   = 6
	schemaFields   = 6
	schemaMetadata = 8
	fieldChildren  = 14
	fieldMetadata  = 16
)

var errFooter = errors.New("its footer claims more than its bytes hold")

// footer is an Arrow file's, and how many more tables there can be in so many bytes.
type footer struct {
	flatbuffers.Table
	left int
}

// checkFooter refuses what the library would take memory for without end: a length that a damaged byte has made.
func checkFooter(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	var end [10]byte // the footer's length, and the magic that the file began with
	if _, err = file.ReadAt(end[:], info.Size()-int64(len(end))); err != nil {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(end[:]))
	start := info.Size() - int64(len(end)) - length
	if start < 0 {
		return errFooter
	}
	bytes := make([]byte, length)
	if _, err = file.ReadAt(bytes, start); err != nil {
		return err
	}
	f := &footer{flatbuffers.Table{Bytes: bytes, Pos: flatbuffers.GetUOffsetT(bytes)}, len(bytes)}
	schema := f.Table
	schema.Pos = f.Indirect(f.Pos + flatbuffers.UOffsetT(f.Offset(footerSchema)))
	return f.check(schema, schemaFields, schemaMetadata)
}

// check looks at a table's two vectors, and at those of the fields in the first.
func (f *footer) check(t flatbuffers.Table, fields, metadata flatbuffers.VOffsetT) error {
	for _, slot := range []flatbuffers.VOffsetT{fields, metadata} {
		at := flatbuffers.UOffsetT(t.Offset(slot))
		if at == 0 {
			continue
		}
		count := t.VectorLen(at)
		if f.left -= count; f.left < 0 {
			return errFooter
		}
		for i := 0; slot == fields && i < count; i++ {
			below := flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(t.Vector(at) + 4*flatbuffers.UOffsetT(i))}
			if err := f.check(below, fieldChildren, fieldMetadata); err != nil {
				return err
			}
		}
	}
	return nil
}
