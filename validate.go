package relucert

import (
	"errors"
	"fmt"
	"math"
)

// validate finds problems that make no sense; each error names the field, or row and column.
func (p *Problem) validate() error {
	if p.Data == nil {
		return errors.New("there are no samples")
	}
	for _, check := range []func() error{p.Data.Check, p.Class.Check, p.validateOrigins, p.validateConstraints, p.validateHinges, p.validateObjective} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// validateOrigins refuses them where they would change the class.
func (p *Problem) validateOrigins() error {
	switch {
	case p.Data.Origins != nil && (!p.Bias() || p.NormBound > 0):
		return errors.New("data with origins are for units with a bias and without norm bound")
	case p.Data.TargetOrigin.Mantissa != 0 && !p.Constant():
		return errors.New("labels with an origin are for an output with a constant")
	}
	return nil
}

// validateHinges refuses features that there are not.
func (p *Problem) validateHinges() error {
	for _, line := range p.Hinges {
		for _, f := range line {
			if f >= len(p.Data.Features) {
				return fmt.Errorf("field Hinges names feature %d, but there are %d features", f, len(p.Data.Features))
			}
		}
	}
	return nil
}

// complete puts the defaults in, or finds what makes no sense.
func (o *Options) complete() error {
	switch {
	case !(o.Gap >= 0 && o.Gap < 1):
		return fmt.Errorf("option Gap must be in [0, 1), got %g", o.Gap)
	case !(o.Additive >= 0) || math.IsInf(o.Additive, 0):
		return fmt.Errorf("option Additive must be finite and not negative, got %g", o.Additive)
	case !(o.Until >= 0) || math.IsInf(o.Until, 0):
		return fmt.Errorf("option Until must be finite and not negative, got %g", o.Until)
	case o.Profile != 0 && !(o.Profile >= 1 && !math.IsInf(o.Profile, 0)):
		return fmt.Errorf("option Profile is a factor of the SSE and at least 1 (0: no regions), got %g", o.Profile)
	case o.TimeLimit < 0:
		return fmt.Errorf("option TimeLimit must not be negative, got %v", o.TimeLimit)
	case o.NodeLimit < 0:
		return fmt.Errorf("option NodeLimit must not be negative, got %d", o.NodeLimit)
	case o.MemoryLimit < 0:
		return fmt.Errorf("option MemoryLimit must not be negative, got %d", o.MemoryLimit)
	case o.Threads < 0:
		return fmt.Errorf("option Threads must not be negative, got %d", o.Threads)
	case o.Method < Auto || o.Method > Hinges:
		return fmt.Errorf("there is no method %d", o.Method)
	case o.Certificate != nil && o.Certificate.Out == nil:
		return errors.New("option Certificate has no Out to write to")
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	return nil
}
