package columnar

import (
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"os"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetTable is a Parquet file's flat columns. One of lists or groups stands there with its kind in each cell.
type parquetTable struct {
	columns []*parquet.Column
	place   []int                     // of each leaf's column; −1: it is not flat
	kinds   []format.LogicalTypeValue // of each leaf; nil: none
	groups  []parquet.RowGroup
	rows    parquet.Rows // of the group under way; nil: none
	batch   []parquet.Row
	cells   []string
}

func openParquet(file *os.File) (table, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(file, info.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, err
	}
	t := &parquetTable{columns: f.Root().Columns(), groups: f.RowGroups(), batch: make([]parquet.Row, 256)}
	t.cells = make([]string, len(t.columns))
	for _, e := range f.Metadata().Schema { // the library's columns say nothing of kinds that it does not know
		if e.Type.Valid {
			t.kinds = append(t.kinds, e.LogicalType.Value)
		}
	}
	for i, c := range t.columns {
		t.placeLeaves(c, i)
	}
	return t, nil
}

// placeLeaves notes where the leaves below a top column go.
func (t *parquetTable) placeLeaves(c *parquet.Column, place int) {
	switch {
	case !c.Leaf() || c.Repeated():
		t.cells[place], place = unread("nested"), -1
	case c.Type().String() == "INTERVAL": // which has no logical type
		t.cells[place], place = unread("INTERVAL"), -1
	}
	if c.Leaf() {
		if old := c.Type().LogicalType(); old != nil { // of a file from before there were logical types
			t.kinds[len(t.place)] = old.Value
		}
		t.place = append(t.place, place)
	}
	for _, below := range c.Columns() {
		t.placeBelow(below)
	}
}

// placeBelow is placeLeaves of what is in no column.
func (t *parquetTable) placeBelow(c *parquet.Column) {
	if c.Leaf() {
		t.place = append(t.place, -1)
	}
	for _, below := range c.Columns() {
		t.placeBelow(below)
	}
}

func (t *parquetTable) names() (names []string) {
	for _, c := range t.columns {
		names = append(names, c.Name())
	}
	return names
}

func (t *parquetTable) next(each func(cells []string)) error {
	if t.rows == nil {
		if len(t.groups) == 0 {
			return io.EOF
		}
		t.rows, t.groups = t.groups[0].Rows(), t.groups[1:]
	}
	n, err := t.rows.ReadRows(t.batch)
	for _, row := range t.batch[:n] {
		for _, v := range row {
			if at := t.place[v.Column()]; at >= 0 {
				t.cells[at] = parquetCell(v, t.kinds[v.Column()])
			}
		}
		each(t.cells)
	}
	if errors.Is(err, io.EOF) {
		err, t.rows = t.rows.Close(), nil
	}
	return err
}

// parquetCell is a value of a logical type; nil: none.
func parquetCell(v parquet.Value, kind format.LogicalTypeValue) string {
	if v.IsNull() {
		return missing
	}
	switch kind := kind.(type) {
	case *format.DecimalType:
		return decimal(unscaled(v), kind.Scale)
	case *format.DateType:
		return date(int64(v.Int32()))
	case *format.TimestampType:
		return moment(v.Int64(), unitOf(kind.Unit), kind.IsAdjustedToUTC)
	case *format.IntType:
		return integer(v, kind)
	case *format.Float16Type:
		return half(binary.LittleEndian.Uint16(v.ByteArray()))
	case nil, *format.StringType, *format.EnumType, *format.JsonType:
		return plain(v)
	default:
		return unread(kind.String())
	}
}

// plain is a value without a logical type.
func plain(v parquet.Value) string {
	switch v.Kind() {
	case parquet.Boolean:
		return truth(v.Boolean())
	case parquet.Int32, parquet.Int64:
		return strconv.FormatInt(signed(v), 10)
	case parquet.Float:
		return float(float64(v.Float()), 32)
	case parquet.Double:
		return float(v.Double(), 64)
	case parquet.Int96: // nanoseconds of a Julian day, of a zone that nobody says
		at := v.Int96()
		ofDay := int64(at[1])<<32 | int64(at[0])
		return clock((int64(at[2])-2440588)*86400, ofDay)
	}
	return quoted(string(v.ByteArray()))
}

func signed(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

func integer(v parquet.Value, kind *format.IntType) string {
	switch {
	case kind.IsSigned:
		return strconv.FormatInt(signed(v), 10)
	case v.Kind() == parquet.Int32:
		return strconv.FormatUint(uint64(v.Uint32()), 10)
	}
	return strconv.FormatUint(v.Uint64(), 10)
}

// unscaled is a decimal's integer: its bytes are the two's complement, the highest first.
func unscaled(v parquet.Value) *big.Int {
	if v.Kind() == parquet.Int32 || v.Kind() == parquet.Int64 {
		return big.NewInt(signed(v))
	}
	digits := v.ByteArray()
	n := new(big.Int).SetBytes(digits)
	if len(digits) > 0 && digits[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(digits))))
	}
	return n
}

func unitOf(u format.TimeUnit) time.Duration {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return time.Millisecond
	case *format.MicroSeconds:
		return time.Microsecond
	}
	return time.Nanosecond
}
