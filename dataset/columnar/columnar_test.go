package columnar

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"

	"relucert/dataset"
	"relucert/internal/thorough"
)

// read is the text of a file.
func read(path string) (string, error) {
	in, err := Open(path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	return string(text), err
}

// TestOthersFiles: what the JavaScript writers in testdata wrote, by hand.
func TestOthersFiles(t *testing.T) {
	const want = `"float","single","half","whole","short","yes","te;xt","at","list"
0.1,0.1,0.099975586,9007199254740993,1,1,"a;b",1970-01-01T00:00:00Z,"[1,2]"
-2.5e-07,1.6777216e+07,65504,-1,-2,0,"c,""d""",2023-11-14T22:13:20.123Z,"[]"
NA,3.4e+38,NA,0,3,NA,"",1969-12-31T23:59:59.999Z,NA
1e+300,NA,-0,NA,NA,1,NA,NA,"[3]"
5,-0.25,5.9604645e-08,7,5,1,"é
f",2000-02-29T00:00:00Z,"[4]"
`
	lists := strings.NewReplacer(`"[1,2]"`, `"(list<item: float64>)"`, `"[]"`, `"(list<item: float64>)"`, `"[3]"`, `"(list<item: float64>)"`, `"[4]"`, `"(list<item: float64>)"`)
	for file, want := range map[string]string{"table.parquet": want, "table.arrow": lists.Replace(want)} {
		if got, err := read(filepath.Join("testdata", file)); err != nil || got != want {
			t.Errorf("%s: %v\n%s", file, err, got)
		}
	}
}

// TestReadAsCSV: a table is the same samples as its text, and says what it is.
func TestReadAsCSV(t *testing.T) {
	for _, file := range []string{"table.parquet", "table.arrow"} {
		path := filepath.Join("testdata", file)
		opts := dataset.Options{Target: "short", Features: []string{"at", "single"}, DropMissing: true, Open: Open}
		got, notices, err := dataset.Open(path, opts)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := read(path)
		want, plain, err := dataset.Read(path, strings.NewReader(text), opts)
		if err != nil || fmt.Sprint(got.X, got.Y, got.SHA256) != fmt.Sprint(want.X, want.Y, want.SHA256) || got.Rows() != 4 {
			t.Errorf("%s: %v: %v, not %v", file, err, got, want)
		}
		if len(notices) != len(plain)+1 || !strings.Contains(notices[0], "relucert export csv writes") {
			t.Errorf("%s: %q", file, notices)
		}
		opts.Open = nil
		if _, _, err := dataset.Open(path, opts); err == nil || !strings.HasSuffix(err.Error(), "file: relucert export csv makes CSV of one on disk") {
			t.Error(err)
		}
	}
}

// record has the kinds of values that other programs write.
type record struct {
	Small   int8     `parquet:"small"`
	Large   uint64   `parquet:"large"`
	Float   *float64 `parquet:"float,optional"`
	Price   int64    `parquet:"price,decimal(3:18)"`
	Day     int32    `parquet:"day,date"`
	At      int64    `parquet:"at,timestamp(nanosecond:local)"`
	Instant int64    `parquet:"instant,timestamp(microsecond)"`
	Lists   []int64  `parquet:"lists"`
	Group   struct{ A, B int32 }
	Name    string `parquet:"name,dict,zstd"`
}

// want is the record's line, by other means than the package's own.
func (r *record) want() string {
	float := "NA"
	if r.Float != nil {
		float = fmt.Sprint(*r.Float)
	}
	price := new(big.Rat).SetFrac64(r.Price, 1000).FloatString(3)
	at := time.Unix(0, r.At).UTC()
	instant := time.UnixMicro(r.Instant).UTC()
	return fmt.Sprintf("%d,%d,%s,%s,%s,%s,%s,\"(nested)\",\"(nested)\",\"%s\"\n", r.Small, r.Large, float, price, time.Unix(0, 0).UTC().AddDate(0, 0, int(r.Day)).Format("2006-01-02"),
		strings.TrimSuffix(at.Format(time.RFC3339Nano), "Z"), instant.Format(time.RFC3339Nano), r.Name)
}

func randomRecord(rng *rand.Rand) *record {
	r := &record{Small: int8(rng.Int()), Large: rng.Uint64(), Price: rng.Int64N(2e15) - 1e15, Day: int32(rng.IntN(60000) - 20000),
		At: rng.Int64N(4e18) - 1e18, Instant: rng.Int64N(4e15) - 1e15, Name: fmt.Sprintf("n%d", rng.IntN(3))}
	r.Price /= int64(math.Pow(10, float64(rng.IntN(16))))
	for range rng.IntN(3) {
		r.Lists = append(r.Lists, rng.Int64())
	}
	if rng.IntN(4) > 0 {
		v := math.Float64frombits(rng.Uint64())
		if math.IsInf(v, 0) || math.IsNaN(v) {
			v = 0.5
		}
		r.Float = &v
	}
	return r
}

// TestParquetKinds: random rows in several groups come back, digit by digit.
func TestParquetKinds(t *testing.T) {
	const seed = 19
	rng := rand.New(rand.NewPCG(seed, 1))
	var file bytes.Buffer
	w := parquet.NewGenericWriter[record](&file)
	want := `"small","large","float","price","day","at","instant","lists","Group","name"` + "\n"
	for i := range 2000 {
		r := randomRecord(rng)
		want += r.want()
		w.Write([]record{*r})
		if i%700 == 699 {
			w.Flush()
		}
	}
	w.Close()
	path := filepath.Join(t.TempDir(), "a")
	os.WriteFile(path, file.Bytes(), 0o666)
	got, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(want, "\n") {
		if g := strings.Split(got, "\n"); i >= len(g) || g[i] != line {
			t.Fatalf("seed %d, line %d:\ngot  %s\nwant %s", seed, i+1, g[min(i, len(g)-1)], line)
		}
	}
}

// TestArrowKinds: the kinds of which testdata has none.
func TestArrowKinds(t *testing.T) {
	fields := []arrow.Field{
		{Name: "d", Type: arrow.FixedWidthTypes.Date32}, {Name: "p", Type: &arrow.Decimal128Type{Precision: 20, Scale: 2}},
		{Name: "t", Type: &arrow.TimestampType{Unit: arrow.Nanosecond}}, {Name: "u", Type: arrow.PrimitiveTypes.Uint64},
		{Name: "s", Type: &arrow.TimestampType{Unit: arrow.Second, TimeZone: "Europe/Berlin"}},
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	b.Field(0).(*array.Date32Builder).Append(-1)
	b.Field(1).(*array.Decimal128Builder).AppendValueFromString("-0.05")
	b.Field(2).(*array.TimestampBuilder).Append(1_700_000_000_000_000_001)
	b.Field(3).(*array.Uint64Builder).Append(math.MaxUint64)
	b.Field(4).(*array.TimestampBuilder).Append(1_700_000_000)
	path := filepath.Join(t.TempDir(), "a")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := ipc.NewFileWriter(out, ipc.WithSchema(schema), ipc.WithZstd())
	if err != nil {
		t.Fatal(err)
	}
	w.Write(b.NewRecordBatch())
	w.Close()
	const want = `"d","p","t","u","s"
1969-12-31,-0.05,2023-11-14T22:13:20.000000001,18446744073709551615,2023-11-14T22:13:20Z
`
	if got, err := read(path); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestDamage: no damaged file makes more of it than an error, or a text.
func TestDamage(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 2))
	refused, tries := 0, thorough.Of(4000, 300)
	for _, file := range []string{"table.parquet", "table.arrow"} {
		whole, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "a")
		for range tries {
			bad := bytes.Clone(whole)
			if rng.IntN(4) == 0 {
				bad = bad[:7+rng.IntN(len(bad)-7)]
			}
			for range 1 + rng.IntN(3) {
				from := 6
				if rng.IntN(2) == 0 {
					from = max(from, len(bad)-1500) // the footer, which says how long all else is
				}
				bad[from+rng.IntN(len(bad)-from)] ^= 1 << rng.IntN(8)
			}
			os.WriteFile(path, bad, 0o666)
			if _, err := read(path); err != nil {
				refused++
				if text := err.Error(); strings.Contains(text, "\n") || !strings.Contains(text, "damaged, or of a kind that is not read") {
					t.Fatalf("seed %d: %q", seed, text)
				}
			}
		}
	}
	if refused < tries {
		t.Errorf("%d of %d refused", refused, 2*tries)
	}
}

// TestOtherFiles are dataset's own.
func TestOtherFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	os.WriteFile(path, []byte("x,y\n1,2\n"), 0o666)
	if got, err := read(path); err != nil || got != "x,y\n1,2\n" {
		t.Errorf("%v: %q", err, got)
	}
	if _, err := Open("nowhere"); err == nil || err.Error() != "nowhere: no such file or directory" {
		t.Error(err)
	}
}
