package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"relucert"
	"relucert/internal/output"
)

// proof is the file of --certificate, written while the search runs so that a
// killed run leaves what it has proved. Without a path it is closed at once.
type proof struct {
	file *output.Growing
	zip  *gzip.Writer // nil: plain text
}

// openProof creates the file and tells the search about it.
func (o *fitOptions) openProof() (*proof, error) {
	if o.certificateFile == "" {
		return &proof{}, nil
	}
	f, err := o.grow(o.certificateUse())
	if err != nil {
		return nil, err
	}
	p := &proof{file: f}
	if o.search.Checkpoint != nil { // which has the records until the end
		err = p.file.Again()
	}
	var out io.Writer = f
	if strings.HasSuffix(o.certificateFile, ".gz") {
		p.zip = gzip.NewWriter(f)
		out = flushed{p.zip}
	}
	o.search.Certificate = &relucert.Certificate{Out: out, DropMissing: o.data.DropMissing, Again: p.again}
	return p, err
}

// flushed makes what is written readable at once: writes are large, or rare.
type flushed struct{ *gzip.Writer }

func (w flushed) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	return n, errors.Join(err, w.Flush())
}

// again empties the file.
func (p *proof) again() error {
	err := p.file.Again()
	if p.zip != nil {
		p.zip.Reset(p.file)
	}
	return err
}

// discard removes the file of a search that never began.
func (p *proof) discard() {
	if p.file != nil {
		p.file.Discard()
	}
}

func (p *proof) close() error {
	if p.file == nil {
		return nil
	}
	if p.zip != nil {
		p.zip.Close() // the file remembers a failure
	}
	if err := p.file.Commit(); err != nil {
		return fmt.Errorf("--certificate: %w", err)
	}
	return nil
}
