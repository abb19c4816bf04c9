package checkcmd

import (
	"io"

	"relucert/internal/bar"
	"relucert/proof/check"
)

// watched is a certificate whose second reading shows on a terminal how far it is: the first one counts its bytes.
func watched(s check.Source, line *bar.Line) check.Source {
	var total int64
	readings := 0
	open := s.Open
	s.Open = func() (io.ReadCloser, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		if readings++; readings == 1 {
			return &counted{r, func(n int) { total += int64(n) }}, nil
		}
		read := int64(0)
		return &counted{r, func(n int) {
			read += int64(n)
			line.Say(float64(read)/float64(max(total, 1)), "")
		}}, nil
	}
	return s
}

// counted tells how much is read.
type counted struct {
	io.ReadCloser
	tell func(n int)
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.tell(n)
	return n, err
}
