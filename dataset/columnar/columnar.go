// Package columnar reads Parquet and Arrow files as the CSV text that stands for them.
//
// Everything else in this module reads that text, so a proof is about it: its hash is the
// text's, and the checker, which knows no Parquet, is given the text. relucert export csv writes it.
//
//	columnar.go  Open: which kind a file is, and its text
//	parquet.go   rows of a Parquet file
//	arrow.go     rows of an Arrow or Feather file; footer.go whether its lengths can be
//	cells.go     one value as the text of a cell
//
// A cell is the same number as in the file: integers and decimals digit by digit, a float as the
// shortest decimal that reads back as it in its own precision. Dates and times are ISO 8601, those
// with a zone in UTC. true is 1 and false 0; what is missing is NA. A cell that is none of these,
// nor a text, names its type in brackets.
package columnar

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"relucert/dataset"
)

// Open is [dataset.OpenFile], but of a Parquet or Arrow file it reads the CSV text, as a [*Text].
// Such a file must be one on disk, as it is read from its end.
func Open(path string) (io.ReadCloser, error) {
	in, err := dataset.OpenFile(path)
	if err != nil {
		return nil, err
	}
	file, isFile := in.(*os.File)
	if !isFile {
		return in, nil
	}
	kind, open := kindOf(file)
	if open == nil {
		return in, nil
	}
	t, err := newText(kind, file, open)
	if err != nil {
		in.Close()
		return nil, &dataset.Error{File: path, Msg: err.Error(), Err: err}
	}
	return t, nil
}

// kindOf is what a file is by its first bytes, and what opens it; nil if it is neither.
func kindOf(file *os.File) (kind string, open opener) {
	var magic [6]byte
	file.ReadAt(magic[:], 0) // a file that cannot be read is left to its reader
	switch {
	case bytes.HasPrefix(magic[:], []byte("PAR1")):
		return "Parquet", openParquet
	case string(magic[:]) == "ARROW1":
		return "Arrow", openArrow
	}
	return "", nil
}

// opener reads the head of a file.
type opener func(file *os.File) (table, error)

// table is the rows of a file.
type table interface {
	// names are the columns'.
	names() []string
	// next gives each some rows, a cell for each column; io.EOF after the last.
	next(each func(cells []string)) error
}

// Text is the CSV text of a table, made while it is read.
type Text struct {
	kind string
	file *os.File
	rows table
	made bytes.Buffer // and not yet read
	err  error        // what comes behind it
}

func newText(kind string, file *os.File, open opener) (t *Text, err error) {
	t = &Text{kind: kind, file: file}
	if err = t.guarded(func() (err error) { t.rows, err = open(file); return err }); err != nil {
		return nil, err
	}
	for i, name := range t.rows.names() {
		t.cell(i, quoted(name)) // always quoted, so that no other delimiter than the comma splits this line
	}
	t.made.WriteByte('\n')
	return t, nil
}

// guarded makes a failure in a library's depths an error: a damaged file is one.
func (t *Text) guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
		if err != nil && err != io.EOF {
			err = fmt.Errorf("the %s file is damaged, or of a kind that is not read: %w", t.kind, err)
		}
	}()
	return do()
}

// Read implements io.Reader.
func (t *Text) Read(p []byte) (int, error) {
	for t.made.Len() == 0 && t.err == nil {
		t.err = t.guarded(func() error { return t.rows.next(t.line) })
	}
	if t.made.Len() > 0 {
		return t.made.Read(p)
	}
	return 0, t.err
}

// line adds a row.
func (t *Text) line(cells []string) {
	for i, cell := range cells {
		t.cell(i, cell)
	}
	t.made.WriteByte('\n')
}

func (t *Text) cell(i int, text string) {
	if i > 0 {
		t.made.WriteByte(',')
	}
	t.made.WriteString(text)
}

// Close closes the file.
func (t *Text) Close() error { return t.file.Close() }

// Notice says what is read instead of the file.
func (t *Text) Notice() string {
	return "this is a " + t.kind + " file: it is read as the CSV that relucert export csv writes, of which hash and proof are"
}
