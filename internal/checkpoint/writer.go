package checkpoint

import (
	"bufio"
	"encoding/binary"
	"math"
)

// Writer writes values one after the other. Its first error sticks.
type Writer struct {
	out    *bufio.Writer
	shared map[any]int
	err    error
}

func (w *Writer) raw(b []byte) {
	if _, err := w.out.Write(b); w.err == nil {
		w.err = err
	}
}

// Int writes a whole number.
func (w *Writer) Int(v int64) {
	var b [binary.MaxVarintLen64]byte
	w.raw(b[:binary.PutVarint(b[:], v)])
}

// Float writes a number, NaN, infinity or -0 bit for bit.
func (w *Writer) Float(v float64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
	w.raw(b[:])
}

// Bool writes 0 or 1.
func (w *Writer) Bool(v bool) {
	n := int64(0)
	if v {
		n = 1
	}
	w.Int(n)
}

// Text writes any bytes.
func (w *Writer) Text(s string) {
	w.Int(int64(len(s)))
	if _, err := w.out.WriteString(s); w.err == nil {
		w.err = err
	}
}

// Floats writes their number and each.
func (w *Writer) Floats(v []float64) {
	w.Int(int64(len(v)))
	for _, x := range v {
		w.Float(x)
	}
}

// Ints writes the number of whole numbers and each less the one before it: rising ones take a byte or two.
func Ints[T ~int | ~int8 | ~int32](w *Writer, v []T) {
	w.Int(int64(len(v)))
	last := int64(0)
	for _, x := range v {
		w.Int(int64(x) - last)
		last = int64(x)
	}
}

// Each writes the number of values and each.
func Each[T any](w *Writer, v []T, write func(T)) {
	w.Int(int64(len(v)))
	for _, x := range v {
		write(x)
	}
}

// Shared writes what several pointers point to once: its number, and the first time what write does.
func Shared[T any](w *Writer, pointer *T, write func(*T)) {
	number, known := w.shared[pointer]
	if !known {
		number = len(w.shared)
		w.shared[pointer] = number
	}
	if w.Int(int64(number)); !known {
		write(pointer)
	}
}

// SharedFloats is Shared for numbers that several slices stand for from their first on.
func SharedFloats(w *Writer, v []float64) {
	if w.Int(int64(len(v))); len(v) > 0 {
		Shared(w, &v[0], func(*float64) { w.Floats(v) })
	}
}
