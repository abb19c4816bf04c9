package columnar

import (
	"io"
	"math/big"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// arrowTable is the columns of an Arrow file, which Feather calls its version 2.
type arrowTable struct {
	file  *ipc.FileReader
	batch int // the next
}

func openArrow(file *os.File) (table, error) {
	if err := checkFooter(file); err != nil {
		return nil, err
	}
	f, err := ipc.NewFileReader(file)
	if err != nil {
		return nil, err
	}
	return &arrowTable{file: f}, nil
}

func (t *arrowTable) names() (names []string) {
	for _, f := range t.file.Schema().Fields() {
		names = append(names, f.Name)
	}
	return names
}

func (t *arrowTable) next(each func(cells []string)) error {
	if t.batch == t.file.NumRecords() {
		return io.EOF
	}
	batch, err := t.file.RecordBatch(t.batch)
	if err != nil {
		return err
	}
	defer batch.Release()
	t.batch++
	cells := make([]string, batch.NumCols())
	for i := range int(batch.NumRows()) {
		for c, column := range batch.Columns() {
			cells[c] = arrowCell(column, i)
		}
		each(cells)
	}
	return nil
}

// arrowCell is value i of a column.
func arrowCell(column arrow.Array, i int) string {
	if column.IsNull(i) {
		return missing
	}
	switch c := column.(type) {
	case *array.Null:
		return missing
	case *array.Boolean:
		return truth(c.Value(i))
	case *array.Float16:
		return half(c.Value(i).Uint16())
	case *array.Float32:
		return float(float64(c.Value(i)), 32)
	case *array.Float64:
		return float(c.Value(i), 64)
	case *array.Decimal32:
		return decimal(big.NewInt(int64(c.Value(i))), c.DataType().(*arrow.Decimal32Type).Scale)
	case *array.Decimal64:
		return decimal(big.NewInt(int64(c.Value(i))), c.DataType().(*arrow.Decimal64Type).Scale)
	case *array.Decimal128:
		return decimal(c.Value(i).BigInt(), c.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Decimal256:
		return decimal(c.Value(i).BigInt(), c.DataType().(*arrow.Decimal256Type).Scale)
	case *array.Date32:
		return date(int64(c.Value(i)))
	case *array.Date64:
		return dateOrTime(int64(c.Value(i)))
	case *array.Timestamp:
		kind := c.DataType().(*arrow.TimestampType)
		return moment(int64(c.Value(i)), kind.Unit.Multiplier(), kind.TimeZone != "")
	case *array.Dictionary:
		return arrowCell(c.Dictionary(), c.GetValueIndex(i))
	case *array.String, *array.LargeString, *array.StringView:
		return quoted(column.ValueStr(i))
	}
	if arrow.IsInteger(column.DataType().ID()) {
		return column.ValueStr(i)
	}
	return unread(column.DataType().String())
}
