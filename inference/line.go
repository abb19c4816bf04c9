package inference

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// Line is a broken line fitted to samples of one input column.
type Line struct {
	Curve
	Data *dataset.Dataset
	// KnownKinks and KnownSlopes mark what was not free in the fit: given, or held by a limit.
	KnownKinks, KnownSlopes []bool
	asked                   []int // the pieces of the slopes that the constraints ask for
	// Through is the input at which the line's value was given, less its origin; nil: none was.
	Through *float64
}

// Of is the broken line that a fit to p found.
func Of(p *relucert.Problem, n *network.Network) (*Line, error) {
	if len(p.Data.Features) != 1 {
		return nil, fmt.Errorf("intervals are for one input column, not %d", len(p.Data.Features))
	}
	if !p.Bias() || p.Output != network.Affine || p.NormBound > 0 {
		return nil, errors.New("intervals are for units with a bias and an affine output part, without norm bound")
	}
	if !p.Objective.Plain() {
		return nil, errors.New("intervals are for least squares, without another loss or a penalty")
	}
	if p.Constraints.Jumps {
		return nil, errors.New("intervals are for lines whose pieces meet: where they may jump, the errors of slopes and places are of another law")
	}
	l := &Line{Data: p.Data, Curve: Curve{Start: slices.Min(p.Data.X), Kinks: []float64{}}}
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
	for i, least := 0, l.leastSlope(); i < len(l.Slopes); i++ {
		if math.Abs(l.Slopes[i]) <= least {
			l.Slopes[i] = 0
		}
	}
	l.KnownKinks, l.KnownSlopes = make([]bool, len(l.Kinks)), make([]bool, len(l.Slopes))
}

// leastSlope is what rounding may make of one that is 0.
func (l *Line) leastSlope() float64 {
	height, width := slices.Max(l.Data.Y)-slices.Min(l.Data.Y), slices.Max(l.Data.X)-l.Start
	return rounding * height / width
}

// rounding is the share of the labels' range that a line moves by without having changed.
const rounding = 1e-12

// hold marks what the constraints c leave no freedom.
func (l *Line) hold(c *relucert.Constraints) {
	for j, at := range l.Kinks {
		l.KnownKinks[j] = slices.ContainsFunc(c.KnownKinks, func(k dataset.Decimal) bool { return l.place(k) == at })
	}
	if c.Through != nil {
		at := l.place(c.Through[0])
		l.Through = &at
	}
	l.ask(c.Slopes)
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

// free are the indices of parameters that are.
func (l *Line) free() []int {
	all := []int{0}
	for i, known := range slices.Concat(l.KnownSlopes, l.KnownKinks) {
		if !known {
			all = append(all, 1+i)
		}
	}
	return all
}

// Parameters is p, the number of free ones: level, slopes and breakpoints, one less if a point is given.
func (l *Line) Parameters() int {
	if l.Through != nil {
		return len(l.free()) - 1
	}
	return len(l.free())
}

// SSE is Σ ω r².
func (l *Line) SSE() (sum float64) {
	at := l.drawn()
	for i, x := range l.Data.X {
		r := l.Data.Y[i] - at(x)
		sum += l.Data.Weight(i) * r * r
	}
	return sum
}
