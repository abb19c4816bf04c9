package rearrange

import (
	"io"
	"os"
)

// Trim writes to out what the certificate needs for its claim. The file takes the
// records on their way.
func Trim(from Source, file *os.File, out io.Writer) (Stats, error) {
	t, err := (&scratch{file: file}).take(from)
	if err != nil {
		return Stats{}, err
	}
	s := all()
	if len(t.trailer.Parts) > 0 {
		s.wants = func(n *node) bool { return n.part || n.leads }
		s.names = func(n *node) bool { return n.part }
	}
	written, err := t.write(out, s)
	return Stats{t.read, written}, err
}
