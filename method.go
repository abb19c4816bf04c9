package relucert

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"relucert/internal/engine/boxes"
	"relucert/internal/engine/patterns"
	"relucert/internal/engine/whiten"
)

// Method is how the search divides the networks.
type Method int

// The methods.
const (
	Auto        Method = iota
	Conic              // boxes of directions (package boxes)
	Sign               // sides of samples (package sides)
	Enumerate          // every choice of activation patterns (package patterns)
	Sweep              // all kinks of one unit on one column (package kinks)
	Breakpoints        // broken lines through one column (package breakpoints)
)

var methodNames = [...]string{Auto: "auto", Conic: "conic", Sign: "sign", Enumerate: "enumerate", Sweep: "sweep", Breakpoints: "breakpoints"}

// String is auto, conic, sign, enumerate, sweep or breakpoints.
func (m Method) String() string { return methodNames[m] }

// ParseMethod finds the method that String calls so.
func ParseMethod(name string) (Method, bool) {
	m := slices.Index(methodNames[:], name)
	return Method(m), m >= 0
}

// Measured in bench/README.md: how many labels to decide for each input method
// sign can cope with, and from how many inputs on it is the better one for a single
// bounded unit, whose loss it knows the convex envelope of.
const (
	decisionsPerInput = 6
	enveloping        = 4
)

// prepare chooses the method and brings the data into the form that it needs.
func (s *session) prepare(ctx context.Context) (err error) {
	if swept, err := s.prepareSweep(ctx); swept || err != nil {
		return err
	}
	if broken, err := s.prepareBreakpoints(ctx); broken || err != nil {
		return err
	}
	p := &s.problem
	s.whitened, err = whiten.New(ctx, p.Data, p.Class)
	if err == nil {
		s.method, s.why, err = s.chooseMethod(ctx)
	}
	if err == nil && s.method == Sign && s.steep() {
		err = errors.New("an input column varies by less than 1e-12, too little for method sign with a norm bound: multiply it by a constant, or try --method conic")
	}
	if err == nil {
		err = s.fit(ctx)
	}
	return err
}

// chooseMethod settles auto, if it is not a sweep, and says why. It refuses a
// method that cannot work.
func (s *session) chooseMethod(ctx context.Context) (m Method, why string, err error) {
	n, labels := s.whitened.N, s.labelsToDecide()
	switch {
	case s.opts.Method == Conic && n > boxes.MostInputs:
		return 0, "", fmt.Errorf("%d linearly independent inputs (bias included) are too many for method conic: at most %d; try --method sign", n, boxes.MostInputs)
	case s.opts.Method == Enumerate:
		return Enumerate, "asked for", s.prepareCells(ctx)
	case s.opts.Method != Auto:
		return s.opts.Method, "asked for", nil
	case n > boxes.MostInputs:
		return Sign, fmt.Sprintf("%d inputs are more than boxes of directions can cover", n), nil
	case s.whitened.P == 0 && s.problem.K() == 1 && s.problem.NormBound > 0 && n >= enveloping && !s.steep():
		return Sign, fmt.Sprintf("one bounded unit of %d inputs", n), nil
	case s.whitened.P == 0 && labels <= decisionsPerInput*n && !s.steep():
		return Sign, fmt.Sprintf("%d inputs and only %d labels that are not 0", n, labels), nil
	}
	return Conic, fmt.Sprintf("%d inputs, %d labels that are not 0", n, labels), nil
}

// steepest bounds the entries of T for method sign with a norm bound on one unit: a checker looks
// for h with Th = −g on a grid.
const steepest = 1 << 40

// steep says that they are beyond it.
func (s *session) steep() bool {
	return s.problem.NormBound > 0 && slices.Max(s.whitened.Transform) > steepest
}

// otherMethod is the search to try where this one comes to the limit of its precision.
func (s *session) otherMethod() Method {
	if s.method == Sign {
		return Conic
	}
	return Sign
}

// changeMethod begins anew by a method, if that is allowed and can work.
func (s *session) changeMethod(to Method) bool {
	switch {
	case s.opts.Method != Auto, to == Conic && s.whitened.N > boxes.MostInputs, to == Sign && s.steep():
		return false
	case s.proof != nil && (s.opts.Certificate.Again == nil || s.opts.Certificate.Again() != nil):
		return false
	}
	s.method = to
	s.certify()
	return true
}

// prepareCells makes ready for method enumerate, or refuses what it does not have.
func (s *session) prepareCells(ctx context.Context) (err error) {
	switch {
	case s.opts.Certificate != nil:
		return errors.New("method enumerate writes no certificate: use method conic or sign for one")
	case s.problem.NormBound > 0:
		return errors.New("method enumerate has no norm bound: use method conic or sign with one")
	}
	p := &s.problem
	s.cells, err = patterns.New(ctx, s.whitened, p.Data, p.Class,
		s.workers(), s.opts.Gap, s.floor/s.whitened.SSEScale)
	return err
}

// labelsToDecide counts samples whose activation the loss depends on not convexly.
func (s *session) labelsToDecide() int {
	count := 0
	for _, y := range s.whitened.Y {
		if y != 0 {
			count++
		}
	}
	return count
}
