package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert/internal/output"
)

// batchOptions is what the flags of batch say.
type batchOptions struct {
	fit                      *fitOptions
	by, out                  string
	question                 string // a hash of what a row depends on
	plots, certificateFolder string
}

func batchCommand() *cobra.Command {
	o := &batchOptions{fit: newFitOptions()}
	cmd := &cobra.Command{
		Use:   "batch FILE...",
		Short: "Fit many series, a row of a table each",
		Long: `Batch fits each FILE as fit does, or with --by each part of a FILE, as many at a time as there
are threads, and writes a table with a row for each: the numbers of fit's JSON object, the breakpoints,
slopes and intercepts, and their intervals. The rows are in the order of the series whatever the threads; series that cannot be fitted
come last, with the reason.

Rows are kept in TABLE.partial until all are there. After a kill or Ctrl-C the same command goes on from them; and
with a TABLE of another day, series whose data and flags are the same are not fitted again.`,
		Example: `  relucert batch meters/*.csv --energy 5p -o meters.csv
  relucert batch all.csv --by meter --breakpoints 2 -o meters.csv --plots plots/ --certificates proofs/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("usage: %s (got no files)", cmd.UseLine())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.settle(cmd.Flags()); err != nil {
				return err
			}
			o.question = questionHash(cmd.Flags())
			return o.run(cmd.Context(), args)
		},
	}
	o.define(cmd.Flags())
	return cmd
}

func (o *batchOptions) define(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVarP(&o.out, "output", "o", "", "write the table to `TABLE`.csv, gzipped if it ends in .gz (required)")
	f.StringVar(&o.by, "by", "", "a series for each text in `COLUMN`, of each file")
	f.StringVar(&o.plots, "plots", "", "draw each fit in `FOLDER`, with a page of all, index.html")
	f.StringVar(&o.certificateFolder, "certificates", "", "write a proof of each fit in `FOLDER`; with --by, relucert check needs --where COLUMN=TEXT")
	dataFlags(f, &o.fit.data)
	only(f, o.fit.defineClass, "units", "signs", "bias", "linear", "norm-bound", "weight-limit")
	o.fit.defineUnits(f)
	o.fit.definePieces(f)
	only(f, o.fit.defineInference, "level", "profile", "bootstrap", "resample", "block")
	only(f, o.fit.defineChoice, "energy")
	o.fit.defineBudget(f)
	o.fit.defineMethod(f)
	f.BoolVarP(&o.fit.quiet, "quiet", "q", false, "no log")
	reword(f, map[string]string{
		"units":      "number of ReLU units; the solver finds their signs (default 1)",
		"time-limit": "of each series, e.g. 30s (default: none); with it the table depends on the machine",
		"threads":    "series at a time; the table does not depend on it (default: all cores)",
	})
}

// settle completes the options and finds what cannot be.
func (o *batchOptions) settle(f *pflag.FlagSet) error {
	if o.out == "" {
		return usagef("--output is required: the table to write")
	}
	if err := cmp.Or(o.fit.checkJumps(f), o.fit.checkSure(f), o.fit.settleUnits(f)); err != nil {
		return err
	}
	if o.fit.span.path && !o.fit.span.alone {
		return usagef("--%s must be one number: batch fits one network to a series", o.fit.unitsBy)
	}
	if err := o.fit.checkUnits(); err != nil {
		return err
	}
	if err := o.fit.settleChoice(); err != nil {
		return err
	}
	return o.fit.limitMemory()
}

func (o *batchOptions) outUse() output.Use { return output.Use{By: "--output", Path: o.out} }

// run is the life of a batch: check, find the series, fit them, write the table.
func (o *batchOptions) run(ctx context.Context, files []string) error {
	if err := o.checkOutputs(files); err != nil {
		return err
	}
	all, err := o.series(ctx, files)
	if err != nil {
		return err
	}
	rows, err := o.openRows()
	if err != nil {
		return err
	}
	b := &batch{options: o, rows: rows, progress: o.newProgress(len(all))}
	if err := b.fitAll(ctx, all); err != nil {
		return halfBatch{err, fmt.Sprintf("%d of %d series are in %s, and the same command goes on from there", rows.count(all), len(all), rows.file.Name())}
	}
	return b.deliver(all)
}

// halfBatch is the error of a batch that ended early, with what is there.
type halfBatch struct {
	error
	rest string
}

// Unwrap is why it ended.
func (e halfBatch) Unwrap() error { return e.error }

// checkOutputs makes sure that nothing is written over what is read.
func (o *batchOptions) checkOutputs(files []string) error {
	var inputs []output.Use
	for _, file := range files {
		inputs = append(inputs, output.Use{By: "a series", Path: file})
	}
	o.fit.files = desk.Reading(inputs...)
	if err := o.fit.files.Check(o.outUse()); err != nil {
		return err
	}
	for _, f := range o.folders() {
		if err := o.fit.files.CheckFolder(f.By, f.Path); err != nil {
			return err
		}
	}
	return nil
}

// folders are those that are written into.
func (o *batchOptions) folders() (all []output.Use) {
	for _, f := range []output.Use{{By: "--plots", Path: o.plots}, {By: "--certificates", Path: o.certificateFolder}} {
		if f.Path != "" {
			all = append(all, f)
		}
	}
	return all
}

func (o *batchOptions) galleryPath() string {
	if o.plots == "" {
		return ""
	}
	return filepath.Join(o.plots, "index.html")
}

// workers is how many series are fitted at a time.
func (o *batchOptions) workers() int { return cmp.Or(o.fit.search.Threads, runtime.GOMAXPROCS(0)) }
