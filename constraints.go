package relucert

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
	"relucert/network"
	"relucert/proof/certificate"
)

// Constraints make the class of broken lines (units with a bias on one feature, an affine output) smaller. With any of them
// the breakpoints part the inputs into groups of neighbours, one a piece, each of two different inputs at least; a
// breakpoint lies between two groups, or at the input of one that is next to it (proof/certificate/FORMAT.md, "the parted class").
// Numbers are decimals, in the data's units. The zero value has none. Jumps alone makes the class larger, and leaves pieces of one input.
type Constraints struct {
	Jumps        bool                 // pieces need not meet: the line may jump at a breakpoint; no network of finite weights does
	MinSamples   int                  // rows a piece, at least
	MinWidth     dataset.Decimal      // from a piece's first input to its last, at least
	KinksBetween [][2]dataset.Decimal // where breakpoints may be: one range for all, or one each, from left to right
	KnownKinks   []dataset.Decimal    // breakpoints that are there, ascending
	Slopes       []Slope              // what the slope of each piece may be; there is one breakpoint less
	Through      *[2]dataset.Decimal  // an input and the prediction there, inside the data or not
}

// Slope is what a slope may be.
type Slope struct {
	Kind  SlopeKind
	Value dataset.Decimal // of SlopeIs
}

// SlopeKind is one of the following.
type SlopeKind byte

// The kinds of slopes.
const (
	SlopeAny   SlopeKind = '*'
	SlopeFalls SlopeKind = '-' // at most 0
	SlopeRises SlopeKind = '+' // at least 0
	SlopeIs    SlopeKind = '='
)

// Any says that there are constraints.
func (c *Constraints) Any() bool {
	return c.Jumps || c.MinSamples > 0 || c.MinWidth.Mantissa != 0 || c.KinksBetween != nil || c.KnownKinks != nil || c.Slopes != nil || c.Through != nil
}

// Lines are the constraints in words, one each.
func (c *Constraints) Lines() (lines []string) {
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if c.Jumps {
		add("it may jump at a breakpoint")
	}
	if c.MinSamples > 0 {
		add("at least %d samples a piece", c.MinSamples)
	}
	if c.MinWidth.Mantissa != 0 {
		add("pieces at least %s wide", c.MinWidth.Plain())
	}
	for i, r := range c.KinksBetween {
		which := "breakpoints"
		if len(c.KinksBetween) > 1 {
			which = fmt.Sprintf("breakpoint %d", i+1)
		}
		add("%s between %s and %s", which, r[0].Plain(), r[1].Plain())
	}
	for _, k := range c.KnownKinks {
		add("a breakpoint at %s", k.Plain())
	}
	if c.Slopes != nil {
		add("slopes %s", c.slopeText())
	}
	if p := c.Through; p != nil {
		add("through %s at %s", p[1].Plain(), p[0].Plain())
	}
	return lines
}

func (c *Constraints) slopeText() string {
	var all []string
	for _, s := range c.Slopes {
		if s.Kind == SlopeIs {
			all = append(all, s.Value.Plain())
		} else {
			all = append(all, string(s.Kind))
		}
	}
	return strings.Join(all, ",")
}

// validateConstraints refuses what makes no sense, or contradicts itself.
func (p *Problem) validateConstraints() error {
	c, k := &p.Constraints, p.K()
	switch {
	case !c.Any():
		return nil
	case len(p.Data.Features) != 1 || !p.Bias() || p.Output != network.Affine || p.NormBound > 0 || p.WeightLimit > 0:
		return errors.New("constraints on pieces and breakpoints are for one input column, units with a bias and an affine output, without norm bound or weight limit")
	case p.Signs != nil && (c.KinksBetween != nil || c.KnownKinks != nil || c.Slopes != nil || c.Through != nil):
		return errors.New("given signs do not go with constraints on breakpoints, slopes or points")
	case c.Jumps && p.Signs != nil:
		return errors.New("a jump has no sign: given signs do not go with jumps")
	case c.Jumps && c.Through != nil:
		return errors.New("a point that the curve goes through does not go with jumps: at a jump it would have two values")
	case c.MinSamples < 0 || c.MinSamples == 1:
		return fmt.Errorf("pieces have two samples at least, not %d", c.MinSamples)
	case c.MinWidth.Mantissa < 0:
		return fmt.Errorf("a piece's width cannot be %s", c.MinWidth.Plain())
	case len(c.KinksBetween) > 1 && len(c.KinksBetween) != k:
		return fmt.Errorf("%d ranges for %d breakpoints: there must be one, or one each", len(c.KinksBetween), k)
	case len(c.KnownKinks) > k:
		return fmt.Errorf("%d known breakpoints, and %d in all", len(c.KnownKinks), k)
	case c.Slopes != nil && len(c.Slopes) != k+1:
		return fmt.Errorf("%d slopes for %d pieces", len(c.Slopes), k+1)
	}
	return c.validateOrder()
}

func (c *Constraints) validateOrder() error {
	for _, r := range c.KinksBetween {
		if r[0].Rat().Cmp(r[1].Rat()) > 0 {
			return fmt.Errorf("no breakpoint is between %s and %s", r[0].Plain(), r[1].Plain())
		}
	}
	for i := 1; i < len(c.KnownKinks); i++ {
		if c.KnownKinks[i-1].Rat().Cmp(c.KnownKinks[i].Rat()) >= 0 {
			return fmt.Errorf("known breakpoints must ascend: %s stands before %s", c.KnownKinks[i-1].Plain(), c.KnownKinks[i].Plain())
		}
	}
	return nil
}

// place is a place on the input's axis less the data's origin, exactly.
func (p *Problem) place(d dataset.Decimal) *big.Rat {
	v := d.Rat()
	if p.Data.Origins != nil {
		v.Sub(v, p.Data.Origins[0].Rat())
	}
	return v
}

// engineConstraints are those of p as the engine has them.
func (p *Problem) engineConstraints() (e breakpoints.Constraints) {
	c := &p.Constraints
	float := func(v *big.Rat) float64 { f, _ := v.Float64(); return f }
	e.Jumps, e.MinSamples, e.MinSpan = c.Jumps, c.MinSamples, c.MinWidth.Float64()
	for _, r := range c.KinksBetween {
		e.Between = append(e.Between, [2]float64{float(p.place(r[0])), float(p.place(r[1]))})
	}
	for _, k := range c.KnownKinks {
		e.Known = append(e.Known, float(p.place(k)))
	}
	for _, s := range c.Slopes {
		e.Slopes = append(e.Slopes, s.limits())
	}
	if c.Through != nil {
		e.Through = &[2]float64{float(p.place(c.Through[0])), float(p.height())}
	}
	return e
}

// height is the label of the point that the curve goes through, less the labels' origin.
func (p *Problem) height() *big.Rat {
	v := p.Constraints.Through[1].Rat()
	return v.Sub(v, p.Data.TargetOrigin.Rat())
}

func (s Slope) limits() [2]float64 {
	inf := math.Inf(1)
	switch s.Kind {
	case SlopeFalls:
		return [2]float64{-inf, 0}
	case SlopeRises:
		return [2]float64{0, inf}
	case SlopeIs:
		v := s.Value.Float64()
		return [2]float64{v, v}
	}
	return [2]float64{-inf, inf}
}

// certified are the constraints as a certificate's header has them.
func (c *Constraints) certified() *certificate.Breakpoints {
	b := &certificate.Breakpoints{Jumps: c.Jumps, MinSamples: c.MinSamples, MinSpan: c.MinWidth, KnownKinks: c.KnownKinks, Through: c.Through}
	for _, r := range c.KinksBetween {
		b.KinksBetween = append(b.KinksBetween, certificate.Range{From: r[0], To: r[1]})
	}
	for _, s := range c.Slopes {
		b.Slopes = append(b.Slopes, certificate.SlopeRange{Kind: certificate.SlopeKind(s.Kind), Value: s.Value})
	}
	return b
}
