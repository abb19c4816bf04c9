package relucert

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/engine/descent"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// branching is the branch and bound over all sign vectors, in the coordinates of the whitened problem.
type branching struct {
	*session
	division division
	whitened *whiten.Problem
	prepared *descent.Prepared
	begin    *whiten.Solution // Options.Start; nil: none
}

// division is how it divides the networks: each makes a tree for package search.
type division interface {
	method() Method
	// prepare makes ready, or says why the division cannot work.
	prepare(ctx context.Context, b *branching) error
	// memory is about how many bytes the search takes before its nodes are many.
	memory(b *branching) int64
	search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error)
}

// newBranching whitens the problem, chooses the division and says why. It refuses one that cannot work,
// or that cannot fit in memory.
func newBranching(ctx context.Context, s *session) (b *branching, why string, err error) {
	b = &branching{session: s}
	if b.whitened, err = whiten.NewFor(ctx, s.problem.Data, s.problem.Class, s.problem.Objective); err != nil {
		return nil, "", err
	}
	if b.begin, err = b.suited(ctx); err != nil {
		return nil, "", err
	}
	b.division, why = b.choose()
	b.settleGap(b.division.method())
	if err := b.division.prepare(ctx, b); err != nil {
		return nil, "", err
	}
	need := descent.Memory(b.whitened, s.problem.K(), s.problem.SignChoices(), s.workers())
	if _, both := b.division.(*portfolio); both && budget.Fit(ctx, need+b.division.memory(b)) != nil {
		b.division, why = conic{}, "conic and sign together do not fit in memory"
	}
	if err := budget.Fit(ctx, need+b.division.memory(b)); err != nil {
		return nil, "", err
	}
	if p, ok := b.division.(*portfolio); ok && s.oneTree {
		b.division, why = p.probe(ctx, b), "ahead after a trial of "+why
	}
	return b, why, nil
}

func (b *branching) method() Method { return b.division.method() }

// describe adds the limits and coordinates of the search.
func (b *branching) describe(h *certificate.Header) {
	w, f := b.whitened, b.whitened.Frame()
	h.NormBound, h.WeightLimit = b.problem.NormBound, w.WeightLimit*w.LabelScale
	h.Keep, h.Transform, h.Reference = f.Keep, f.Transform, f.Reference
	h.LabelScale, h.WeightScale = f.LabelScale, f.WeightScale
	h.Loss, h.Ridge = lossOf(b.problem.Objective.Loss), b.problem.Objective.Ridge
}

// train searches. What rounding keeps one division from closing, another may.
//
// It searches by one division and, where that comes to the limit of its precision, by another.
func (b *branching) train(ctx context.Context) (*Result, error) {
	start, limit := b.beginning(ctx), b.opts.NodeLimit
	found, err := b.search(ctx, 0, b.division, start, limit)
	if err != nil {
		return nil, err
	}
	r := b.searched(b.division, found)
	if r.Status != PrecisionLimit || limit > 0 && r.Nodes >= limit || b.kept.isPart() {
		return r, nil
	}
	other := b.other(ctx)
	if other == nil || !b.again(1) {
		return r, nil
	}
	left := limit
	if limit > 0 {
		left -= r.Nodes
	}
	found, err = b.search(ctx, 1, other, incumbent{found.Solution, found.Upper}, left)
	if err != nil {
		return nil, err
	}
	second := b.searched(other, found)
	second.Nodes += r.Nodes
	switch {
	case second.SSELower >= r.SSELower || !b.again(2):
		return second, nil
	case b.proof == nil:
		return r, nil
	}
	found, err = b.search(ctx, 2, b.division, start, limit) // for the sake of its proof
	return b.searched(b.division, found), err
}

// again starts the certificate anew for a search, by its number, if a kept one does not go on with it.
func (b *branching) again(number int) bool { return b.kept.goesOn(number) || b.certifyAgain(b) }

// search is the one of a number, by a division, of at most so many nodes; 0: any number. What a kept run has done is not done again.
func (b *branching) search(ctx context.Context, number int, by division, from incumbent, nodes int64) (found ended, err error) {
	k := b.kept
	if k != nil && number < len(k.ended) {
		return k.ended[number], nil
	}
	if found, err = by.search(ctx, b, from, b.searchOptions(nodes)); k != nil {
		k.ended = append(k.ended, found)
	}
	return found, err
}

func (b *branching) searchOptions(nodes int64) search.Options {
	scale := b.whitened.SSEScale
	return search.Options{
		Workers: b.workers(), Crew: b.crew,
		Gap: b.opts.Gap, Floor: b.absolute / scale, Until: b.opts.Until / scale,
		Nodes:    nodes,
		Progress: b.event, Every: b.opts.EventEvery,
	}
}

// log is where a single search writes its records; nil: no certificate is wanted.
func (b *branching) log() node.Log {
	if b.proof == nil {
		return nil
	}
	return b.proof
}

// equip gives a tree its polishers and its log.
func (b *branching) equip(t *node.Skeleton, log node.Log) {
	t.Improve, t.Seen, t.Log, t.Suits = b.improver(), b.saw, log, b.suitsSolution
	t.Closed, t.Opened = b.kept.collect()
	if b.kept != nil && b.kept.unit != nil {
		t.Hear = b.kept.unit.hear
	}
}

// floorInside is the session's floor in whitened coordinates.
func (b *branching) floorInside() float64 { return b.floor / b.whitened.SSEScale }

// effort is the relative gap that tells the trees how exactly to bound: one that
// leaves as much below the cutoff as the absolute gap does.
func (b *branching) effort(upper float64) float64 {
	additive := b.opts.Additive / b.whitened.SSEScale
	if upper <= additive {
		return b.opts.Gap
	}
	return max(b.opts.Gap, additive/(upper-additive))
}

// saw remembers an incumbent for the event that tells of it.
func (b *branching) saw(s whiten.Solution) {
	if b.opts.OnEvent != nil {
		b.incumbent = b.whitened.Network(s.Point, s.Signs)
	}
}

// event reports the search's state in the user's units.
func (b *branching) event(state search.State, source string) {
	state.Lower, state.Upper = state.Lower*b.whitened.SSEScale, state.Upper*b.whitened.SSEScale
	b.session.event(state, source)
}

// searched is what a search found, in the user's units.
func (b *branching) searched(by division, found ended) *Result {
	w := b.whitened
	r := &Result{
		Method:        by.method(),
		Network:       w.Network(found.Solution.Point, found.Solution.Signs),
		Status:        statusOf[found.Status],
		WeightLimit:   w.WeightLimit * w.LabelScale,
		AtWeightLimit: w.AtLimit(found.Solution.Point),
		Nodes:         found.Nodes,
		Dropped:       w.Dropped,
	}
	w.Inside(r.Network)
	b.conclude(r, found.Lower*w.SSEScale)
	r.WeightLimitImplied = w.Implied(r.SSE)
	return r
}

// suitsSolution says that numbers which somebody wrote are a network of the class, but for its limits by a factor of 2.
func (b *branching) suitsSolution(s whiten.Solution) bool {
	w, given := b.whitened, b.problem.Signs
	if len(s.Point.C) != w.P || len(s.Point.Units) != b.problem.K() || len(s.Signs) != len(s.Point.Units) {
		return false
	}
	for j, u := range s.Point.Units {
		if len(u) != w.N || s.Signs[j]*s.Signs[j] != 1 || given != nil && s.Signs[j] != given[j] || !w.Near(u) {
			return false
		}
	}
	return true
}
