package relucert

import (
	"context"
	"errors"
	"math"

	"relucert/proof/certificate"
)

// secondNodes is how many nodes a second method may take where rounding kept the first from closing the gap, and may keep it for ever.
const secondNodes = 20_000

// second is what a first method has found and, where that leaves the gap open though no limit struck, what another one adds.
func (s *session) second(ctx context.Context, r *Result, other func(context.Context) (way, error)) *Result {
	if !s.leftOpen(ctx, r) {
		return r
	}
	nodes := int64(math.MaxInt64)
	if r.Status == PrecisionLimit {
		nodes = secondNodes
	}
	a := s.aside(ctx, r, other, nodes)
	defer a.close()
	return s.narrower(r, a)
}

// leftOpen says that the gap is, and not because of a limit that was asked for.
func (s *session) leftOpen(ctx context.Context, r *Result) bool {
	limit := s.opts.NodeLimit
	return r.Status != Optimal && r.Status != Decided && ctx.Err() == nil && (limit == 0 || r.Nodes < limit)
}

// aside is what a method has found while the certificate is another one's.
type aside struct {
	*Result
	way     way
	proof   *waitingProof // nil: none is wanted, or none can take the other one's place
	spoiled error         // of a proof that could not be kept
}

// aside has another method go on from r's network, for so many nodes at most. Nil: it cannot, or may not.
func (s *session) aside(ctx context.Context, r *Result, other func(context.Context) (way, error), nodes int64) *aside {
	if s.opts.Method != Auto {
		return nil
	}
	w := s.goingOn(ctx, r, other)
	if w == nil {
		return nil
	}
	a, err := s.trainAside(ctx, w, w.train, nodes, r.Nodes)
	if err != nil {
		return nil
	}
	if a.Status == NodeLimit && s.leftOpen(ctx, a.Result) {
		a.Status = r.Status
	}
	return a
}

// goingOn is the other method, which begins with r's network; nil: it is not for the problem, or that network is beyond its weight limit, so that
// it would look for a worse one.
func (s *session) goingOn(ctx context.Context, r *Result, other func(context.Context) (way, error)) way {
	undo := s.startWith(r)
	w, err := other(ctx)
	if err != nil {
		undo()
		return nil
	}
	return w
}

// startWith has what comes begin with the network of r, if it is better than the one that was given, until undone.
func (s *session) startWith(r *Result) (undo func()) {
	start, given := s.opts.Start, s.given
	if g, err := s.problem.begin(r.Network); err == nil && (given == nil || g.sse < given.sse) {
		s.opts.Start, s.given = r.Network, g
	}
	return func() { s.opts.Start, s.given = start, given }
}

// trainAside has a method's certificate wait. It takes so many nodes at most, after so many done.
func (s *session) trainAside(ctx context.Context, w way, train func(context.Context) (*Result, error), nodes, done int64) (a *aside, err error) {
	defer s.limited(nodes, done)()
	a = &aside{way: w}
	settle := s.certifyAside(a)
	a.Result, err = train(ctx)
	if settle(); err != nil {
		a.close()
		return nil, err
	}
	a.Nodes += done
	return a, nil
}

// certifyAside begins a's certificate, which settle ends.
func (s *session) certifyAside(a *aside) (settle func()) {
	proof, file := s.proof, s.opts.Certificate
	s.proof, s.opts.Certificate = nil, nil
	if proof == nil || file.Again == nil {
		return func() { s.proof, s.opts.Certificate = proof, file }
	}
	proof.Flush()
	text := newScratch()
	s.opts.Certificate = &Certificate{Out: text, Again: text.again, DropMissing: file.DropMissing}
	s.certify(a.way)
	return func() {
		a.proof, a.spoiled = &waitingProof{s.proof, text}, errors.Join(s.spoiled, s.proof.Flush())
		s.proof, s.opts.Certificate, s.spoiled = proof, file, nil
	}
}

// narrower is r or a, whose bound leaves less of the gap, with the better network if it may. How it ended is a's.
func (s *session) narrower(r *Result, a *aside) *Result {
	if a == nil {
		return r
	}
	mine := *r
	r.take(a.Result)
	a.take(&mine)
	best := r
	if a.SSE-a.SSELower < r.SSE-r.SSELower && s.adopt(a) {
		best = a.Result
	}
	best.Status, best.Nodes = a.Status, a.Nodes
	if s.conclude(best, best.SSELower); best.SSE-best.SSELower <= max(s.opts.Gap*best.SSE, s.absolute) {
		best.Status = Optimal
	}
	return best
}

// take takes another result's network if it is better and surely within the weight limit.
func (r *Result) take(o *Result) {
	if o.SSE < r.SSE && (r.WeightLimit == 0 || o.WeightLimit == r.WeightLimit) {
		r.Network, r.SSE = o.Network, o.SSE
	}
}

// adopt makes a's certificate the one that is wanted, if that is possible.
func (s *session) adopt(a *aside) bool {
	out := s.opts.Certificate
	switch {
	case s.proof == nil:
		return true
	case a.proof == nil || a.spoiled != nil || s.takeBack() != nil:
		return false
	}
	s.spoiled = a.proof.copyTo(out.Out)
	s.proof = certificate.Continue(out.Out, s.header(a.way), a.proof.Splits())
	return true
}

// only is the result of a where there is no other certificate.
func (s *session) only(a *aside) *Result {
	if !s.adopt(a) {
		s.spoiled = errors.Join(errKept, a.spoiled)
	}
	return a.Result
}

func (a *aside) close() {
	if a != nil && a.proof != nil {
		a.proof.text.Close()
	}
}

// limited makes the limit so many nodes, or what is left of it if that is less, until undone.
func (s *session) limited(nodes, done int64) (undo func()) {
	limit := s.opts.NodeLimit
	if s.opts.NodeLimit = nodes; limit > 0 {
		s.opts.NodeLimit = min(nodes, limit-done)
	}
	return func() { s.opts.NodeLimit = limit }
}
