package breakpoints

import (
	"context"

	"relucert/internal/crew"
)

// SearchBelow searches with a cutoff above the optimum and without any network to start from: a bound that is too high
// would hide the optimum.
func (e *Engine) SearchBelow(class Class, opts Options, sse float64) Fit {
	ctx := context.Background()
	r := &run{Engine: e, class: class, opts: opts, crew: crew.New(1)}
	r.straight()
	r.most = class.Units
	p, err := r.passes(ctx, r.most)
	if err != nil {
		panic(err)
	}
	r.cuts = p.paths
	if p.segments == nil {
		r.cuts = r.roughPaths(ctx, r.most)
	}
	f := r.fits[0]
	f.Lower = 0
	upper := sse / r.unit()
	return r.search(ctx, p.segments, newLevels(class.Units, class.Signs), f, upper, upper)
}

// AlwaysSpans makes all but tiny data be bounded in so many spans at first, until it is called back.
func AlwaysSpans(inputs, spans int) (back func()) {
	few, most, parted := fewInputs, mostSpans, mostParted
	fewInputs, mostSpans, mostParted = inputs, spans, inputs
	return func() { fewInputs, mostSpans, mostParted = few, most, parted }
}

// AlwaysHinges makes every look at spans one with multipliers, until it is called back.
func AlwaysHinges() (back func()) {
	before := leaving
	leaving = 0
	return func() { leaving = before }
}
