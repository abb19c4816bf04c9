package relucert

import (
	"context"
	"errors"
	"fmt"
	"math"

	"relucert/internal/engine/refit"
	"relucert/internal/engine/whiten"
	"relucert/loss"
	"relucert/network"
	"relucert/proof/certificate"
)

// validateObjective refuses objectives that make no sense, or have no method for the class.
func (p *Problem) validateObjective() error {
	if err := p.Objective.Check(); err != nil || p.Objective.Plain() {
		return err
	}
	switch {
	case p.NormBound > 0:
		return errors.New("only the plain SSE goes with a norm bound: leave it out for another loss or a ridge penalty")
	case p.Hinges != nil:
		return errors.New("only the plain SSE goes with units that bend at one column each")
	case p.Constraints.Any():
		return errors.New("only the plain SSE goes with constraints on pieces and breakpoints")
	}
	return nil
}

// servesObjective refuses what only the SSE has.
func (o *Options) servesObjective(p *Problem) error {
	switch {
	case p.Objective.Plain():
		return nil
	case o.Method != Auto && o.Method != Conic:
		return fmt.Errorf("method %v is for the plain SSE: another loss or a ridge penalty takes method conic", o.Method)
	case o.Profile != 0:
		return errors.New("regions of breakpoints are for the plain SSE")
	}
	return nil
}

// value is the network's SSE, or objective.
func (p *Problem) value(n *network.Network) float64 { return n.Objective(p.Data, p.Objective) }

// lossVariation is what 0 costs and, if the output part has a constant, what the labels' mean does.
func (p *Problem) lossVariation() (zero, mean float64) {
	at := p.meanLabel()
	for i, y := range p.Data.Y {
		zero += p.Data.Weight(i) * p.Objective.Value(-y)
		mean += p.Data.Weight(i) * p.Objective.Value(at-y)
	}
	if !p.Constant() {
		return zero, zero
	}
	return zero, mean
}

// lossOf is a loss as certificates have it.
func lossOf(l loss.Loss) certificate.Loss {
	family := map[loss.Kind]certificate.Family{
		loss.Squared: certificate.Squared, loss.Absolute: certificate.Absolute, loss.Huber: certificate.Huber, loss.Quantile: certificate.Quantile,
	}[l.Kind]
	return certificate.Loss{Family: family, Parameter: l.Parameter}
}

// refit moves a point downhill and returns its objective, at worst as it was.
func (b *branching) refit(ctx context.Context, point whiten.Point, signs []int) float64 {
	if value := refit.Thorough(ctx, b.whitened, signs, point); !math.IsInf(value, 1) {
		return value
	}
	return b.whitened.SSE(point, signs)
}

// refitter is the improver of objectives that are not the SSE.
func (b *branching) refitter() func(context.Context, int, whiten.Solution) (float64, int64) {
	refitter := perSigns(b, func(signs []int) *refit.Refitter { return refit.New(b.whitened, signs) })
	return func(ctx context.Context, worker int, s whiten.Solution) (float64, int64) {
		r := refitter(worker, s.Signs)
		return r.Improve(ctx, s.Point), r.Work()
	}
}
