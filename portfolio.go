package relucert

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/sides"
	"relucert/internal/engine/whiten"
)

// portfolio has methods take turns: which of them is the faster one on given data, nothing but their bounds tells.
type portfolio struct {
	by    []entering
	share []float64 // of the work, relative to the others'
	first int       // who has a start
	won   entering  // at the end
}

// entering is a division whose search can be one of several.
type entering interface {
	division
	// head is some of the work of the first node.
	head(b *branching) int64
	enter(ctx context.Context, b *branching, log node.Log, from incumbent, o search.Options) search.Contender[whiten.Solution]
}

// Measured in bench/README.md: how many labels that are not 0 for each input method sign likes to decide; how many samples for each corner of a
// box are many for boxes (with envelopes for sign and more than few inputs: envelopedPerCorner); and how much more work a favourite gets, which it need
// not deserve: it was never behind by more than half of that. From manyInputs on boxes are the slower ones also where sign has no envelopes. Envelopes are
// wide where a unit explains little: what share of the labels' squares is left then; and what share is left at most where a network solves a reduction. A
// start is about four milliseconds, less than the grace that the grid allows: it costs little where the other wins.
const (
	decisionsPerInput  = 6
	fewInputs          = 4
	samplesPerCorner   = 1.5
	envelopedPerCorner = 10
	favour             = 4
	manyInputs         = 8
	noisyShare         = 0.75
	solvedShare        = 0.1
	start              = 1 << 21
)

// portfolio is methods conic and sign, and how the work is shared.
func (b *branching) portfolio() (p *portfolio, why string) {
	n, labels, enveloped := b.whitened.N, b.labelsToDecide(), sides.Enveloped(b.whitened, b.problem.K())
	p = &portfolio{by: []entering{conic{}, sign{}}, share: []float64{1, 1}}
	perCorner := samplesPerCorner
	if enveloped && n > fewInputs {
		perCorner = envelopedPerCorner
	}
	switch {
	case b.fewLabels():
		p.first = 1
		return p, fmt.Sprintf("sign and conic by turns: %d inputs and only %d labels that are not 0", n, labels)
	case math.Ldexp(perCorner, n*b.problem.K()) <= float64(b.whitened.M):
		p.share[0] = favour
		return p, fmt.Sprintf("conic, and at times sign: %d inputs, %d labels that are not 0%s", n, labels, b.outlook(labels))
	}
	if enveloped || n >= manyInputs {
		p.first = 1
	}
	return p, fmt.Sprintf("conic and sign by turns: %d inputs, %d labels that are not 0%s", n, labels, b.outlook(labels))
}

func (p *portfolio) method() Method {
	if p.won == nil {
		return Auto
	}
	return p.won.method()
}

func (p *portfolio) prepare(ctx context.Context, b *branching) (err error) {
	for _, d := range p.by {
		err = errors.Join(err, d.prepare(ctx, b))
	}
	return err
}

func (p *portfolio) memory(b *branching) (bytes int64) {
	for _, d := range p.by {
		bytes += d.memory(b)
	}
	return bytes
}

// search is the race of the methods. The certificate is the winner's.
func (p *portfolio) search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error) {
	p.lean(b, from.sse)
	proofs := newProofs(b, len(p.by))
	defer proofs.close()
	found, won := search.Race(ctx, p.entrants(ctx, b, proofs.log, o), from.Solution, from.sse, o)
	p.won = p.by[won]
	proofs.settle(won)
	return found, nil
}

// lean makes somebody the favourite where nobody is, given the SSE of a first network: conic, if sign has envelopes and the network explains little, or
// sign, if there are few labels and it explains nearly all, as with reductions.
func (p *portfolio) lean(b *branching, sse float64) {
	w := b.whitened
	left := sse / w.SSE(whiten.Point{}, nil)
	switch {
	case max(p.share[0], p.share[1]) == favour:
	case b.fewLabels() && w.N >= manyInputs && left <= solvedShare:
		p.share[1] = favour
	case sides.Enveloped(w, b.problem.K()) && math.Ldexp(samplesPerCorner, w.N) <= float64(w.M) && left >= noisyShare:
		p.share[0], p.first = favour, 0
	}
}

// fewLabels says that method sign has little to decide.
func (b *branching) fewLabels() bool {
	return b.whitened.P == 0 && b.labelsToDecide() <= decisionsPerInput*b.whitened.N
}

// entrants are the methods, each with the log of its number.
func (p *portfolio) entrants(ctx context.Context, b *branching, log func(method int) node.Log, o search.Options) (all []search.Entrant[whiten.Solution]) {
	for i, d := range p.by {
		all = append(all, search.Entrant[whiten.Solution]{Head: d.head(b), Share: p.share[i],
			Begin: func(s whiten.Solution, upper float64) search.Contender[whiten.Solution] {
				return d.enter(ctx, b, log(i), incumbent{s, upper}, o)
			}})
	}
	all[p.first].Free, all[p.first].Head = start, 0
	return all
}

// probing is how much work decides which method is to be kept: about a second.
const probing = 6e8

// probe is the method that is ahead after a short race, for a search that is kept: it is one tree.
func (p *portfolio) probe(ctx context.Context, b *branching) division {
	quiet := *b.session
	quiet.opts.OnEvent = nil
	trial := *b
	trial.session = &quiet
	start := trial.startingPoint(ctx)
	p.lean(b, start.sse)
	o := trial.searchOptions(0)
	o.Work = probing
	ctx, done := briefly(ctx)
	defer done()
	_, won := search.Race(ctx, p.entrants(ctx, &trial, func(int) node.Log { return nil }, o), start.Solution, start.sse, o)
	return p.by[won]
}

// briefly is a context for a quarter of the time that ctx has left.
func briefly(ctx context.Context) (context.Context, context.CancelFunc) {
	if end, limited := ctx.Deadline(); limited {
		return context.WithTimeout(ctx, time.Until(end)/4)
	}
	return ctx, func() {}
}
