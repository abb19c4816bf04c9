package queue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrOther says that a blob is not what it is called.
var ErrOther = errors.New("the blob has another SHA-256")

// HashOf is the SHA-256 of a file, in hexadecimal.
func HashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// Put stores a file under its hash, which it returns.
func (q *Queue) Put(ctx context.Context, path string) (hash string, err error) {
	if hash, err = HashOf(path); err != nil {
		return "", err
	}
	store, err := q.js.ObjectStore(ctx, q.blobs())
	if err != nil {
		return "", err
	}
	if info, err := store.GetInfo(ctx, hash); err == nil && !info.Deleted {
		return hash, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	_, err = store.Put(ctx, jetstream.ObjectMeta{Name: hash}, f)
	return hash, err
}

// Get writes a blob, of at most so many bytes, to a file; it is then what its hash says.
func (q *Queue) Get(ctx context.Context, hash, path string, most int64) (err error) {
	store, err := q.js.ObjectStore(ctx, q.blobs())
	if err != nil {
		return err
	}
	from, err := store.Get(ctx, hash)
	if err != nil {
		return fmt.Errorf("blob %.12s: %w", hash, err)
	}
	defer from.Close()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(from, most+1))
	if err == nil && (n > most || hex.EncodeToString(sum.Sum(nil)) != hash) {
		err = ErrOther
	}
	return err
}

// Delete removes a blob, if it is there.
func (q *Queue) Delete(ctx context.Context, hash string) error {
	store, err := q.js.ObjectStore(ctx, q.blobs())
	if err != nil {
		return err
	}
	if err := store.Delete(ctx, hash); !errors.Is(err, jetstream.ErrObjectNotFound) {
		return err
	}
	return nil
}
