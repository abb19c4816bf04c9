package columnar

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
)

// readBytes is the text of a file of these bytes.
func readBytes(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a")
	os.WriteFile(path, content, 0o666)
	text, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// parquetOf is a file of a column.
func parquetOf(node parquet.Node, values ...parquet.Value) []byte {
	var file bytes.Buffer
	w := parquet.NewWriter(&file, parquet.NewSchema("table", parquet.Group{"a": node}))
	for _, v := range values {
		w.WriteRows([]parquet.Row{{v.Level(0, 0, 0)}})
	}
	w.Close()
	return file.Bytes()
}

// TestUnreadKinds: what is no number names its type in one field, whatever stands in that name.
func TestUnreadKinds(t *testing.T) {
	for want, node := range map[string]parquet.Node{
		"(TIME(isAdjustedToUTC=true,unit=MICROS))":  parquet.Time(parquet.Microsecond),
		"(TIME(isAdjustedToUTC=false,unit=MILLIS))": parquet.TimeAdjusted(parquet.Millisecond, false),
		"(INTERVAL)":            parquet.IntervalNode(),
		"(UUID)":                parquet.UUID(),
		"(BSON)":                parquet.BSON(),
		`(GEOMETRY("\"a,b\""))`: parquet.Geometry(`"a,b"`),
	} {
		got := readBytes(t, parquetOf(node, valueOf(node)))
		if want = "\"a\"\n" + quoted(want) + "\n"; got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// valueOf is any value of a type.
func valueOf(node parquet.Node) parquet.Value {
	switch k := node.Type().Kind(); k {
	case parquet.Int32:
		return parquet.ValueOf(int32(1))
	case parquet.Int64:
		return parquet.ValueOf(int64(1))
	default:
		return k.Value(make([]byte, max(node.Type().Length(), 1)))
	}
}

// TestDistantTimes: days, and times of each width, are those of the calendar as long as a year has four digits, and
// no date at all beyond.
func TestDistantTimes(t *testing.T) {
	const seed = 3
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 40 {
		day := rng.IntN(4_000_000) - 800_000
		at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Add(time.Duration(rng.Int64N(86_400_000_000)) * time.Microsecond)
		date, clock := at.Format("2006-01-02"), at.Format("2006-01-02T15:04:05.999999999")
		ofDay := uint64(at.Sub(at.Truncate(24 * time.Hour)))
		int96 := deprecated.Int96{uint32(ofDay), uint32(ofDay >> 32), uint32(day + 2440588)}
		for want, file := range map[string][]byte{
			date:  parquetOf(parquet.Date(), parquet.ValueOf(int32(day))),
			clock: parquetOf(parquet.Leaf(parquet.Int96Type), parquet.ValueOf(int96)),
			at.Format("2006-01-02T15:04:05.999"): arrowOf(t, arrow.FixedWidthTypes.Date64, func(b array.Builder) {
				b.(*array.Date64Builder).Append(arrow.Date64(at.UnixMilli()))
			}),
			clock + "Z": parquetOf(parquet.Timestamp(parquet.Microsecond), parquet.ValueOf(at.UnixMicro())),
		} {
			if got := readBytes(t, file); got != "\"a\"\n"+want+"\n" {
				t.Fatalf("seed %d: %q, not %q", seed, got, want)
			}
		}
	}
}

// arrowOf is a file of a column.
func arrowOf(t *testing.T, kind arrow.DataType, fill func(array.Builder)) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: kind, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	fill(b.Field(0))
	var file bytes.Buffer
	w, err := ipc.NewFileWriter(&file, ipc.WithSchema(schema))
	if err == nil {
		err = w.Write(b.NewRecordBatch())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestHalves: each number of 16 bits is the cell of the number that it is.
func TestHalves(t *testing.T) {
	for bits := range 1 << 16 {
		sign, exponent, mantissa := bits>>15, bits>>10&31, bits&1023
		got, err := strconv.ParseFloat(half(uint16(bits)), 32)
		want := math.Pow(-1, float64(sign)) * math.Pow(2, float64(exponent-15)) * (1 + float64(mantissa)/1024)
		if exponent == 0 {
			want = math.Pow(-1, float64(sign)) * math.Pow(2, -14) * float64(mantissa) / 1024
		}
		switch {
		case exponent == 31 && mantissa > 0:
			want = math.NaN()
		case exponent == 31:
			want = math.Inf(1 - 2*sign)
		}
		if err != nil || math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("%#x: %v, not %v (%v)", bits, got, want, err)
		}
	}
}

// TestArrowDecimals: of each width and of scales of either sign.
func TestArrowDecimals(t *testing.T) {
	for scale, want := range map[int32]string{0: "-1205", 2: "-12.05", 6: "-0.001205", -3: "-1205000"} {
		for _, kind := range []arrow.DecimalType{&arrow.Decimal32Type{Precision: 9, Scale: scale}, &arrow.Decimal64Type{Precision: 18, Scale: scale},
			&arrow.Decimal128Type{Precision: 38, Scale: scale}, &arrow.Decimal256Type{Precision: 76, Scale: scale}} {
			text := readBytes(t, arrowOf(t, kind, func(b array.Builder) {
				if err := b.AppendValueFromString(want); err != nil {
					t.Fatal(err)
				}
			}))
			_, cell, _ := strings.Cut(strings.TrimSuffix(text, "\n"), "\n")
			if got, err := strconv.ParseFloat(cell, 64); err != nil || fmt.Sprint(got) != fmt.Sprint(mustFloat(want)) {
				t.Errorf("%v: %q, not %s", kind, cell, want)
			}
		}
	}
}

func mustFloat(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return v
}

// TestArrowNulls: a column without values has none.
func TestArrowNulls(t *testing.T) {
	for _, kind := range []arrow.DataType{arrow.Null, arrow.PrimitiveTypes.Int8, arrow.BinaryTypes.String, arrow.FixedWidthTypes.Time64us, &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}} {
		got := readBytes(t, arrowOf(t, kind, func(b array.Builder) { b.AppendNull(); b.AppendNull() }))
		if got != "\"a\"\nNA\nNA\n" {
			t.Errorf("%v: %q", kind, got)
		}
	}
}
