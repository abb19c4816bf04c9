package inference

import (
	"fmt"

	"relucert"
)

// Estimate is a number, its standard error and its interval.
type Estimate struct {
	Name      string
	Value     float64
	SE        float64
	Low, High float64
	Known     bool // it was not free in the fit: SE is 0
	Place     bool // a place on the axis of the input, less its origin
	Height    bool // a value of the line, less the labels' origin
	// Region is a breakpoint's profile-likelihood region, which Low and High are the ends of; nil: there is none.
	Region *relucert.ProfileRegion
}

// Estimates are slopes and intercepts of the pieces, the breakpoints and the levels at them, with intervals at a level such as 0.95: Wald
// intervals by Student's t, with the breakpoints' own uncertainty in them. For breakpoints prefer the profile's.
func (l *Line) Estimates(level float64) ([]Estimate, error) {
	v, err := l.Errors()
	if err != nil {
		return nil, err
	}
	return l.EstimatesBy(v, level), nil
}

// EstimatesBy is Estimates with l's errors, for who has them.
func (l *Line) EstimatesBy(v *Errors, level float64) []Estimate {
	all, gradients, width := l.values(), l.gradients(), v.quantile(level)
	for i := range all {
		e := &all[i]
		e.SE = v.se(gradients[i])
		e.Low, e.High = e.Value-width*e.SE, e.Value+width*e.SE
	}
	return all
}

// values are the estimates without intervals.
func (l *Line) values() (all []Estimate) {
	for i, s := range l.Slopes {
		all = append(all, Estimate{Name: fmt.Sprintf("slope %d", i+1), Value: s, Known: l.KnownSlopes[i]})
	}
	for i := range l.Slopes {
		all = append(all, Estimate{Name: fmt.Sprintf("intercept %d", i+1), Value: l.extended(i, l.zero()), Height: true})
	}
	for j, at := range l.Kinks {
		all = append(all, Estimate{Name: fmt.Sprintf("breakpoint %d", j+1), Value: at, Known: l.KnownKinks[j], Place: true})
	}
	for j, at := range l.Kinks {
		all = append(all, Estimate{Name: fmt.Sprintf("level %d", j+1), Value: l.At(at), Height: true})
	}
	return all
}

// gradients are those of the values by the parameters.
func (l *Line) gradients() (all [][]float64) {
	for i := range l.Slopes {
		all = append(all, l.unit(1+i))
	}
	for i := range l.Slopes {
		all = append(all, l.gradient(l.parameters(), i, l.zero()))
	}
	for j := range l.Kinks {
		all = append(all, l.unit(l.kink(j)))
	}
	for j, at := range l.Kinks {
		g := l.gradient(l.parameters(), j, at)
		g[l.kink(j)] += l.Slopes[j]
		all = append(all, g)
	}
	return all
}

// zero is the input 0 of the file.
func (l *Line) zero() float64 {
	if l.Data.Origins == nil {
		return 0
	}
	return -l.Data.Origins[0].Float64()
}
