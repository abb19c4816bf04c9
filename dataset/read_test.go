package dataset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, text string
		opts       Options
		want       Dataset // without Name and SHA256
		notices    []string
	}{
		{
			name: "defaults", text: "a,b,y\n1,2,3\n4,5,6\n",
			want: Dataset{Features: []string{"a", "b"}, Target: "y", X: []float64{1, 2, 4, 5}, Y: []float64{3, 6}},
		},
		{
			name: "named columns keep the order asked for", text: "a,b,y,w\n1,2,3,4\n",
			opts: Options{Target: "b", Features: []string{"y", "a"}, Weights: "w"},
			want: Dataset{Features: []string{"y", "a"}, Target: "b", X: []float64{3, 1}, Y: []float64{2}, Weights: []float64{4}, WeightColumn: "w"},
		},
		{
			name: "weights last, so the target is the one before", text: "a,y,w\n1,2,1/2\n",
			opts: Options{Weights: "w", Format: Format{Fractions: true}},
			want: Dataset{Features: []string{"a"}, Target: "y", X: []float64{1}, Y: []float64{2}, Weights: []float64{.5}, WeightColumn: "w"},
		},
		{
			name: "text, empty and unnamed columns are skipped", text: ",day,a,void,y\n1,mon,2,,3\n4,tue,6,NA,7\n",
			want:    Dataset{Features: []string{"a"}, Target: "y", X: []float64{2, 6}, Y: []float64{3, 7}},
			notices: []string{"column 1 skipped: it has no name", `column "day" skipped: "mon" is not a number`, `column "void" skipped: it has no values`},
		},
		{
			name: "the first value that is not missing decides", text: "a,b,c,y\n1,,NA,1\n2,x,?,2\n3,z,3,3\n",
			opts:    Options{DropMissing: true},
			want:    Dataset{Features: []string{"a", "c"}, Target: "y", X: []float64{3, 3}, Y: []float64{3}},
			notices: []string{`column "b" skipped: "x" is not a number`, "2 of 3 rows dropped for missing values"},
		},
		{
			name: "features stand in the file's order, not in that of the decisions", text: "a,b,y\n,1,1\n2,2,2\n",
			opts:    Options{DropMissing: true},
			want:    Dataset{Features: []string{"a", "b"}, Target: "y", X: []float64{2, 2}, Y: []float64{2}},
			notices: []string{"1 of 2 rows dropped for missing values"},
		},
		{
			name: "missing values in columns not in use do not matter", text: "a,b,y\n1,,1\n2,q,2\n",
			opts: Options{Features: []string{"a"}},
			want: Dataset{Features: []string{"a"}, Target: "y", X: []float64{1, 2}, Y: []float64{1, 2}},
		},
		{
			name: "byte order mark, CRLF, quotes, blanks, no last line end",
			text: "\ufeff\"a b\", y \r\n\r\n\"1\", 2\r\n25e-2,-3e-1",
			want: Dataset{Features: []string{"a b"}, Target: "y", X: []float64{1, .25}, Y: []float64{2, -.3}},
		},
		{
			name: "numbers as names, when asked for", text: "1,2\n3,4\n",
			opts: Options{Target: "2", Features: []string{"1"}},
			want: Dataset{Features: []string{"1"}, Target: "2", X: []float64{3}, Y: []float64{4}},
		},
		{
			name: "names that are not UTF-8", text: "t\xb0,y\n3,4\n",
			want: Dataset{Features: []string{"t\ufffd"}, Target: "y", X: []float64{3}, Y: []float64{4}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, text := range []string{test.text, gzipped(test.text)} {
				d, notices, err := Read("f", strings.NewReader(text), test.opts)
				if err != nil {
					t.Fatal(err)
				}
				test.want.Name, test.want.SHA256 = "f", sha256.Sum256([]byte(text))
				if d.long = nil; !reflect.DeepEqual(*d, test.want) {
					t.Errorf("got  %+v\nwant %+v", *d, test.want)
				}
				if !reflect.DeepEqual(notices, test.notices) {
					t.Errorf("notices %q, want %q", notices, test.notices)
				}
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	wide := "c0" + strings.Repeat(",x", 1) + ",c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14,c15,c16,c17,c18,c19,c20,c21,c22\n"
	tests := []struct {
		text string
		opts Options
		want string
	}{
		{"", Options{}, "d.csv: the file is empty"},
		{"\n\r\n", Options{}, "d.csv: the file is empty"},
		{gzipped(""), Options{}, "d.csv: the file is empty"},
		{"a,y\n", Options{}, "d.csv:1: there is no data below the header"},
		{"a,y\n", Options{Features: []string{"a"}}, "d.csv:1: there is no data below the header"},
		{"a,y\n1,2\n3\n", Options{}, "d.csv:3: 1 field, but the header has 2"},
		{"a,y\n1,2,3\n", Options{}, "d.csv:2: 3 fields, but the header has 2"},
		{"a,b,a,y\n", Options{}, `d.csv:1: column "a": the name stands twice in the header, as column 1 and 3`},
		{"a,y\n1,2\n", Options{Target: "z"}, `d.csv:1: column "z": no such target column; the columns are "a", "y"`},
		{"\na,y\n1,2\n", Options{Features: []string{"z"}}, `d.csv:2: column "z": no such feature column; the columns are "a", "y"`},
		{"a,y\n1,2\n", Options{Weights: "z"}, `d.csv:1: column "z": no such sample weight column; the columns are "a", "y"`},
		{"a,y\n1,2\n", Options{Features: []string{"y"}}, `d.csv:1: column "y": it cannot be both target and feature`},
		{"a,y\n1,2\n", Options{Features: []string{"a", "a"}}, `d.csv:1: column "a": it cannot be both feature and feature`},
		{"a,y\n1,2\n", Options{Target: "y", Weights: "y"}, `d.csv:1: column "y": it cannot be both sample weight and target`},
		{"a,b,\n1,2,3\n", Options{}, `d.csv:2: 3 fields, but the header has 2`},
		{",\n1,2\n", Options{}, `d.csv:1: the target column has no name; the columns are ""`},
		{wide, Options{Target: "z"}, `d.csv:1: column "z": no such target column; the columns are "c0", "x", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14", "c15", "c16", "c17", "c18", "c19", "c20" and 2 more`},
		{"1,2\n3,4\n", Options{}, `d.csv:1: a header line with column names is needed, this one holds numbers: "1", "2" (--header=false if there is none)`},
		{"2015-11-22,28.4,32.3\n", Options{}, `d.csv:1: a header line with column names is needed, this one holds numbers: "2015-11-22", "28.4", "32.3" (--header=false if there is none)`},
		{"y\n1\n", Options{}, `d.csv:1: no numeric column is left to be a feature; the columns are "y"`},
		{"a,y\nx,1\n", Options{}, `d.csv:1: no numeric column is left to be a feature; the columns are "a", "y"`},
		{"a y\n1 2\n", Options{Target: "y"}, `d.csv:1: column "y": no such target column; the columns are "a y" (--delimiter says what separates fields)`},
		{"# a\nx,y\n1,2\n", Options{Target: "y"}, `d.csv:1: column "y": no such target column; the columns are "# a" (--comment '#' leaves out lines that begin so)`},
		{"a,temp,y\n1,2,3\n\n1,abc,3\n", Options{}, `d.csv:4: column "temp": "abc" is not a number`},
		{"a,y\n1,x\n", Options{}, `d.csv:2: column "y": "x" is not a number (the target is the last column unless another is named)`},
		{"a,y\n1,x\n", Options{Target: "y"}, `d.csv:2: column "y": "x" is not a number`},
		{"a,y\nx,1\n", Options{Features: []string{"a"}}, `d.csv:2: column "a": "x" is not a number; 2 to 100 different texts could be made columns of 0 and 1`},
		{"a,y\n1,\n", Options{}, `d.csv:2: column "y": missing value`},
		{"a,y\n1,2\nNaN,1\n", Options{}, `d.csv:3: column "a": missing value "NaN"`},
		{"a,y\n1,\n?,2\n", Options{DropMissing: true, Features: []string{"a"}}, `d.csv: no row is left: all 2 have missing values`},
		{"a,y\n1,2\n-inf,1\n", Options{}, `d.csv:3: column "a": "-inf" is not finite`},
		{"a,y\n1,2\n1e999,1\n", Options{}, `d.csv:3: column "a": "1e999" is too large for a double`},
		{"a,y\n1,2\n1/0,1\n", Options{Format: Format{Fractions: true}}, `d.csv:3: column "a": "1/0" divides by zero`},
		{"a,y\n1,2\n" + strings.Repeat("9", 99) + "x,1\n", Options{}, `d.csv:3: column "a": "` + strings.Repeat("9", 40) + `"… is not a number`},
		{"a,w,y\n1,0,2\n", Options{Weights: "w"}, `d.csv: no row is left: all have the weight 0`},
		{"a,w,y\n1,-1,2\n", Options{Weights: "w"}, `d.csv:2: column "w": "-1" is negative, which a sample weight must not be`},
		{"a,y\n1,\"2\n3\n", Options{}, "d.csv:2: a quote is opened and never closed"},
		{"a,y\n1,\"2\"3\n", Options{}, "d.csv:2: text after the closing quote of a field"},
		{"a,y\n1,2\"3\n", Options{}, `d.csv:2: a quote inside the unquoted field "2\"3"`},
		{"a,y\n\"\n\n\",3\n", Options{Features: []string{"a"}}, `d.csv:2: column "a": missing value`},
		{"a,y\n1,\x002\n", Options{}, "d.csv:2: a NUL byte: the file must be CSV text in UTF-8"},
		{"\xff\xfea\x00\x00\x00", Options{}, "d.csv:1: a NUL byte: the file must be CSV text in UTF-8"},
		{"\xff\xfea\x00,\x00\n", Options{}, "d.csv: UTF-16 text with half a character at its end"},
		{"PAR1\x15", Options{}, "d.csv: this is a Parquet file: relucert export csv makes CSV of one on disk"},
		{"PK\x03\x04\x14", Options{}, "d.csv: this is a spreadsheet (.xlsx, .ods) or another zip file: save it as CSV"},
		{"\x1f\x8bno gzip at all", Options{}, "d.csv: the gzip data is damaged"},
		{"\x1f\x8b", Options{}, "d.csv: the gzip data is cut off"},
		{gzipped("a,y\n1,2\n")[:10], Options{}, "d.csv: the gzip data is cut off"},
	}
	for _, test := range tests {
		d, _, err := Read("d.csv", strings.NewReader(test.text), test.opts)
		var e *Error
		if d != nil || !errors.As(err, &e) || err.Error() != test.want {
			t.Errorf("%s, %+v:\ngot  %v\nwant %s", quote(test.text), test.opts, err, test.want)
		}
	}
}

func TestReadTruncatedGzip(t *testing.T) {
	whole := gzipped(string(csvOf(20000, 2)))
	for _, size := range []int{len(whole) - 1, len(whole) - 9, len(whole) / 2} {
		_, _, err := Read("d.csv.gz", strings.NewReader(whole[:size]), Options{})
		if err == nil || !strings.HasSuffix(err.Error(), "the gzip data is cut off after this line") {
			t.Errorf("%d of %d bytes: %v", size, len(whole), err)
		}
	}
	damaged := []byte(whole)
	damaged[len(damaged)-5] ^= 1 // in the checksum
	if _, _, err := Read("d.csv.gz", bytes.NewReader(damaged), Options{}); !errors.Is(err, gzip.ErrChecksum) {
		t.Error(err)
	}
}

// TestReadFails breaks off while the columns are still being decided, and later.
func TestReadFails(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, start := range []string{"a,y\n,1\n,2\n", "a,y\n1,1\n1,2\n"} {
		in := io.MultiReader(strings.NewReader(start), iotest.ErrReader(broken))
		_, _, err := Read("d.csv", in, Options{})
		if want := "d.csv:3: disk on fire"; !errors.Is(err, broken) || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestErrorTellsMissing(t *testing.T) {
	_, _, err := Read("-", strings.NewReader("a,y\n1,\n"), Options{})
	if !errors.Is(err, ErrMissing) {
		t.Errorf("%v is not ErrMissing", err)
	}
	if want := `standard input:2: column "y": missing value`; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestOpen(t *testing.T) {
	d, notices, err := Open(filepath.Join("testdata", "small.csv.gz"), Options{Format: Format{Fractions: true}})
	if err != nil || d.Rows() != 3 || d.Row(2)[1] != 1.0/3 || len(notices) != 1 {
		t.Errorf("%+v, %q, %v", d, notices, err)
	}
	var e *Error
	if _, _, err = Open("testdata/none.csv", Options{}); !errors.As(err, &e) || !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	} else if want := "testdata/none.csv: no such file or directory"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if _, _, err = Open("testdata", Options{}); !errors.As(err, &e) {
		t.Errorf("a directory: %v", err)
	}
}

// unsized hides a reader's length.
type unsized struct{ io.Reader }

// TestReadLarge goes through every way to make room.
func TestReadLarge(t *testing.T) {
	const rows = 3 * minRowsToGuess
	text := csvOf(rows, 3)
	sized, _, err := Read("", bytes.NewReader(text), Options{})
	if err != nil || sized.Rows() != rows || len(sized.X) != 2*rows {
		t.Fatal(err, sized.Rows(), len(sized.X))
	}
	plain, _, err := Read("", unsized{bytes.NewReader(text)}, Options{})
	if err != nil || !reflect.DeepEqual(plain, sized) {
		t.Errorf("the reader's length changes the data (%v)", err)
	}
	for _, d := range []*Dataset{sized, plain} {
		if got := float64(cap(d.X)) / (2 * rows); got > 1.2 {
			t.Errorf("room for %.2f times the floats", got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"a,b,y\n1,2,3\n4,,6\n", "a;b\n1;2\n", "\ufeffx,y\r\n1/3,\"2\"\r\n", ",a,y,w\nq,1,2,3\n",
		gzipped("a,y\n1,2\n"), gzipped("a,y\n1,2\n")[:22], "a,y\nNA,x\n1e999,inf\n", "1,2\n3,4\n", "\"a\nb\",c\n1,2",
	} {
		for mode := range 8 {
			f.Add([]byte(text), byte(mode))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, mode byte) {
		opts := Options{DropMissing: mode&1 != 0}
		if mode&2 != 0 {
			opts.Weights = "w"
		}
		if mode&4 != 0 {
			opts.Target, opts.Features = "y", []string{"a"}
		}
		d, _, err := Read("fuzz.csv", bytes.NewReader(text), opts)
		checkRead(t, d, err)
	})
}

// checkRead is what holds whatever the input.
func checkRead(t *testing.T, d *Dataset, err error) {
	var e *Error
	if err != nil {
		if !errors.As(err, &e) || strings.ContainsAny(err.Error(), "\n\r") {
			t.Fatalf("not one line of an *Error: %q", err)
		}
		return
	}
	m, n := d.Rows(), len(d.Features)
	if m == 0 || n == 0 || len(d.X) != m*n || (d.Weights == nil) != (d.WeightColumn == "") || d.Weights != nil && len(d.Weights) != m {
		t.Fatalf("lengths do not fit: %+v", d)
	}
	for _, values := range [][]float64{d.X, d.Y, d.Weights} {
		for _, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%v in %+v", v, d)
			}
		}
	}
	for _, w := range d.Weights {
		if w <= 0 {
			t.Fatalf("sample weight %v", w)
		}
	}
}
