package output

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// place is where the bytes for a path go.
type place struct {
	path   string
	target string      // path without links
	info   fs.FileInfo // nil: there is no such file yet
}

// locate finds the place of path, which must not be a folder.
func locate(path string) (place, error) {
	p := place{path: path, target: path}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		err = errors.New("it is a folder")
	case err == nil:
		p.info = info
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	}
	if err == nil && !p.direct() {
		p.target, err = resolve(path)
	}
	return p, cannotWrite(path, err)
}

// mostLinks is how many links may lead to a file.
const mostLinks = 40

// resolve follows links, even to a file that is not there yet.
func resolve(path string) (string, error) {
	for range mostLinks {
		resolved, err := filepath.EvalSymlinks(path)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return resolved, err
		}
		next, err := os.Readlink(path)
		if err != nil {
			return path, nil
		}
		if !filepath.IsAbs(next) {
			folder, _ := filepath.Split(path) // Join would take "link/.." away
			next = folder + next
		}
		path = next
	}
	return "", errors.New("too many links")
}

// direct is a device or pipe, which is written as it is.
func (p place) direct() bool { return p.info != nil && !p.info.Mode().IsRegular() }

// token makes a name of a temporary file the process's own.
func token() string { return fmt.Sprintf("%08x", rand.Uint32()) }

// neighbour makes the empty file beside the target that will take its place, and
// that nobody else has.
func (p place) neighbour(name string) (*os.File, error) {
	if err := p.probe(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil || p.info == nil {
		return f, err
	}
	if err := f.Chmod(p.info.Mode().Perm()); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(name))
	}
	return f, nil
}

func (p place) temporary(token string) string {
	folder, name := filepath.Split(p.target)
	return fmt.Sprintf("%s.%s.%s.tmp", folder, name, token)
}

// probe refuses a file that is write-protected: a rename would not ask.
func (p place) probe() error {
	if p.info == nil {
		return nil
	}
	f, err := os.OpenFile(p.target, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// pending is a file under way. Its bytes go to a neighbour of the target that
// takes the target's place at the end.
type pending struct {
	*bufio.Writer
	place
	desk *Desk
	file *os.File
}

func (d *Desk) create(p place) (_ *pending, err error) {
	f := &pending{place: p, desk: d}
	if p.direct() {
		f.file, err = os.OpenFile(p.target, os.O_WRONLY, 0)
	} else if f.file, err = p.neighbour(p.temporary(token())); err == nil {
		d.begin(f.file.Name())
	}
	if err != nil {
		return nil, cannotWrite(p.path, err)
	}
	f.Writer = bufio.NewWriterSize(diskWriter{f}, 1<<16)
	return f, nil
}

// diskWriter is the file with errors that name the target.
type diskWriter struct{ to *pending }

func (w diskWriter) Write(b []byte) (int, error) {
	n, err := w.to.file.Write(b)
	return n, cannotWrite(w.to.path, err)
}

// commit puts the bytes in place.
func (f *pending) commit() error {
	if err := f.Flush(); err != nil {
		return err
	}
	if err := f.file.Close(); err != nil || f.direct() {
		return cannotWrite(f.path, err)
	}
	return cannotWrite(f.path, os.Rename(f.file.Name(), f.target))
}

// discard gives up what is not committed; after commit it does nothing.
func (f *pending) discard() {
	f.file.Close()
	if !f.direct() {
		os.Remove(f.file.Name())
		f.desk.end(f.file.Name())
	}
}
