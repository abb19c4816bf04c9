package queue

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
)

// Parcel is some files on their way: within the message if they are small, else in the object store.
type Parcel struct {
	Files []byte `json:"files,omitempty"` // as a gzipped tar
	Blob  string `json:"blob,omitempty"`  // the SHA-256 of that
}

// File is a file of a parcel: by what name, and where it is.
type File struct{ Name, Path string }

// mostInline is what goes within a message, of which a server takes 1 MiB by default.
const mostInline = 512 << 10

// Pack makes a parcel.
func (q *Queue) Pack(ctx context.Context, files []File) (p Parcel, err error) {
	tmp, err := os.CreateTemp("", "relucert-*")
	if err != nil {
		return p, err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if err := pack(tmp, files); err != nil {
		return p, err
	}
	if size, err := tmp.Seek(0, io.SeekCurrent); err != nil || size > mostInline {
		p.Blob, err = q.Put(ctx, tmp.Name())
		return p, err
	}
	p.Files, err = os.ReadFile(tmp.Name())
	return p, err
}

func pack(to io.Writer, files []File) error {
	z, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range files {
		if err := packFile(t, f); err != nil {
			return err
		}
	}
	return errors.Join(t.Close(), z.Close())
}

func packFile(to *tar.Writer, f File) error {
	in, err := os.Open(f.Path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err == nil {
		err = to.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o666, Size: info.Size()})
	}
	if err == nil {
		_, err = io.Copy(to, in)
	}
	return err
}

// ErrParcel says that a parcel has not what it should.
var ErrParcel = errors.New("it is no parcel, or too large")

// plain is what the files of a parcel may be called.
var plain = regexp.MustCompile(`^[a-z0-9-]+$`)

// Unpack puts the files of a parcel, of at most so many bytes together, into a folder.
func (q *Queue) Unpack(ctx context.Context, p Parcel, dir string, most int64) error {
	var in io.Reader = bytes.NewReader(p.Files)
	if p.Blob != "" {
		path := filepath.Join(dir, ".parcel")
		defer os.Remove(path)
		if err := q.Get(ctx, p.Blob, path, most); err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return ErrParcel
	}
	return unpack(tar.NewReader(io.LimitReader(z, most)), dir)
}

func unpack(from *tar.Reader, dir string) error {
	for {
		h, err := from.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil || !plain.MatchString(h.Name) || h.Typeflag != tar.TypeReg {
			return ErrParcel
		}
		if err := unpackFile(from, filepath.Join(dir, h.Name)); err != nil {
			return err
		}
	}
}

func unpackFile(from *tar.Reader, path string) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, from); err != nil && !errors.As(err, new(*os.PathError)) {
		err = ErrParcel
	}
	return errors.Join(err, out.Close())
}

// Discard removes what a parcel has in the store.
func (q *Queue) Discard(ctx context.Context, p Parcel) {
	if p.Blob != "" {
		q.Delete(ctx, p.Blob) // what stays goes with the job
	}
}
