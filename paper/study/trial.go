package study

import (
	"context"

	"relucert"
	"relucert/dataset"
)

// trial is one instance and the ways to train on it.
type trial struct {
	series string
	level  int
	seed   uint64
	load   func(seed uint64) (task, error)
	ways   []way
}

// task is a training problem and how near the optimum training is to come.
type task struct {
	problem  relucert.Problem
	epsilon  float64 // additive training error, 0: closeGap
	vertices int     // of the graph that it stands for, if it does
	// fresh are rows that training does not see, if they are measured, and least the best network's error on them.
	fresh *dataset.Dataset
	least float64
}

// way is one way to train, which fills in what it measured. Its series is "" for the
// trial's own.
type way struct {
	series string
	train  func(ctx context.Context, t task, r *Run) error
}

// statuses of runs beside those of package relucert.
const (
	finished = "optimal"
	refused  = "refused" // the method cannot answer: out of float64's range, diverged
)

// certified is the solver with its default method.
var certified = way{train: func(ctx context.Context, t task, r *Run) error {
	opts := relucert.Options{Additive: t.epsilon * t.problem.Data.SumOfWeights(), Threads: 1, NodeLimit: mostNodes, Seed: r.Seed}
	if t.epsilon == 0 {
		opts.Gap = closeGap
	}
	var result *relucert.Result
	var err error
	r.Seconds = clock(func() { result, err = relucert.Fit(ctx, t.problem, opts) })
	if err != nil {
		return err
	}
	r.Nodes, r.Status, r.Error = result.Nodes, result.Status.String(), result.TrainingError
	r.Lower = result.SSELower / t.problem.Data.SumOfWeights()
	if t.fresh != nil {
		r.Fresh, r.Least = result.Network.TrainingError(t.fresh), t.least
	}
	return nil
}}

const (
	// closeGap is the relative gap where ε is not what is asked about.
	closeGap = 1e-4
	// mostNodes ends a run: a limit of nodes, not of time, so that the same runs end on
	// every machine.
	mostNodes = 100_000
)

// measure trains in every way. The bound that the certified way proved holds for all.
func (t *trial) measure(ctx context.Context) ([]Run, error) {
	task, err := t.load(t.seed)
	if err != nil {
		return nil, err
	}
	var runs []Run
	for _, way := range t.ways {
		r := t.blank(task)
		if way.series != "" {
			r.Series = way.series
		}
		if len(runs) > 0 {
			r.Lower = runs[0].Lower
		}
		if err := way.train(ctx, task, &r); err != nil {
			return nil, err
		}
		runs = append(runs, r)
	}
	return runs, nil
}

// blank is a run before training.
func (t *trial) blank(k task) Run {
	p := k.problem
	units := p.Units
	if p.Signs != nil {
		units = len(p.Signs)
	}
	return Run{Series: t.series, Level: t.level, Seed: t.seed, Vertices: k.vertices, Inputs: len(p.Data.Features),
		Samples: p.Data.Rows(), Units: units, Epsilon: k.epsilon}
}

// sweep is a series: for each level its seeds, all different, so that runs are
// independent of each other.
func sweep(series string, levels, seeds int, load func(level int) func(uint64) (task, error)) []trial {
	var all []trial
	for level := range levels {
		for s := range seeds {
			all = append(all, trial{series, level, uint64(1 + level*seeds + s), load(level), []way{certified}})
		}
	}
	return all
}
