package checkpoint

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// ErrMalformed says that bytes are not what a Writer wrote.
var ErrMalformed = errors.New("it is malformed")

// Reader reads what a Writer wrote, by the same calls in the same order. After its first error, which Err
// tells, all values are zero.
type Reader struct {
	in     *bufio.Reader
	left   int64 // bytes, which bounds what a length can mean
	shared []any
	err    error
	close  func() error
}

// Err is the first error.
func (r *Reader) Err() error { return r.err }

// Fail says that what was read makes no sense.
func (r *Reader) Fail() { r.fail(ErrMalformed) }

// Close ends the reading.
func (r *Reader) Close() error { return r.close() }

func (r *Reader) fail(err error) {
	if err != nil && r.err == nil {
		r.err = ErrMalformed
	}
}

// ReadByte is for package binary.
func (r *Reader) ReadByte() (byte, error) {
	r.left--
	return r.in.ReadByte()
}

// Int reads a whole number.
func (r *Reader) Int() int64 {
	if r.err != nil {
		return 0
	}
	v, err := binary.ReadVarint(r)
	if r.fail(err); err != nil {
		return 0
	}
	return v
}

// Float reads a number.
func (r *Reader) Float() float64 {
	var b [8]byte
	r.full(b[:])
	return math.Float64frombits(binary.LittleEndian.Uint64(b[:]))
}

func (r *Reader) full(b []byte) {
	if r.err != nil {
		return
	}
	n, err := io.ReadFull(r.in, b)
	r.left -= int64(n)
	r.fail(err)
}

// Bool reads 0 or 1.
func (r *Reader) Bool() bool { return r.Int() != 0 }

// length is how many values follow, of so many bytes each at least.
func (r *Reader) length(bytes int64) int {
	n := r.Int()
	if n < 0 || n > r.left/bytes {
		r.fail(ErrMalformed)
		return 0
	}
	return int(n)
}

// Text reads any bytes.
func (r *Reader) Text() string {
	b := make([]byte, r.length(1))
	r.full(b)
	return string(b)
}

// Floats reads numbers; none is nil.
func (r *Reader) Floats() []float64 {
	return Several(r, 8, r.Float)
}

// Several reads values that Each wrote, of so many bytes at least; none is nil.
func Several[T any](r *Reader, bytes int64, read func() T) []T {
	n := r.length(bytes)
	if n == 0 {
		return nil
	}
	v := make([]T, n)
	for i := range v {
		v[i] = read()
	}
	return v
}

// Whole reads whole numbers that Ints wrote; none is nil.
func Whole[T ~int | ~int8 | ~int32](r *Reader) []T {
	last := int64(0)
	return Several(r, 1, func() T {
		last += r.Int()
		return T(last)
	})
}

// Again is the pointer that Shared wrote: to the value that was read before, or to what read reads now. Within read it
// is not known yet: nothing points to itself.
func Again[T any](r *Reader, read func() *T) *T {
	number := r.Int()
	if number >= 0 && number < int64(len(r.shared)) {
		if p, ok := r.shared[number].(*T); ok {
			return p
		}
	}
	if number != int64(len(r.shared)) {
		r.fail(ErrMalformed)
		return read()
	}
	r.shared = append(r.shared, nil)
	p := read()
	r.shared[number] = p
	return p
}

// AgainFloats reads what SharedFloats wrote.
func AgainFloats(r *Reader) []float64 {
	n := r.Int()
	if n == 0 {
		return nil
	}
	v := *Again(r, func() *[]float64 { v := r.Floats(); return &v })
	if int64(len(v)) != n {
		r.fail(ErrMalformed)
	}
	return v
}
