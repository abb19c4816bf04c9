package dataset

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// order is the byte order of a text in UTF-16, told by its first two bytes: a byte order mark, or a
// character below U+0100; nil for UTF-8.
func order(first []byte) binary.ByteOrder {
	switch {
	case len(first) < 2:
		return nil
	case first[0] == 0xff && first[1] == 0xfe, first[0] != 0 && first[1] == 0:
		return binary.LittleEndian
	case first[0] == 0xfe && first[1] == 0xff, first[0] == 0 && first[1] != 0:
		return binary.BigEndian
	}
	return nil
}

// wide makes UTF-8 of UTF-16.
type wide struct {
	in    io.Reader
	order binary.ByteOrder
	ready []byte
	high  rune // a first half that waits for its second
	raw   [4096]byte
	half  int   // bytes of raw that are half a character
	err   error // stays
}

func (w *wide) Read(p []byte) (int, error) {
	for len(w.ready) == 0 && w.err == nil {
		n, err := w.in.Read(w.raw[w.half:])
		n += w.half
		w.half = n % 2
		w.convert(w.raw[:n-w.half])
		copy(w.raw[:1], w.raw[n-w.half:n])
		w.end(err)
	}
	n := copy(p, w.ready)
	if w.ready = w.ready[n:]; n > 0 {
		return n, nil
	}
	return 0, w.err
}

// end keeps the reader's error, which is said when all is read.
func (w *wide) end(err error) {
	if w.err = err; err != io.EOF {
		return
	}
	w.flush()
	if w.half > 0 {
		w.err = fail(0, "", "UTF-16 text with half a character at its end")
	}
}

func (w *wide) convert(raw []byte) {
	w.ready = w.ready[:0]
	for ; len(raw) > 0; raw = raw[2:] {
		c := rune(w.order.Uint16(raw))
		if both := utf16.DecodeRune(w.high, c); w.high != 0 && both != utf8.RuneError {
			w.ready, w.high = utf8.AppendRune(w.ready, both), 0
			continue
		}
		w.flush()
		if c >= 0xd800 && c < 0xdc00 {
			w.high = c
			continue
		}
		w.ready = utf8.AppendRune(w.ready, c) // a lone second half becomes U+FFFD
	}
}

// flush writes U+FFFD for a first half that stays alone.
func (w *wide) flush() {
	if w.high != 0 {
		w.ready, w.high = utf8.AppendRune(w.ready, utf8.RuneError), 0
	}
}

// lines makes every line end a \n: \r\n, and a \r alone.
type lines struct {
	in      io.Reader
	carried bool // the last byte was a \r
}

func (l *lines) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	if n == 0 {
		return 0, err
	}
	text := p[:n]
	if l.carried && text[0] == '\n' {
		text = text[1:]
	}
	l.carried = p[n-1] == '\r'
	return copy(p, text[:endLines(text)]), err
}

// endLines mends the line ends within text and is its length then.
func endLines(text []byte) int {
	at := bytes.IndexByte(text, '\r')
	if at < 0 {
		return len(text)
	}
	to := at
	for at < len(text) {
		c := text[at]
		at++
		if c == '\r' {
			c = '\n'
			if at < len(text) && text[at] == '\n' {
				at++
			}
		}
		text[to] = c
		to++
	}
	return to
}
