package checkpoint

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
)

// What is wrong with a folder.
var (
	ErrThere = errors.New("a checkpoint is there already: go on from it, or remove the folder")
	ErrNone  = errors.New("there is no checkpoint")
	ErrBusy  = errors.New("another run is at work there")
)

// The files of a folder. Each beginning of the proof has a file of its own, so that the state before stays good.
const (
	stateFile    = "state"
	lockFile     = "lock"
	proofFormat  = "records-%d"
	proofPattern = "records-*"
)

// Folder keeps the state of one run, and the proof that grows meanwhile.
type Folder struct {
	path   string
	lock   *os.File
	begun  int // how many times the proof was
	proof  *os.File
	length int64
	sum    hash.Hash
}

// Create begins in a folder that has no state; it is made if need be.
func Create(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, err
	}
	if Exists(path) {
		return nil, ErrThere
	}
	f := &Folder{path: path}
	if err := f.hold(); err != nil {
		return nil, err
	}
	if err := f.Again(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Exists says that the folder has a state.
func Exists(path string) bool {
	for _, name := range []string{stateFile, stateFile + older} {
		if _, err := os.Stat(filepath.Join(path, name)); err == nil {
			return true
		}
	}
	return false
}

// Open goes on in a folder from its state, or from the one before if that or its proof is torn. The reader is at what was saved.
func Open(path string) (*Folder, *Reader, error) {
	if !Exists(path) {
		return nil, nil, ErrNone
	}
	f := &Folder{path: path}
	if err := f.hold(); err != nil {
		return nil, nil, err
	}
	state := f.file(stateFile)
	r, err := f.restore(state)
	if err == nil {
		return f, r, nil
	}
	r, before := f.restore(state + older)
	if before == nil {
		before = os.Rename(state+older, state)
	}
	if before != nil {
		if errors.Is(err, os.ErrNotExist) {
			err = before
		}
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, r, nil
}

// Look reads the newest whole state of a folder that others may be at work in, up to what was saved.
func Look(path string) (*Reader, error) {
	r, err := readFile(filepath.Join(path, stateFile))
	if err != nil {
		if r, err = readFile(filepath.Join(path, stateFile+older)); errors.Is(err, os.ErrNotExist) {
			err = ErrNone
		}
	}
	if err != nil {
		return nil, err
	}
	readProof(r)
	return r, r.Err()
}

func (f *Folder) file(name string) string { return filepath.Join(f.path, name) }

// hold keeps other runs out until Close, or this one's death.
func (f *Folder) hold() (err error) {
	if f.lock, err = os.OpenFile(f.file(lockFile), os.O_RDWR|os.O_CREATE, 0o666); err != nil {
		return err
	}
	if err = exclude(f.lock); err != nil {
		f.lock.Close()
	}
	return err
}

// proofAt is how far a proof had come.
type proofAt struct {
	begun  int
	length int64
	sum    string
}

func readProof(r *Reader) proofAt { return proofAt{int(r.Int()), r.Int(), r.Text()} }

// restore reads a state and takes its proof back to where it was then.
func (f *Folder) restore(state string) (*Reader, error) {
	r, err := readFile(state)
	if err != nil {
		return nil, err
	}
	at := readProof(r)
	if err = r.Err(); err == nil {
		err = f.goBack(at)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func (f *Folder) goBack(to proofAt) (err error) {
	f.begun, f.length, f.sum = to.begun, to.length, sha256.New()
	if f.proof, err = os.OpenFile(f.file(fmt.Sprintf(proofFormat, f.begun)), os.O_RDWR, 0o666); err != nil {
		return err
	}
	_, err = io.CopyN(f.sum, f.proof, to.length)
	if err != nil || string(f.sum.Sum(nil)) != to.sum {
		return errors.Join(ErrTorn, f.proof.Close())
	}
	return f.proof.Truncate(to.length)
}

// Write lets the proof grow.
func (f *Folder) Write(b []byte) (int, error) {
	n, err := f.proof.Write(b)
	f.length += int64(n)
	f.sum.Write(b[:n])
	return n, err
}

// Again begins the proof anew.
func (f *Folder) Again() error {
	if f.proof != nil {
		f.proof.Close()
	}
	var err error
	f.begun++
	f.length, f.sum = 0, sha256.New()
	f.proof, err = os.Create(f.file(fmt.Sprintf(proofFormat, f.begun)))
	return err
}

// Save saves a state, and that the proof has come so far.
func (f *Folder) Save(state func(*Writer)) error {
	if err := f.proof.Sync(); err != nil {
		return err
	}
	return writeFile(f.file(stateFile), func(w *Writer) {
		w.Int(int64(f.begun))
		w.Int(f.length)
		w.Text(string(f.sum.Sum(nil)))
		state(w)
	})
}

// CopyProof writes the proof, as it is now, to another place.
func (f *Folder) CopyProof(to io.Writer) error {
	_, err := io.Copy(to, io.NewSectionReader(f.proof, 0, f.length))
	return err
}

// Remove removes what a Folder has put there, and the folder if nothing else is in it.
func Remove(path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	f := &Folder{path: path}
	if err := f.hold(); err != nil {
		return err
	}
	defer f.lock.Close()
	proofs, err := filepath.Glob(f.file(proofPattern))
	for _, name := range append([]string{f.file(stateFile), f.file(stateFile + older), f.file(stateFile + newer), f.file(lockFile)}, proofs...) {
		if e := os.Remove(name); !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	os.Remove(path) // fails if anything else is in it
	return err
}

// Close lets others in.
func (f *Folder) Close() error {
	if f.proof != nil {
		f.proof.Close()
	}
	return f.lock.Close()
}
