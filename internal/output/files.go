package output

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Use is a file that a command reads or writes, and what to call it.
type Use struct {
	By, Path string
	// Grows says that an output is written with [Files.Grow].
	Grows bool
}

// Files are those of one command. Nothing is written over what it reads.
type Files struct {
	desk   *Desk
	inputs []held
}

// Reading are the files of a command that reads these; "-" is standard input. What
// is not there is for the reader to complain of.
func (d *Desk) Reading(inputs ...Use) *Files {
	f := &Files{desk: d}
	for _, in := range inputs {
		if info, err := in.stat(); err == nil {
			f.inputs = append(f.inputs, held{in.By, info})
		}
	}
	return f
}

func (u Use) stat() (fs.FileInfo, error) {
	if u.Path == "-" {
		return os.Stdin.Stat()
	}
	return os.Stat(u.Path)
}

// Check finds out before hours of work whether all these can be written, and are
// different files. Those without a path are left out. It leaves nothing behind.
func (f *Files) Check(outputs ...Use) error {
	c := checking{files: f, token: token()}
	defer c.clear()
	for _, out := range outputs {
		if out.Path == "" {
			continue
		}
		if err := c.add(out); err != nil {
			return err
		}
	}
	return nil
}

// CheckFolder is Check for files in a folder, which [Files.MakeFolder] may have to make.
func (f *Files) CheckFolder(by, folder string, names ...string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && !info.IsDir():
		err = errors.New("it is not a folder")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", by, cannotWrite(folder, err))
	}
	var outputs []Use
	for _, name := range names {
		outputs = append(outputs, Use{By: by, Path: filepath.Join(folder, name)})
	}
	return f.Check(outputs...)
}

// MakeFolder makes a folder, and those that it lies in, if need be.
func (f *Files) MakeFolder(by, folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fmt.Errorf("%s: %w", by, cannotWrite(folder, err))
	}
	return nil
}

// Write writes a file that either comes to be whole or does not change. Without
// a path it does nothing.
func (f *Files) Write(out Use, content func(io.Writer) error) error {
	if out.Path == "" {
		return nil
	}
	p, err := f.locate(out)
	if err != nil {
		return err
	}
	file, err := f.desk.create(p)
	if err != nil {
		return fmt.Errorf("%s: %w", out.By, err)
	}
	defer file.discard()
	if err := content(file); err != nil {
		return err
	}
	return file.commit()
}

// Emit is Write of a text, gzipped if its name ends in .gz. Without a path it writes to standard output.
func (f *Files) Emit(out Use, content func(io.Writer) error) error {
	if out.Path != "" {
		return f.Write(out, zipped(out.Path, content))
	}
	if in := find(f.inputs, f.desk.stdout.info); in != "" {
		return fmt.Errorf("standard output would overwrite %s", in)
	}
	return content(f.desk.Stdout.Stream())
}

// zipped is the content of a file, gzipped if its name says so.
func zipped(path string, content func(io.Writer) error) func(io.Writer) error {
	if !strings.HasSuffix(path, ".gz") {
		return content
	}
	return func(w io.Writer) error {
		z := gzip.NewWriter(w)
		return errors.Join(content(z), z.Close())
	}
}

// locate finds the place of an output, which must not be in use.
func (f *Files) locate(out Use) (place, error) {
	p, err := locate(out.Path)
	if err != nil {
		return p, fmt.Errorf("%s: %w", out.By, err)
	}
	taken := append(slices.Clone(f.inputs), f.desk.stdout, f.desk.stderr)
	return p, refuse(out, find(taken, p.info))
}

// find is what holds the file, if anything does. Devices and pipes are for all.
func find(all []held, info fs.FileInfo) string {
	for _, h := range all {
		if info != nil && info.Mode().IsRegular() && os.SameFile(info, h.info) {
			return h.by
		}
	}
	return ""
}

func refuse(out Use, holder string) error {
	if holder == "" {
		return nil
	}
	return fmt.Errorf("%s %s would overwrite %s", out.By, out.Path, holder)
}
