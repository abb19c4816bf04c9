package dataset

import (
	"bufio"
	"encoding/csv"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// splitAll is every record of text, by our splitter.
func splitAll(in io.Reader) (all [][]string, err error) {
	r := &records{in: bufio.NewReaderSize(&lines{in: in}, bufferSize), delimiter: ','}
	for err = r.next(); err == nil; err = r.next() {
		var record []string
		for _, field := range r.fields {
			record = append(record, string(field))
		}
		all = append(all, record)
	}
	if err == io.EOF {
		err = nil
	}
	return all, err
}

// standardSplitAll is the same by encoding/csv.
func standardSplitAll(text string) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)))
	r.FieldsPerRecord = -1
	return r.ReadAll()
}

var splitterTexts = []string{
	"", "\n", "a", "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,\n,b\n,\n",
	"\"a\",\"b,c\"\n\"x\"\"y\",z\n", "\"two\nlines\",1\n\"\n\n\"\n", "\"two\r\nlines\",1\r\n",
	"a\n\n\nb\n\r\nc", "\"\"\n", "\"\",\"\"", "\"\"\"\"", "a\"b,c\n", "\"a\"b\n", "\"open\nnever", "\"", ",\"",
	"a,b\r", "\r", "a\rb\n", "\"a\",", "1,\"2\"\n3,4\n",
	strings.Repeat("x", 3*bufferSize) + "," + strings.Repeat("y", bufferSize) + "\nz,w\n",
	"\"" + strings.Repeat("long\n", bufferSize) + "\",w\n1,2\n",
}

// checkSplitter compares records with encoding/csv on one text.
func checkSplitter(t *testing.T, text string) {
	t.Helper()
	want, wantErr := standardSplitAll(text)
	for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
		got, err := splitAll(in)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%s: error %v, encoding/csv says %v", quote(text), err, wantErr)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %q, encoding/csv says %q", quote(text), got, want)
		}
	}
}

func TestRecordsAgreeWithStandard(t *testing.T) {
	for _, text := range splitterTexts {
		checkSplitter(t, text)
	}
}

// FuzzRecords leaves out NUL, which encoding/csv allows.
func FuzzRecords(f *testing.F) {
	for _, text := range splitterTexts {
		if len(text) < 100 { // a long seed makes every step slow
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < maxRecord && !strings.Contains(text, "\x00") {
			checkSplitter(t, text)
		}
	})
}

// TestRecordsExhaustive tries every short text over the characters that matter.
func TestRecordsExhaustive(t *testing.T) {
	const alphabet = "a,\"\n\r"
	var try func(text string)
	try = func(text string) {
		checkSplitter(t, text)
		if len(text) < 6 {
			for _, c := range alphabet {
				try(text + string(c))
			}
		}
	}
	try("")
}

// TestRecordsLimit feeds endless lines and quotes: an error must come, soon.
func TestRecordsLimit(t *testing.T) {
	tests := []struct {
		start string
		rest  endless
	}{{"", "x"}, {"\"", "x"}, {"\"", "x\n"}, {"1,\"\n", "\n"}}
	for _, test := range tests {
		_, err := splitAll(io.MultiReader(strings.NewReader("a,b\n"+test.start), test.rest))
		if err == nil || !strings.Contains(err.Error(), ":2: a record longer than 4 MiB") {
			t.Errorf("%q, then %q for ever: %v", test.start, test.rest, err)
		}
	}
}

// endless repeats itself for ever.
type endless string

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n+len(e) <= len(p) {
		n += copy(p[n:], e)
	}
	return n, nil
}
