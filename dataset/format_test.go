package dataset

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// dialect is a way to write a table.
type dialect struct {
	delimiter, decimal, end string
	mark, quoted, wide, big bool // byte order mark, all in quotes, UTF-16, its high bytes first
	trailing                bool
}

func randomDialect(rng *rand.Rand) dialect {
	coin := func() bool { return rng.IntN(2) == 0 }
	d := dialect{delimiter: []string{",", ";", "\t", "|"}[rng.IntN(4)], decimal: ".", end: []string{"\n", "\r\n", "\r"}[rng.IntN(3)],
		mark: coin(), quoted: coin(), wide: rng.IntN(4) == 0, big: coin(), trailing: rng.IntN(4) == 0}
	if d.delimiter != "," && coin() {
		d.decimal = ","
	}
	return d
}

// write is the table's bytes; cells are written with points.
func (d dialect) write(table [][]string) []byte {
	var b strings.Builder
	if d.mark {
		b.WriteString("\ufeff")
	}
	for i, row := range table {
		for j, cell := range row {
			if j > 0 {
				b.WriteString(d.delimiter)
			}
			if i > 0 {
				cell = strings.ReplaceAll(cell, ".", d.decimal)
			}
			if d.quoted || strings.Contains(cell, d.delimiter) {
				cell = `"` + cell + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(strings.Repeat(d.delimiter, btoi(d.trailing)) + d.end)
	}
	if !d.wide {
		return []byte(b.String())
	}
	var order binary.AppendByteOrder = binary.LittleEndian
	if d.big {
		order = binary.BigEndian
	}
	var raw []byte
	for _, unit := range utf16.Encode([]rune(b.String())) {
		raw = order.AppendUint16(raw, unit)
	}
	return raw
}

// TestDialects: a table is the same, bit for bit and exactly, whatever dialect it is written in, and
// any but the first is told.
func TestDialects(t *testing.T) {
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 19))
		table := [][]string{[]string{"a, b", "größe;x", "y"}[rng.IntN(2):]}
		for range 1 + rng.IntN(70) {
			var row []string
			for range table[0] {
				cell := strconv.FormatFloat(rng.NormFloat64()*1000, 'f', rng.IntN(5), 64)
				row = append(row, []string{cell, cell, cell, "NA", "1e-3", "1700000000.25"}[rng.IntN(6)])
			}
			table = append(table, row)
		}
		plain, _, wantErr := Read("a", bytes.NewReader(dialect{delimiter: ",", decimal: ".", end: "\n"}.write(table)), Options{DropMissing: true, LocalInputs: true})
		d := randomDialect(rng)
		got, notices, err := Read("a", bytes.NewReader(d.write(table)), Options{DropMissing: true, LocalInputs: true})
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("seed %d, %+v: %v, plain %v", seed, d, err, wantErr)
		}
		if err != nil {
			continue
		}
		said := got.Reading != nil
		decimal := d.decimal == "," && slices.Contains(got.Reading, `decimal ","`)
		if want := d.delimiter != "," || d.wide; said != want || said && !strings.Contains(strings.Join(notices, "\n"), "read with ") {
			t.Errorf("seed %d, %+v: reading %q, notices %q", seed, d, got.Reading, notices)
		}
		if d.decimal != "," && decimal {
			t.Errorf("seed %d, %+v: reading %q", seed, d, got.Reading)
		}
		if got.SHA256, got.Reading = plain.SHA256, plain.Reading; !reflect.DeepEqual(got, plain) {
			t.Fatalf("seed %d, %+v:\ngot  %+v\nwant %+v", seed, d, got, plain)
		}
	}
}

// TestWriters: the same table as pandas and R write it, in English and in locales of decimal commas.
func TestWriters(t *testing.T) {
	want := []float64{1.5, -2, 1e-5, 1234567.25}
	for name, text := range map[string]string{
		"pandas to_csv":                                 ",x,y\n0,1.5,1\n1,-2.0,2\n2,1e-05,3\n3,1234567.25,4\n4,,5\n",
		"pandas to_csv(sep=';', decimal=',')":           ";x;y\n0;1,5;1\n1;-2,0;2\n2;1e-05;3\n3;1234567,25;4\n4;;5\n",
		"pandas to_csv(sep='\\t', index=False), UTF-16": string(dialect{delimiter: "\t", decimal: ".", end: "\n", mark: true, wide: true}.write([][]string{{"x", "y"}, {"1.5", "1"}, {"-2.0", "2"}, {"1e-05", "3"}, {"1234567.25", "4"}, {"", "5"}})),
		"R write.csv":                                   "\"\",\"x\",\"y\"\n\"1\",1.5,1\n\"2\",-2,2\n\"3\",1e-05,3\n\"4\",1234567.25,4\n\"5\",NA,5\n",
		"R write.csv2":                                  "\"\";\"x\";\"y\"\n\"1\";1,5;1\n\"2\";-2;2\n\"3\";1e-05;3\n\"4\";1234567,25;4\n\"5\";NA;5\n",
		"R write.table(sep='\\t', row.names=FALSE)":     "\"x\"\t\"y\"\n1.5\t1\n-2\t2\n1e-05\t3\n1234567.25\t4\nNA\t5\n",
		"Excel, German":                                 "x;y\r\n1,5;1\r\n-2;2\r\n1,00E-05;3\r\n1234567,25;4\r\n;5\r\n",
	} {
		d, _, err := Read("a", strings.NewReader(text), Options{DropMissing: true})
		if err != nil || !reflect.DeepEqual(d.X, want) || !reflect.DeepEqual(d.Y, []float64{1, 2, 3, 4}) || !reflect.DeepEqual(d.Features, []string{"x"}) {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}

// strict is what a reader says that knows commas, points and empty cells only.
func strict(text []byte, target string, features []string) (x, y []float64, err error) {
	r := csv.NewReader(bytes.NewReader(text))
	all, err := r.ReadAll()
	if err != nil || len(all) < 2 {
		return nil, nil, fmt.Errorf("%d records, %v", len(all), err)
	}
	var names []string
	for _, name := range all[0] {
		names = append(names, strings.ToValidUTF8(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")), "\ufffd"))
	}
	for _, row := range all[1:] {
		for _, name := range append(slices.Clone(features), target) {
			v, err := strconv.ParseFloat(strings.TrimSpace(row[slices.Index(names, name)]), 64)
			if err != nil {
				return nil, nil, err
			}
			if name == target {
				y = append(y, v)
			} else {
				x = append(x, v)
			}
		}
	}
	return x, y, nil
}

// FuzzSniff: whatever the bytes, the reader comes to an end, with one line or with numbers. Where it says nothing of how it
// read them, a strict reader that reads them too has the same ones; and no column goes without a word.
func FuzzSniff(f *testing.F) {
	for _, text := range []string{"x,y\n1,2\n", "x;y\n1,5;2\n", "x\ty\n1\t2,5\n1.5\t2\n", "x|y|z\n1|2|3\n", "x,y\r1,2\r", "a;b,c\n1;2,3\n", "x;1,y\n2;3,4\n", "d,y\n2015-11-22,1\n2015-11-23,2\n",
		"\xff\xfex\x00,\x00y\x00\n\x001\x00,\x002\x00", "x,y,\n1,2,\n", "x,y\n−1,2\n", "a,b,y\noops,1,2\n3,4,5\n", "x y\n1 2\n", "x,w,y\n1,0,2\n1,1,2\n", "x,y\n\"1,234\",2\n", "t,y\n2015-11-22T01:02:03.5Z,1\n"} {
		for mode := range 4 {
			f.Add([]byte(text), byte(mode))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, mode byte) {
		opts := Options{DropMissing: mode&1 != 0}
		if mode&2 != 0 {
			opts.Format = Format{Comment: "#", NA: []string{"-"}, Thousands: "'", DateFormat: "%d.%m.%Y", Fractions: true, NoHeader: mode&4 != 0}
		}
		d, notices, err := Read("fuzz.csv", bytes.NewReader(text), opts)
		checkRead(t, d, err)
		if err != nil {
			return
		}
		checkNoColumnIsLost(t, text, opts, d, notices)
		if d.Reading != nil || mode&2 != 0 {
			return
		}
		if x, y, err := strict(text, d.Target, d.Features); err == nil && (!reflect.DeepEqual(x, d.X) || !reflect.DeepEqual(y, d.Y)) {
			t.Fatalf("nothing is said, but %v, %v is read as %v, %v", x, y, d.X, d.Y)
		}
	})
}

func checkNoColumnIsLost(t *testing.T, text []byte, opts Options, d *Dataset, notices []string) {
	s, err := NewScanner("", bytes.NewReader(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, notice := range notices {
		told += btoi(strings.HasPrefix(notice, "column ") && strings.Contains(notice, " skipped: "))
	}
	if used := len(d.Features) + 1; used+told != len(s.Header()) {
		t.Fatalf("%d columns used, %d said to be skipped, of %q", used, told, s.Header())
	}
}

// TestFormatContradictions: a format that cannot be is refused.
func TestFormatContradictions(t *testing.T) {
	for _, f := range []Format{{Delimiter: '"'}, {Delimiter: '1'}, {Decimal: ';'}, {Thousands: "x"}, {Thousands: "'x"}, {Thousands: ",", Decimal: ','}, {DateFormat: "%q"}, {DateFormat: "%"}} {
		if _, _, err := Read("a", strings.NewReader("x,y\n1,2\n"), Options{Format: f}); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

// TestBothDecimalMarks: in one file they are an error that names both lines, unless one is asked for.
func TestBothDecimalMarks(t *testing.T) {
	_, _, err := Read("a", strings.NewReader("x;y\n1;2\n1,5;2\n2.5;1\n"), Options{})
	if want := `a:4: column "x": "2.5" has another decimal mark than line 3 (--decimal says which it is)`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	_, _, err = Read("a", strings.NewReader("x;y\n1.5;2\n2,5;1\n"), Options{Format: Format{Decimal: '.'}})
	if err == nil || !strings.Contains(err.Error(), `a:3: column "x": "2,5" is not a number`) {
		t.Error(err)
	}
}

// TestThousands takes well-formed groups only.
func TestThousands(t *testing.T) {
	f, err := Format{Thousands: "."}.settle()
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"1.234": "1234", "-12.345.678,5": "-12345678.5", "999": "999", "0,5": "0.5", "+1.000e2": "", "1.23": "", "1234.567": "", ".123": "", "1..234": "", "1,2.345": "", "1.234,": "1234."} {
		text, _, err := f.plain(new([]byte), []byte(cell))
		if string(text) != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", cell, text, err, want)
		}
	}
}
