package relucert

import (
	"bytes"
	"errors"
	"io"
	"os"

	"relucert/internal/engine/node"
	"relucert/proof/certificate"
)

// proofs are what several methods prove until one has won. The first one's goes to the certificate from the beginning, if that can be
// taken back, so that a killed run leaves it; the others' wait.
type proofs struct {
	*branching
	waiting []*waitingProof // a method; nil: it writes the certificate itself, or has not begun
}

func newProofs(b *branching, methods int) *proofs {
	return &proofs{b, make([]*waitingProof, methods)}
}

// log is where a method writes its records; nil: no certificate is wanted.
func (p *proofs) log(method int) node.Log {
	switch {
	case p.proof == nil:
		return nil
	case method == 0 && p.opts.Certificate.Again != nil:
		return p.proof
	}
	text := newScratch()
	p.waiting[method] = &waitingProof{certificate.Continue(text, p.header(p.branching), 0), text}
	return p.waiting[method]
}

// settle makes the certificate the winner's. What it cannot write, claim tells.
func (p *proofs) settle(won int) {
	w := p.waiting[won]
	if w == nil {
		return
	}
	if p.spoiled = w.Flush(); p.spoiled != nil || p.opts.Certificate.Again != nil && !p.certifyAgain(p.branching) {
		return
	}
	p.spoiled = errors.Join(p.proof.Flush(), w.copyTo(p.opts.Certificate.Out))
	p.proof = certificate.Continue(p.opts.Certificate.Out, p.header(p.branching), w.Splits())
}

func (p *proofs) close() {
	for _, w := range p.waiting {
		if w != nil {
			w.text.Close()
		}
	}
}

// waitingProof is a certificate's records, without the header, in a file or, where there are none, in memory.
type waitingProof struct {
	*certificate.Writer
	text scratch
}

func (w *waitingProof) copyTo(out io.Writer) error {
	text, err := w.text.fromStart()
	if err == nil {
		_, err = io.Copy(out, text)
	}
	return err
}

type scratch interface {
	io.WriteCloser
	fromStart() (io.Reader, error)
	again() error // without what was written
}

func newScratch() scratch {
	if f, err := os.CreateTemp("", "relucert-*"); err == nil {
		os.Remove(f.Name()) // where an open file can be, so that a kill leaves none
		return scratchFile{f}
	}
	return new(scratchMemory)
}

type scratchFile struct{ *os.File }

func (f scratchFile) fromStart() (io.Reader, error) {
	_, err := f.Seek(0, io.SeekStart)
	return f, err
}

func (f scratchFile) again() error {
	_, err := f.Seek(0, io.SeekStart)
	return errors.Join(err, f.Truncate(0))
}

func (f scratchFile) Close() error {
	err := f.File.Close()
	os.Remove(f.Name())
	return err
}

type scratchMemory struct{ bytes.Buffer }

func (m *scratchMemory) fromStart() (io.Reader, error) { return m, nil }

func (m *scratchMemory) again() error { m.Reset(); return nil }

func (m *scratchMemory) Close() error { return nil }
