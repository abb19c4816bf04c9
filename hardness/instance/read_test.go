package instance

import (
	"bytes"
	"compress/gzip"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// good is a text and what it reads as.
type good[T any] struct {
	title, file, text string
	want              T
}

// reader reads a text under a name that may tell the format.
type reader[T any] func(text, file string) (T, error)

// testGood reads each text as it is, with CRLF line ends, with a byte order mark
// and gzipped.
func testGood[T any](t *testing.T, read reader[T], cases []good[T]) {
	t.Helper()
	for _, c := range cases {
		variants := map[string]string{"": c.text, " CRLF": strings.ReplaceAll(c.text, "\n", "\r\n"),
			" mark": "\ufeff" + c.text, " gzip": gzipped(t, c.text)}
		for variant, text := range variants {
			if got, err := read(text, c.file); err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s%s:\n got %+v, %v\nwant %+v", c.title, variant, got, err, c.want)
			}
		}
	}
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bad is a text and the whole error it gives.
type bad struct{ text, want string }

func testBad[T any](t *testing.T, read reader[T], file string, cases []bad) {
	t.Helper()
	for _, c := range cases {
		_, err := read(c.text, file)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
		var typed *Error
		if err != nil && !errors.As(err, &typed) {
			t.Errorf("%q: %T is not an *Error", c.text, err)
		}
	}
}

func graphOfText(f Format) reader[Graph] {
	return func(text, file string) (Graph, error) { return ReadGraph(strings.NewReader(text), file, f) }
}

func hypergraphOfText(f Format) reader[Hypergraph] {
	return func(text, file string) (Hypergraph, error) {
		return ReadHypergraph(strings.NewReader(text), file, f)
	}
}

func setCoverOfText(f Format) reader[SetCover] {
	return func(text, file string) (SetCover, error) { return ReadSetCover(strings.NewReader(text), file, f) }
}

func circuitOfText(output string) reader[Circuit] {
	return func(text, file string) (Circuit, error) {
		return ReadCircuit(strings.NewReader(text), file, Auto, output)
	}
}

func cnfOfText(text, file string) (CNF, error) { return ReadCNF(strings.NewReader(text), file) }
