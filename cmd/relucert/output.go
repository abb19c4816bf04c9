package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// checkWritable finds out before hours of work whether path can be written. It
// leaves nothing behind.
func checkWritable(path string) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	return f.discard()
}

// write writes a file that either comes to be whole or does not change. Without
// a path it does nothing.
func write(path string, content func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	f, err := create(path)
	if err != nil {
		return err
	}
	defer f.discard()
	if err := content(f); err != nil {
		return err
	}
	return f.commit()
}

// pending is a file under way. Its bytes go to a neighbour of the target that
// takes the target's place at the end; a device or pipe is written directly.
type pending struct {
	*bufio.Writer
	file   *os.File
	path   string
	target string // "" when written directly
}

func create(path string) (*pending, error) {
	p := &pending{path: path}
	err := p.open()
	if err != nil {
		return nil, p.failed(err)
	}
	p.Writer = bufio.NewWriterSize(diskWriter{p}, 1<<16)
	return p, nil
}

// diskWriter is the file with errors that name the target.
type diskWriter struct{ *pending }

func (w diskWriter) Write(b []byte) (int, error) {
	n, err := w.file.Write(b)
	return n, w.failed(err)
}

func (p *pending) open() (err error) {
	p.target = p.path
	if resolved, err := filepath.EvalSymlinks(p.path); err == nil {
		p.target = resolved
	}
	info, err := os.Stat(p.target)
	if err == nil && info.IsDir() {
		return errors.New("it is a folder")
	}
	if err == nil && !info.Mode().IsRegular() {
		p.target = ""
		p.file, err = os.OpenFile(p.path, os.O_WRONLY, 0)
		return err
	}
	if info != nil {
		if err := probe(p.target); err != nil {
			return err
		}
	}
	folder, name := filepath.Split(p.target)
	p.file, err = os.OpenFile(fmt.Sprintf("%s.%s.%d.tmp", folder, name, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err == nil && info != nil {
		err = p.file.Chmod(info.Mode().Perm())
	}
	return err
}

// probe refuses a file that is write-protected: a rename would not ask.
func probe(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// commit puts the bytes in place.
func (p *pending) commit() error {
	if err := p.Flush(); err != nil {
		return err
	}
	if err := p.file.Close(); err != nil || p.target == "" {
		return p.failed(err)
	}
	return p.failed(os.Rename(p.file.Name(), p.target))
}

// discard gives up what is not committed; after commit it does nothing.
func (p *pending) discard() error {
	p.file.Close()
	if p.target == "" {
		return nil
	}
	if err := os.Remove(p.file.Name()); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// failed words an error without the names of temporary files; nil stays nil.
func (p *pending) failed(err error) error {
	if err == nil {
		return nil
	}
	if at, ok := errors.AsType[*os.PathError](err); ok {
		err = at.Err
	} else if at, ok := errors.AsType[*os.LinkError](err); ok {
		err = at.Err
	}
	return fmt.Errorf("cannot write %s: %w", p.path, err)
}
