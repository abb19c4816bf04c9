package relucert

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"strings"

	"relucert/internal/engine/whiten"
	"relucert/network"
	"relucert/proof/certificate"
)

// Subtrees is a search whose tree many processes divide among themselves. Each works on a subtree for a while, and leaves a
// certificate of the nodes that it has closed, and the others as new subtrees. Methods conic and sign can be divided so.
type Subtrees struct{ *branching }

// NewSubtrees prepares the search. opts.Certificate says how the data were read; its Out is not used, nor are checkpoints and limits,
// but for that of memory.
func NewSubtrees(ctx context.Context, p Problem, opts Options) (*Subtrees, error) {
	if opts.Certificate == nil {
		return nil, errors.New("subtrees need certificates")
	}
	opts.Certificate = &Certificate{Out: io.Discard, DropMissing: opts.Certificate.DropMissing}
	opts.Checkpoint, opts.TimeLimit, opts.NodeLimit = nil, 0, 0
	s, ctx, cancel, err := begin(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	defer cancel()
	s.oneTree = true
	w, why, err := s.prepare(ctx)
	if err != nil {
		return nil, err
	}
	s.settleGap(w.method())
	b, ok := w.(*branching)
	if !ok || !b.method().KeepsCheckpoints() {
		return nil, errors.New("method " + w.method().String() + " keeps no checkpoints, so it cannot be divided; it takes seconds: use fit")
	}
	s.announce(w.method(), why)
	return &Subtrees{b}, nil
}

// Method is the one that searches, which for Auto a trial decided.
func (t *Subtrees) Method() Method { return t.method() }

// Statement says what is searched, and how: that of all who work on one tree is the same.
func (t *Subtrees) Statement() string { return t.statement(t.branching) }

// Heads says whether a certificate begins as those of this search do: it is of the same data, class and coordinates.
func (t *Subtrees) Heads(proof io.Reader) (bool, error) {
	r, err := certificate.NewReader(proof)
	if err != nil {
		return false, err
	}
	var text bytes.Buffer
	certificate.NewWriter(&text, r.Header()).Flush()
	return strings.HasPrefix(t.Statement(), text.String()), nil
}

// Look says whether a subtree's folder is one of this search, with a state that speaks of the nodes of its lead.
func (t *Subtrees) Look(dir string) error {
	_, err := t.readBelow(dir, nil)
	return err
}

// Incumbent is a network in the coordinates of the search.
type Incumbent struct {
	Output []float64   `json:"output"`
	Units  [][]float64 `json:"units"`
	Signs  []int       `json:"signs"`
}

func incumbentOf(s whiten.Solution) *Incumbent {
	return &Incumbent{s.Point.C, s.Point.Units, s.Signs}
}

func (i *Incumbent) solution() whiten.Solution {
	return whiten.Solution{Point: whiten.Point{C: i.Output, Units: i.Units}, Signs: i.Signs}
}

// ErrIncumbent says that numbers are no network of the class.
var ErrIncumbent = errors.New("the incumbent is no network of the class")

// Network is an incumbent in the data's coordinates, whoever it is from.
func (t *Subtrees) Network(i *Incumbent) (*network.Network, error) {
	if i == nil || !t.suitsSolution(i.solution()) {
		return nil, ErrIncumbent
	}
	n := t.whitened.Network(i.solution().Point, i.Signs)
	t.whitened.Inside(n)
	if sse := t.Measure(n); math.IsNaN(sse) || math.IsInf(sse, 0) {
		return nil, ErrIncumbent
	}
	return n, nil
}

// value is what an incumbent of somebody else is worth, in the coordinates of the search: what is beyond the class's limits is
// worth what is left of it within. +Inf: nothing.
func (t *Subtrees) value(i *Incumbent) float64 {
	n, err := t.Network(i)
	if err != nil {
		return math.Inf(1)
	}
	return max(t.Measure(n)/t.whitened.SSEScale, t.whitened.SSE(i.solution().Point, i.Signs))
}

// Measure is a network's SSE, or what the objective has in its place.
func (t *Subtrees) Measure(n *network.Network) float64 { return t.problem.value(n) }

// Objective is what is bounded, in words.
func (t *Subtrees) Objective() string { return t.problem.Objective.Name() }

// Result is what a network and a lower bound of the whole tree, in the units of the data, come to.
func (t *Subtrees) Result(n *network.Network, lower float64) *Result {
	r := &Result{Network: n, WeightLimit: t.whitened.WeightLimit * t.whitened.LabelScale}
	t.conclude(r, lower)
	return r
}

// Optimal says that an SSE is within the gap that was asked for of a lower bound, or either decides what was.
func (t *Subtrees) Optimal(lower, sse float64) bool {
	until := t.opts.Until
	return sse-lower <= max(t.opts.Gap*sse, t.absolute) || until > 0 && (sse <= until || lower >= until)
}
