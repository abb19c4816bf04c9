package main

import (
	"cmp"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/energy"
	"relucert/hardness/reduce"
	"relucert/inference"
	"relucert/internal/live"
	"relucert/internal/output"
	"relucert/internal/report"
)

// fitOptions is what the flags of fit say.
type fitOptions struct {
	data    dataset.Options
	problem relucert.Problem
	search  relucert.Options
	job     *reduce.Meta  // nil: the data are no reduction's
	files   *output.Files // what may be written

	sure    sure
	choice  chooser
	choices *inference.Choices // what was chosen among; nil: nothing
	shape   *energy.Model      // what was fitted of those; nil: none

	hinges                          hingeFlags
	span, breaks                    span   // what --units and --breakpoints say
	unitsBy                         string // which of them was it
	units                           int    // the most; 0: not given
	memory                          int64  // 0: not given
	modelFile, plotFile, eventsFile string
	certificateFile, reportFile     string
	weightsFile                     string // of gap
	start                           start
	history                         report.History // for the report
	axes                            *report.Axes   // of one column; nil: not made
	left                            *float64       // seconds that the search may still take; nil: not known
	flags                           *pflag.FlagSet
	watchAddress                    string
	page                            *live.Server // nil: none
	checkpoint, resume              string
	every                           time.Duration
	wanted                          *atomic.Bool // that the search be kept at once
	plotFormat                      report.Format
	json, quiet                     bool
	linearGiven                     bool // not to be chosen by the number of columns
	exact                           bool // --until 0
	table                           string
	outputReLU                      bool
}

func newFitOptions() *fitOptions {
	return &fitOptions{wanted: new(atomic.Bool), search: relucert.Options{Seed: 1, EventEvery: liveEvery}}
}

// The sections of flags that are about broken lines only.
const (
	piecesSection = "Pieces of a broken line"
	sureSection   = "How sure the fit is"
	choiceSection = "Which number of breakpoints"
)

// define is the table of fit's flags, which is also its help.
func (o *fitOptions) define(f *pflag.FlagSet) {
	f.SortFlags, o.flags = false, f
	section(f, "Data", func(f *pflag.FlagSet) { dataFlags(f, &o.data) })
	section(f, "Class of networks", o.defineClass, o.defineUnits, o.defineHinges)
	section(f, "What is made small", o.defineObjective)
	section(f, piecesSection, o.definePieces)
	section(f, sureSection, o.defineInference)
	section(f, choiceSection, o.defineChoice)
	section(f, "Search and its limits", o.defineBudget, o.defineMethod, o.defineStart, o.defineCheckpoint)
	section(f, "What comes out", o.defineAnswer)
}

// defineAnswer is the flags about what is printed and saved.
func (o *fitOptions) defineAnswer(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the summary")
	f.Var(oneOfOrNone(&o.table, report.TableStyles...), "table", "print only the summary's table, in this form")
	o.defineFiles(f)
	f.StringVar(&o.plotFile, "plot", "", "draw the fit to `FILE`.svg or .png")
	f.StringVar(&o.reportFile, "report", "", "write all of it to `FILE`.html: one page with charts to look into, pieces and\nintervals, the proof in words and how to check it")
	f.Var(o.modelFlag(), "model", "save the network to `FILE`, for predict and score; or, as --energy does, ask\nfor the change-point model 2p, 3pc, 3ph, 4p or 5p")
	f.StringVar(&o.watchAddress, "watch", "", "show the search on a live page, whose address goes to standard error; with =`ADDR`,\nsuch as 127.0.0.1:8080, at that address (default: a free port of this machine)")
	f.Lookup("watch").NoOptDefVal = freePort
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no log")
}

// defineFiles is what the search writes while it runs.
func (o *fitOptions) defineFiles(f *pflag.FlagSet) {
	f.StringVar(&o.eventsFile, "events", "", "write bounds and incumbents over time to `FILE`, as JSON lines; until fit ends\nthey are in FILE.partial. \"-\" is standard error, which then has no log")
	f.StringVar(&o.certificateFile, "certificate", "", "write a proof of the bounds to `FILE`, gzipped if it ends in .gz, for relucert\ncheck; until fit ends it grows in FILE.partial, which a kill leaves there: it\nproves what was proved by then. While that file is there, no other run begins it")
}

// defineMethod is --method.
func (o *fitOptions) defineMethod(f *pflag.FlagSet) {
	f.Var(method(&o.search.Method), "method", "how the bound is proved: by boxes of directions (conic), sides of samples\n(sign), all activation patterns (enumerate; no certificate), for one unit on\none column, all kinks (sweep), for several, broken lines (breakpoints); for units at one column each,\nkinks' intervals (hinges); auto has conic and sign take turns where no other is for the problem")
}

// check completes the options and finds what cannot work before the long work
// starts.
func (o *fitOptions) check(file string) error {
	if err := o.checkUnits(); err != nil {
		return err
	}
	if err := o.settleChoice(); err != nil {
		return err
	}
	if err := o.settleCheckpoint(); err != nil {
		return err
	}
	if err := o.checkOutputs(file); err != nil {
		return err
	}
	if err := o.limitMemory(); err != nil {
		return err
	}
	return o.loadStart(file)
}

// checkUnits settles the number of units.
func (o *fitOptions) checkUnits() error {
	given := len(o.problem.Signs)
	if s := o.problem.Constraints.Slopes; s != nil {
		if (o.units > 0 || o.span.line()) && o.units != len(s)-1 {
			return usagef("--%s %d contradicts --slopes, which names %d pieces", cmp.Or(o.unitsBy, "units"), o.units, len(s))
		}
		o.units = len(s) - 1
	}
	switch {
	case given > 0 && (o.units > 0 || o.span.line()) && o.units != given:
		return usagef("--%s %d contradicts --signs, which names %d: give one of them", cmp.Or(o.unitsBy, "units"), o.units, given)
	case given > 0:
		o.units = given
	case !o.span.line():
		o.units = max(1, o.units)
	}
	o.problem.Units = o.units
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
	if o.weightsFile != "" {
		inputs = append(inputs, output.Use{By: "the network", Path: o.weightsFile})
	}
	if o.start.file != "" {
		inputs = append(inputs, output.Use{By: "--start", Path: o.start.file})
	}
	if o.job != nil {
		inputs = append(inputs, output.Use{By: "the job", Path: filepath.Join(filepath.Dir(input), reduce.MetaFile)})
	}
	o.files = desk.Reading(inputs...)
	return o.files.Check(o.eventsUse(), o.certificateUse(), o.plotUse(), o.reportUse(), o.modelUse())
}

func (o *fitOptions) modelUse() output.Use { return output.Use{By: "--model", Path: o.modelFile} }

func (o *fitOptions) plotUse() output.Use { return output.Use{By: "--plot", Path: o.plotFile} }

func (o *fitOptions) reportUse() output.Use { return output.Use{By: "--report", Path: o.reportFile} }

// eventsUse is no file if events go to standard error.
func (o *fitOptions) eventsUse() output.Use {
	if o.eventsFile == "-" {
		return output.Use{}
	}
	return output.Use{By: "--events", Path: o.eventsFile, Grows: o.search.Checkpoint == nil}
}

func (o *fitOptions) certificateUse() output.Use {
	return output.Use{By: "--certificate", Path: o.certificateFile, Grows: o.search.Checkpoint == nil}
}

// grow begins a growing file. Of what is kept, it goes on with the one that a killed run has left.
func (o *fitOptions) grow(out output.Use) (*output.Growing, error) {
	if out.Grows {
		return o.files.Grow(out)
	}
	return o.files.Resume(out)
}
