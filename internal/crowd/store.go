package crowd

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"relucert/internal/coordinator"
	"relucert/internal/queue"
	"relucert/proof/check"
)

// store is the coordinator's files by their SHA-256: states, leads, certificates.
type store struct{ folder string }

func newStore(folder string) (*store, error) {
	return &store{folder}, os.MkdirAll(folder, 0o777)
}

func (s *store) path(h coordinator.Hash) string { return filepath.Join(s.folder, h) }

// take moves a file in, so that it outlasts a loss of power, and returns its hash.
func (s *store) take(path string) (coordinator.Hash, error) {
	h, err := queue.HashOf(path)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return "", err
	}
	return h, os.Rename(path, s.path(h))
}

// drop removes files that nobody needs.
func (s *store) drop(all []coordinator.Hash) {
	for _, h := range all {
		os.Remove(s.path(h)) // what stays takes room, and does no harm
	}
}

// sweep removes all files but these: a kill leaves some that no table knows.
func (s *store) sweep(needed map[coordinator.Hash]bool) error {
	files, err := os.ReadDir(s.folder)
	for _, f := range files {
		if !needed[f.Name()] {
			err = errors.Join(err, os.Remove(s.path(f.Name())))
		}
	}
	return err
}

// fileSource is a file as the checker reads it.
func fileSource(path string) check.Source {
	return check.Source{Name: filepath.Base(path), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}
