package main

import (
	"path/filepath"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/internal/output"
	"relucert/reduce"
	"relucert/report"
	"relucert/solve"
)

// fitOptions is what the flags of fit say.
type fitOptions struct {
	data    dataset.Options
	problem solve.Problem
	search  solve.Options
	job     *reduce.Meta  // nil: the data are no reduction's
	files   *output.Files // what may be written

	units, threads, memory          int64 // 0: not given
	missing                         string
	modelFile, plotFile, eventsFile string
	certificateFile                 string
	plotFormat                      report.Format
	json, quiet                     bool
}

func newFitOptions() *fitOptions {
	return &fitOptions{search: solve.Options{Gap: 1e-6, Seed: 1, EventEvery: liveEvery}}
}

// define is the table of fit's flags, which is also its help.
func (o *fitOptions) define(f *pflag.FlagSet) {
	f.SortFlags = false
	o.defineData(f)

	f.Var(counting(&o.units), "units", "number of ReLU units; the solver finds their signs (default 1)")
	f.Var(signs(&o.problem.Signs), "signs", "the units' signs, as in --signs=+-, instead of --units")
	f.BoolVar(&o.problem.Bias, "bias", true, "give every unit (and the affine part) a bias")
	f.Var(outputPart(&o.problem.Output), "output", "free part added to the units")
	f.Var(positive(&o.problem.NormBound), "norm-bound", "B in ‖w_j‖ ≤ B, bias weight included (default: none)")
	f.Var(positive(&o.problem.WeightLimit), "weight-limit", "limit on whitened weights under which the proof holds\n(default: automatic, stated in the result)")

	f.Var(share(&o.search.Gap), "gap", "relative gap at which the search ends")
	f.Var(positive(&o.search.Until), "until", "stop when an SSE of at most this is found, or proved impossible (default: none)")
	f.Var(duration(&o.search.TimeLimit), "time-limit", "stop after this long, reading included, e.g. 30s (default: none)")
	f.Var(counting(&o.search.NodeLimit), "node-limit", "stop after this many nodes (default: none)")
	f.Var(memory(&o.memory), "memory-limit", "stop at this much memory of the process, e.g. 2GiB; what cannot fit\nis refused at once (default: none)")
	f.Var(counting(&o.threads), "threads", "worker threads; the result does not depend on it (default: all cores)")
	f.Uint64Var(&o.search.Seed, "seed", o.search.Seed, "seed of the local search")
	f.Var(method(&o.search.Method), "method", "how the bound is proved: by boxes of directions (conic), sides of samples\n(sign), all activation patterns (enumerate; no certificate), or, for one unit on\none column, all kinks (sweep), or for several, broken lines (breakpoints; no\ncertificate)")

	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the summary")
	f.StringVar(&o.eventsFile, "events", "", "write bounds and incumbents over time to `FILE`, as JSON lines; until fit ends\nthey are in FILE.partial")
	f.StringVar(&o.certificateFile, "certificate", "", "write a proof of the bounds to `FILE`, gzipped if it ends in .gz, for relucert\ncheck; until fit ends it grows in FILE.partial, which a kill leaves there: it\nproves what was proved by then. While that file is there, no other run begins it")
	f.StringVar(&o.plotFile, "plot", "", "draw the fit to `FILE`.svg or .png")
	f.StringVar(&o.modelFile, "model", "", "save the network to `FILE`, for predict and score")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no log")
}

// defineData is the flags that choose columns and rows.
func (o *fitOptions) defineData(f *pflag.FlagSet) {
	f.StringVar(&o.data.Target, "target", "", "`COLUMN` of the labels (default: the last column)")
	f.StringSliceVar(&o.data.Features, "features", nil, "feature columns `a,b` (default: the other numeric ones)")
	f.StringVar(&o.data.Weights, "sample-weights", "", "`COLUMN` of sample weights above 0 (default: all 1)")
	f.Var(oneOf(&o.missing, "error", "drop"), "missing", "what a missing value is: an error, or a reason to drop its row")
}

// check completes the options and finds what cannot work before the long work
// starts.
func (o *fitOptions) check(file string) error {
	if err := o.checkUnits(); err != nil {
		return err
	}
	if err := o.checkOutputs(file); err != nil {
		return err
	}
	if err := o.limitMemory(); err != nil {
		return err
	}
	o.data.DropMissing = o.missing == "drop"
	o.search.Threads = int(o.threads)
	return nil
}

// checkUnits settles the number of units.
func (o *fitOptions) checkUnits() error {
	given := len(o.problem.Signs)
	switch {
	case given > 0 && o.units > 0 && int(o.units) != given:
		return usagef("--units %d contradicts --signs, which names %d: give one of them", o.units, given)
	case given > 0:
		o.units = int64(given)
	case o.units == 0:
		o.units = 1
	}
	o.problem.Units = int(o.units)
	return nil
}

// checkOutputs makes sure that all files can be written and are different.
func (o *fitOptions) checkOutputs(input string) (err error) {
	if o.plotFile != "" {
		if o.plotFormat, err = report.FormatOf(o.plotFile); err != nil {
			return usagef("--plot: %v", err)
		}
	}
	inputs := []output.Use{{By: "the data", Path: input}}
	if o.job != nil {
		inputs = append(inputs, output.Use{By: "the job", Path: filepath.Join(filepath.Dir(input), reduce.MetaFile)})
	}
	o.files = desk.Reading(inputs...)
	return o.files.Check(o.eventsUse(), o.certificateUse(), o.plotUse(), o.modelUse())
}

func (o *fitOptions) modelUse() output.Use { return output.Use{By: "--model", Path: o.modelFile} }

func (o *fitOptions) plotUse() output.Use { return output.Use{By: "--plot", Path: o.plotFile} }

func (o *fitOptions) eventsUse() output.Use {
	return output.Use{By: "--events", Path: o.eventsFile, Grows: true}
}

func (o *fitOptions) certificateUse() output.Use {
	return output.Use{By: "--certificate", Path: o.certificateFile, Grows: true}
}
