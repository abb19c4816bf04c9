package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Growing is a file that is of use before it is whole. It grows beside its target,
// under a name that one run alone can have and that a kill leaves there; at the end
// it takes the target's place.
type Growing struct {
	place
	file *os.File
	err  error // the first failure
}

// partialSuffix is what the name of a growing file ends in.
const partialSuffix = ".partial"

// Grow begins such a file.
func (f *Files) Grow(out Use) (*Growing, error) {
	p, err := f.locate(out)
	if err != nil {
		return nil, err
	}
	g := &Growing{place: p}
	if p.direct() {
		g.file, err = os.OpenFile(p.target, os.O_WRONLY, 0)
	} else if g.file, err = p.neighbour(p.target + partialSuffix); errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s: %w", out.By, p.occupied())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", out.By, cannotWrite(p.path, err))
	}
	return g, nil
}

// Resume goes on with such a file that an earlier run left, or begins one; what is written comes after what is there. While it is
// open no other process can. Beside a device nothing is kept.
func (f *Files) Resume(out Use) (*Growing, error) {
	p, err := f.locate(out)
	g, name := &Growing{place: p}, p.target+partialSuffix
	if p.direct() {
		name = os.DevNull
	}
	if err == nil {
		g.file, err = os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", out.By, cannotWrite(p.path, err))
	}
	if !p.direct() && !alone(g.file) {
		g.file.Close()
		return nil, fmt.Errorf("%s: another run is writing %s: wait for it, or write another file", out.By, p.path)
	}
	return g, nil
}

// Name is that of the file while it grows.
func (g *Growing) Name() string { return g.file.Name() }

func (p place) occupied() error {
	return fmt.Errorf("%s is there: another run is writing it, or was killed, and then it holds what that run wrote: move it away",
		p.path+partialSuffix)
}

// Write appends. After a failure it fails for ever.
func (g *Growing) Write(b []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.file.Write(b)
	g.err = cannotWrite(g.path, err)
	return n, g.err
}

// Again empties the file, which begins anew.
func (g *Growing) Again() error {
	if g.direct() {
		return fmt.Errorf("%s cannot begin anew", g.path)
	}
	_, err := g.file.Seek(0, io.SeekStart)
	return errors.Join(err, g.file.Truncate(0))
}

// Commit puts the file in its place, unless it is not whole; its error is the first of all.
func (g *Growing) Commit() error {
	err := g.err
	if closed := g.file.Close(); err == nil {
		err = cannotWrite(g.path, closed)
	}
	switch {
	case g.direct():
		return err
	case err != nil:
		return fmt.Errorf("%w (what was written is in %s)", err, g.path+partialSuffix)
	}
	return cannotWrite(g.path, os.Rename(g.file.Name(), g.target))
}

// Discard removes a file that is of no use.
func (g *Growing) Discard() {
	g.file.Close()
	if !g.direct() {
		os.Remove(g.file.Name())
	}
}
