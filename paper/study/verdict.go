package study

import (
	"cmp"
	"math"
	"slices"
)

// findings are an experiment's runs, and what was fitted to them.
type findings struct {
	experiment *Experiment
	runs       []Run
}

// Verdict is the answer to the question in one line, of these runs only.
func (e *Experiment) Verdict(runs []Run) string { return e.verdict(findings{e, runs}) }

// words are those of a series' fit to the first measure of a panel.
func (f findings) words(panel, series string) string {
	fit := f.fit(panel, series)
	return fit.Words()
}

func (f findings) fit(panel, series string) Fit {
	for _, p := range f.experiment.Panels {
		for _, fit := range p.Fits(f.runs) {
			if p.Name == panel && fit.Curve.Series == series && fit.Measure == p.Y[0].Label {
				return fit
			}
		}
	}
	return Fit{}
}

// median of a measure over the runs of a series that finished.
func (f findings) median(series string, of Axis) float64 { return median(f.finished(series), of) }

func (f findings) finished(series string) (all []Run) {
	for _, r := range f.runs {
		if r.Series == series && r.Finished() {
			all = append(all, r)
		}
	}
	return all
}

// largest are the runs of the largest level that both series finished.
func (f findings) largest(one, other string) (a, b []Run) {
	level := min(last(f.finished(one)), last(f.finished(other)))
	at := func(r Run) bool { return r.Level != level }
	return slices.DeleteFunc(f.finished(one), at), slices.DeleteFunc(f.finished(other), at)
}

func last(runs []Run) int {
	if len(runs) == 0 {
		return -1
	}
	return slices.MaxFunc(runs, func(a, b Run) int { return cmp.Compare(a.Level, b.Level) }).Level
}

func median(runs []Run, of Axis) float64 {
	if len(runs) == 0 {
		return math.NaN()
	}
	var values []float64
	for _, r := range runs {
		values = append(values, of.Of(r))
	}
	slices.Sort(values)
	return values[len(values)/2]
}
