package relucert

import (
	"context"
	"slices"
)

// fitStraight is [FitPath] for no unit. Certificates have no class without units: they state at most one breakpoint, and all rows on each piece.
func fitStraight(ctx context.Context, p Problem, opts Options) (*Path, error) {
	p.Units = 1
	if d := p.Data; d != nil && len(d.Features) == 1 && d.Rows() > 1 && slices.Min(d.X) < slices.Max(d.X) {
		p.Constraints.MinSamples = d.Rows()
	}
	path, err := FitPath(ctx, p, 0, opts.straight())
	if path != nil {
		path.Fits = path.Fits[:1]
	}
	return path, err
}

// straight tells of no unit.
func (o Options) straight() Options {
	method, event := o.OnMethod, o.OnEvent
	if method != nil {
		o.OnMethod = func(m Method, _ string) { method(m, "a straight line") }
	}
	if event != nil {
		o.OnEvent = func(e Event) { e.Units = 0; event(e) }
	}
	return o
}
