package solve

import (
	"fmt"

	"relucert/conic"
)

// Method is how the search divides the networks.
type Method int

// The methods.
const (
	Auto  Method = iota
	Conic        // boxes of directions (package conic)
	Sign         // sides of samples (package sign)
)

var methodNames = [...]string{Auto: "auto", Conic: "conic", Sign: "sign"}

// String is auto, conic or sign.
func (m Method) String() string { return methodNames[m] }

// chooseMethod settles auto, and refuses a method that cannot work.
func (s *session) chooseMethod() (Method, error) {
	n := s.whitened.N
	switch {
	case s.opts.Method == Conic && n > conic.MostInputs:
		return 0, fmt.Errorf("%d linearly independent inputs (bias included) are too many for method conic: at most %d", n, conic.MostInputs)
	case s.opts.Method != Auto:
		return s.opts.Method, nil
	case n > conic.MostInputs:
		return Sign, nil
	}
	return Conic, nil
}
