package study

import (
	"context"
	"fmt"
)

// Experiment is a question and how it is looked into.
type Experiment struct {
	Name     string // of its files
	Title    string
	Question string // in plain language
	Theory   string // what the theorems say
	Setup    string // what was run
	Reading  string // what to keep in mind with the answer
	Panels   []Panel
	verdict  func(f findings) string
	trials   func(quick bool) []trial
}

// All are the experiments, in order.
func All() []Experiment {
	return []Experiment{agnostic(), exactFit(), separation(), algorithms(), sizes(), heuristics(), benign(), openQuestions()}
}

// Run is one training, measured.
type Run struct {
	Series string
	Level  int // of the trials of a series, from 0: what is varied
	Seed   uint64
	// Vertices is N of a reduced instance, 0 of other data.
	Vertices, Inputs, Samples, Units int
	// Epsilon is the additive training error aimed at, 0: a relative gap of 1e-4.
	Epsilon float64
	Nodes   int64   // of the search; 0 where there is none
	Seconds float64 // of CPU
	Status  string
	// Error is the training error, Lower a proved bound on that of every network of
	// the class.
	Error, Lower float64
	// Fresh is the error on rows that training did not see, and Least what the best network has there; 0: not measured.
	Fresh, Least float64
}

// Finished says that the run got where it was to get.
func (r *Run) Finished() bool { return r.Status == finished }

// Options say how large a study and who listens.
type Options struct {
	// Quick is a small version of everything, in seconds instead of many minutes.
	Quick bool
	// OnRun, when set, is told every run, and how many trials are done of how many.
	OnRun func(r Run, done, total int)
}

// Measure runs the experiment's trials one after the other, on one thread. Beyond a
// level at which a run did not finish its series is not continued. When ctx ends it
// returns what there is, and the error of ctx.
func (e *Experiment) Measure(ctx context.Context, o Options) ([]Run, error) {
	trials := e.trials(o.Quick)
	last := map[string]int{} // of a series that ends
	var all []Run
	for done, t := range trials {
		if end, ended := last[t.series]; ended && t.level > end {
			continue
		}
		runs, err := t.measure(ctx)
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		if err != nil {
			return all, fmt.Errorf("%s, %s, seed %d: %w", e.Name, t.series, t.seed, err)
		}
		for _, r := range runs {
			if !r.Finished() && r.Series == t.series {
				last[t.series] = t.level
			}
			if o.OnRun != nil {
				o.OnRun(r, done+1, len(trials))
			}
		}
		all = append(all, runs...)
	}
	return all, nil
}
