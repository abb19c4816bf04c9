package inference

import (
	"errors"
	"fmt"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// Line is a broken line through samples of one input column, in the data's units less its origins.
type Line struct {
	Data  *dataset.Dataset
	Start float64   // the least input
	Level float64   // f(Start)
	Kinks []float64 // ascending, each with samples on both sides
	// Slopes are those of the pieces, one more than kinks.
	Slopes []float64
	// KnownKinks and KnownSlopes mark what was not free in the fit: given, or held by a limit.
	KnownKinks, KnownSlopes []bool
}

// Of is the broken line that a fit to p found.
func Of(p *relucert.Problem, n *network.Network) (*Line, error) {
	if len(p.Data.Features) != 1 {
		return nil, fmt.Errorf("intervals are for one input column, not %d", len(p.Data.Features))
	}
	if !p.Bias() || p.Output != network.Affine || p.NormBound > 0 {
		return nil, errors.New("intervals are for units with a bias and an affine output part, without norm bound")
	}
	l := &Line{Data: p.Data, Start: slices.Min(p.Data.X)}
	l.bend(n, slices.Max(p.Data.X))
	l.hold(&p.Constraints)
	return l, nil
}

// bend takes the pieces that have samples' range in common.
func (l *Line) bend(n *network.Network, end float64) {
	for _, piece := range n.Pieces() {
		if piece.To <= l.Start || piece.From >= end {
			continue
		}
		if len(l.Slopes) == 0 {
			l.Level = n.Predict([]float64{l.Start})
		} else {
			l.Kinks = append(l.Kinks, piece.From)
		}
		l.Slopes = append(l.Slopes, piece.Slope)
	}
	l.KnownKinks, l.KnownSlopes = make([]bool, len(l.Kinks)), make([]bool, len(l.Slopes))
}

// hold marks what the constraints c leave no freedom.
func (l *Line) hold(c *relucert.Constraints) {
	for j, at := range l.Kinks {
		l.KnownKinks[j] = slices.ContainsFunc(c.KnownKinks, func(k dataset.Decimal) bool { return l.place(k) == at })
	}
	if len(c.Slopes) != len(l.Slopes) {
		return
	}
	for i, s := range c.Slopes {
		l.KnownSlopes[i] = s.Kind == relucert.SlopeIs || s.Kind != relucert.SlopeAny && l.Slopes[i] == 0
	}
}

// place is a place on the axis less the data's origin.
func (l *Line) place(d dataset.Decimal) float64 {
	v := d.Rat()
	if l.Data.Origins != nil {
		v.Sub(v, l.Data.Origins[0].Rat())
	}
	at, _ := v.Float64()
	return at
}

// At is f(x).
func (l *Line) At(x float64) float64 {
	y := l.Level
	for i, s := range l.Slopes {
		y += s * l.within(i, x)
	}
	return y
}

// within is how far the way from Start to x leads through piece i; it is negative for x below Start.
func (l *Line) within(i int, x float64) float64 {
	from, to := l.Start, x
	if i > 0 {
		from = l.Kinks[i-1]
	}
	if i < len(l.Kinks) {
		to = min(x, l.Kinks[i])
	}
	if i == 0 {
		return to - from
	}
	return max(0, to-from)
}

// Parameters is p, the number of free ones: level, slopes and breakpoints.
func (l *Line) Parameters() int {
	p := 1
	for _, known := range slices.Concat(l.KnownKinks, l.KnownSlopes) {
		if !known {
			p++
		}
	}
	return p
}

// SSE is Σ ω r².
func (l *Line) SSE() (sum float64) {
	for i, x := range l.Data.X {
		r := l.Data.Y[i] - l.At(x)
		sum += l.Data.Weight(i) * r * r
	}
	return sum
}
