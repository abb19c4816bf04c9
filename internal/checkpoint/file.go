package checkpoint

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// magic is how a state begins: what it is, and the version of all that follows.
const magic = "relucert-checkpoint 1\n"

// What is wrong with a file of states.
var (
	ErrTorn    = errors.New("it is torn")
	ErrVersion = errors.New("it is no checkpoint of this version of relucert")
)

// suffixes of a file that is being written, and of the one before.
const (
	newer = ".new"
	older = ".old"
)

// writeFile puts a file in the place of another, which it keeps.
func writeFile(path string, content func(*Writer)) error {
	f, err := os.Create(path + newer)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	w := &Writer{out: bufio.NewWriterSize(io.MultiWriter(f, sum), 1<<16), shared: map[any]int{}}
	w.raw([]byte(magic))
	content(w)
	if err := errors.Join(w.err, w.out.Flush()); err != nil {
		return err
	}
	if _, err := f.Write(sum.Sum(nil)); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return replace(path)
}

// replace makes the file new the file, and the file the old one.
func replace(path string) error {
	if err := os.Rename(path, path+older); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(path+newer, path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder writes the names in a folder to disk, where the system can: a rename is whole without it, too.
func syncFolder(path string) {
	if d, err := os.Open(path); err == nil {
		d.Sync()
		d.Close()
	}
}

// readFile reads a file that is whole.
func readFile(path string) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	length, err := whole(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	body := io.NewSectionReader(f, int64(len(magic)), length)
	return &Reader{in: bufio.NewReaderSize(body, 1<<16), left: length, close: f.Close}, nil
}

// whole is how long the file's content is, if nothing of it is missing or changed.
func whole(f *os.File) (content int64, err error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(f, head); err != nil {
		return 0, ErrTorn
	}
	if string(head) != magic {
		return 0, ErrVersion
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	end := info.Size() - sha256.Size
	sum, want := sha256.New(), make([]byte, sha256.Size)
	if end < int64(len(magic)) {
		return 0, ErrTorn
	}
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, end)); err != nil {
		return 0, err
	}
	if _, err := f.ReadAt(want, end); err != nil {
		return 0, err
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return 0, ErrTorn
	}
	return end - int64(len(magic)), nil
}
