package breakpoints

import (
	"context"
	"math"

	"relucert/internal/crew"
)

// SearchBelow searches with a cutoff above the optimum and without any network to start from: a bound that is too high
// would hide the optimum.
func (e *Engine) SearchBelow(class Class, opts Options, sse float64) Fit {
	ctx := context.Background()
	r := &run{Engine: e, class: class, opts: opts, crew: crew.New(1)}
	r.straight()
	g, err := newSegments(ctx, e.samples, class.Units, math.Inf(1))
	if err != nil {
		panic(err)
	}
	f := r.fits[0]
	f.Lower = 0
	upper := sse / r.unit()
	return r.search(ctx, g, newLevels(class.Units, class.Signs), f, upper, upper)
}
