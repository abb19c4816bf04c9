package dataset

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// TestScannerAgreesWithRead also covers SHA256, the line and the raw record.
func TestScannerAgreesWithRead(t *testing.T) {
	const text = "id,a,y,w\nq1,1,2,3\n\"q\n2\",NA,5,6\nq3,7,8,9\n"
	opts := Options{Target: "y", Features: []string{"a"}, Weights: "w", DropMissing: true}
	s, err := NewScanner("f", strings.NewReader(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	got := &Dataset{Name: "f", Features: s.Features(), Target: s.Target(), WeightColumn: "w"}
	var ids []string
	var lines []int
	for s.Scan() {
		got.X = append(got.X, s.X()...)
		got.Y = append(got.Y, s.Y())
		got.Weights = append(got.Weights, s.Weight())
		ids = append(ids, string(s.Record()[0]))
		lines = append(lines, s.Line())
	}
	got.SHA256 = s.SHA256()
	want, notices, err := Read("f", strings.NewReader(text), opts)
	if err != nil || s.Err() != nil {
		t.Fatal(err, s.Err())
	}
	if want.long = nil; !reflect.DeepEqual(got, want) || !reflect.DeepEqual(s.Notices(), notices) {
		t.Errorf("scanner %+v %q\nread %+v %q", got, s.Notices(), want, notices)
	}
	if !reflect.DeepEqual(ids, []string{"q1", "q3"}) || !reflect.DeepEqual(lines, []int{2, 5}) {
		t.Errorf("ids %q on lines %d", ids, lines)
	}
	if s.Rows() != 2 || s.Dropped() != 1 || !reflect.DeepEqual(s.Header(), []string{"id", "a", "y", "w"}) {
		t.Error(s.Rows(), s.Dropped(), s.Header())
	}
	if want.SHA256 != sha256.Sum256([]byte(text)) {
		t.Error("wrong SHA-256")
	}
}

func TestInputScanner(t *testing.T) {
	const text = "b,a,y\n1,2,not needed\n3,4,\n"
	s, err := NewInputScanner("f", strings.NewReader(text), Options{Features: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	for s.Scan() {
		got = append(got, s.X()...)
	}
	if want := []float64{2, 1, 4, 3}; !reflect.DeepEqual(got, want) || s.Err() != nil || s.Target() != "" {
		t.Error(got, s.Err(), s.Target())
	}
}

func TestScannerStopsAtError(t *testing.T) {
	s, err := NewInputScanner("f", strings.NewReader("a\n1\nx\n2\n"), Options{Features: []string{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	if !s.Scan() || s.Scan() || s.Scan() {
		t.Error("Scan goes on after an error, or stops before it")
	}
	var e *Error
	want := Error{File: "f", Line: 3, Column: "a", Msg: `"x" is not a number`, Err: errNotNumber}
	if !errors.As(s.Err(), &e) || *e != want {
		t.Errorf("%#v", e)
	}
}

// rowsReader gives a header and then the same row again and again.
func rowsReader(rows int) io.Reader {
	return io.MultiReader(strings.NewReader("a,y\n"), io.LimitReader(endless("1.25,-3\n"), int64(8*rows)))
}

// TestScanAllocates scans 4 and 400 thousand rows with the same memory.
func TestScanAllocates(t *testing.T) {
	bytesFor := func(rows int) uint64 {
		s, err := NewScanner("f", rowsReader(rows), Options{Features: []string{"a"}})
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for s.Scan() {
		}
		runtime.ReadMemStats(&after)
		if s.Err() != nil || s.Rows() != rows {
			t.Fatal(s.Rows(), s.Err())
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := bytesFor(4000), bytesFor(400000); many > few+4096 {
		t.Errorf("%d bytes for 4000 rows, %d for 400000", few, many)
	}
}

// TestLateFirstValue needs rows of several buffers to decide a column, all of
// which must still be there.
func TestLateFirstValue(t *testing.T) {
	const rows = 20000
	var text bytes.Buffer
	text.WriteString("a,late,y\n")
	for range rows {
		text.WriteString("1,,2\n")
	}
	text.WriteString("1,x,2\n")
	d, notices, err := Read("f", &text, Options{})
	if err != nil || d.Rows() != rows+1 || len(d.Features) != 1 || len(notices) != 1 {
		t.Error(err, d.Rows(), d.Features, notices)
	}
}
