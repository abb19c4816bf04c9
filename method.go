package relucert

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"relucert/internal/engine/boxes"
	"relucert/proof/certificate"
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
	Hinges             // units that bend at one column each (package hinges)
)

var methodNames = [...]string{Auto: "auto", Conic: "conic", Sign: "sign", Enumerate: "enumerate", Sweep: "sweep", Breakpoints: "breakpoints", Hinges: "hinges"}

// String is auto, conic, sign, enumerate, sweep, breakpoints or hinges.
func (m Method) String() string { return methodNames[m] }

// ParseMethod finds the method that String calls so.
func ParseMethod(name string) (Method, bool) {
	m := slices.Index(methodNames[:], name)
	return Method(m), m >= 0
}

// DefaultGap is the relative gap at which it ends if [Options] name none: 1e-4 for the searches whose last digits cost most, as
// solvers of mixed-integer programs have it, else 1e-6.
func (m Method) DefaultGap() float64 {
	if m == Conic || m == Sign || m == Auto {
		return 1e-4
	}
	return 1e-6
}

// settleGap puts in the method's own gap where none was asked for.
func (s *session) settleGap(m Method) {
	if s.opts.Gap == 0 && s.opts.Additive == 0 {
		s.opts.Gap = m.DefaultGap()
	}
}

// way is a method that is ready to train the network of one problem.
type way interface {
	method() Method
	// describe enters in a certificate's header what the proof is of.
	describe(h *certificate.Header)
	// train fails where the class is empty.
	train(ctx context.Context) (*Result, error)
}

// prepare chooses the method, makes it ready, and says why it was chosen.
func (s *session) prepare(ctx context.Context) (w way, why string, err error) {
	asked := s.opts.Method
	if !s.problem.Objective.Plain() {
		return newBranching(ctx, s)
	}
	if s.problem.Hinges != nil || asked == Hinges {
		w, err := newHinged(ctx, s)
		return w, "each unit bends at one column", err
	}
	if asked == Breakpoints || s.brokenOnly() {
		w, err := newBroken(ctx, s)
		return w, whyBroken(asked), err
	}
	if asked == Auto || asked == Sweep {
		w, err := newSweep(ctx, s)
		// Whatever is wrong with the data, other methods say so.
		if err == nil || asked == Sweep || errors.Is(err, context.Cause(ctx)) {
			return w, "one unit on one column", err
		}
	}
	if asked == Auto {
		if w, why, err := s.chooseBroken(ctx); w != nil || err != nil {
			return w, why, err
		}
	}
	return newBranching(ctx, s)
}

// choose settles auto, and says why.
func (b *branching) choose() (d division, why string) {
	n := b.whitened.N
	switch method, why := b.asked(); {
	case method == Conic:
		return conic{}, why
	case !b.problem.Objective.Plain():
		return conic{}, "the method for other objectives than the SSE"
	case method == Sign:
		return sign{}, why
	case method == Enumerate:
		return new(enumerate), why
	case n > boxes.MostInputs:
		return sign{}, fmt.Sprintf("%d inputs are more than boxes of directions can cover", n)
	case b.steep():
		return conic{}, "an input column varies too little for method sign"
	}
	return b.portfolio()
}

// Measured on ozone1 (bench/README.md): 8 inputs take minutes, and each further one, or as many by a further unit, 6 to 7 times as long.
const (
	hoursFrom  = 10  // inputs times units
	manyLabels = 100 // fewer leave fewer regions to tell apart
)

// asked is the method that is asked for, if only by what was kept.
func (s *session) asked() (m Method, why string) {
	if c := s.opts.Checkpoint; s.opts.Method == Auto && c != nil && c.Resume {
		return c.method(), "kept"
	}
	return s.opts.Method, "asked for"
}

// outlook warns of a search that takes hours unless the labels are nearly without noise.
func (b *branching) outlook(labels int) string {
	if b.whitened.N*b.problem.K() < hoursFrom || labels < manyLabels {
		return ""
	}
	return ": if labels are noisy expect hours; fewer --features or --units or a --time-limit shorten that"
}

// other is the division to try where the chosen one comes to the limit of its precision; nil: none.
func (b *branching) other(ctx context.Context) division {
	var d division = sign{}
	if b.method() == Sign {
		d = conic{}
	}
	if b.opts.Method != Auto || !b.problem.Objective.Plain() || d.prepare(ctx, b) != nil {
		return nil
	}
	return d
}

// steepest bounds the entries of T for method sign with a norm bound on one unit: a checker looks
// for h with Th = −g on a grid.
const steepest = 1 << 40

// steep says that they are beyond it.
func (b *branching) steep() bool {
	return b.problem.NormBound > 0 && slices.Max(b.whitened.Transform) > steepest
}

// labelsToDecide counts samples whose activation the loss depends on not convexly.
func (b *branching) labelsToDecide() int {
	count := 0
	for _, y := range b.whitened.Y {
		if y != 0 {
			count++
		}
	}
	return count
}
