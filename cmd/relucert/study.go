package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relucert"
	"relucert/paper/page"
	"relucert/paper/study"
)

// studyOptions is what the flags of study say.
type studyOptions struct {
	folder       string
	only         []string
	quick, quiet bool
	redraw       bool
	limit        time.Duration
}

func studyCommand() *cobra.Command {
	o := new(studyOptions)
	cmd := &cobra.Command{
		Use:   "study",
		Short: "Measure whether the cost of training follows the theorems",
		Long: `Study runs eight experiments and writes what they gave to a folder: every run as CSV, the
charts as SVG, one HTML page that needs nothing else (index.html) and the same in
Markdown (README.md).

` + experiments() + `
Times are CPU time, the search on one thread; all else is the same for the same program. The
whole takes some ten minutes, --quick some seconds. After Ctrl-C or at the time limit the page is made of
what there is.`,
		Example: `  relucert study -o study
  relucert study --quick -o /tmp/study --only agnostic,sizes`,
		Args: files(),
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context()) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.folder, "output", "o", "", "write to `FOLDER`, which is made (required)")
	f.StringSliceVar(&o.only, "only", nil, "only the experiments `a,b`")
	f.BoolVar(&o.quick, "quick", false, "small sizes and few seeds, to see that everything works")
	f.BoolVar(&o.redraw, "redraw", false, "measure nothing: charts and page anew from the files of an earlier study in FOLDER")
	f.Var(duration(&o.limit), "time-limit", "of all together, e.g. 30m (default: none)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress")
	return cmd
}

// experiments lists them for the help.
func experiments() string {
	var b strings.Builder
	for _, e := range study.All() {
		fmt.Fprintf(&b, "  %-11s %s\n", e.Name, e.Title)
	}
	return b.String()
}

func (o *studyOptions) run(ctx context.Context) error {
	if o.folder == "" {
		return usagef("--output must name a folder for the results")
	}
	chosen, err := o.chosen()
	if err != nil {
		return err
	}
	if o.redraw {
		return o.drawAgain(chosen)
	}
	if err := o.makeFolder(); err != nil {
		return err
	}
	if o.limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.limit)
		defer cancel()
	}
	origin := page.Origin{Quick: o.quick, Version: version(), Machine: machine(), Complete: len(chosen) == len(study.All())}
	result := page.Study{Origin: origin}
	for _, e := range chosen {
		if err = o.measure(ctx, e, &result); err != nil {
			result.Complete = false
			break
		}
	}
	if err := o.writePage(&result); err != nil {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return ending{relucert.TimeLimit}
	}
	return err
}

// chosen are the experiments that were asked for.
func (o *studyOptions) chosen() ([]study.Experiment, error) {
	all := study.All()
	for _, name := range o.only {
		if !slices.ContainsFunc(all, func(e study.Experiment) bool { return e.Name == name }) {
			return nil, usagef("there is no experiment %q: relucert study --help lists them", name)
		}
	}
	return slices.DeleteFunc(all, func(e study.Experiment) bool { return len(o.only) > 0 && !slices.Contains(o.only, e.Name) }), nil
}

// measure runs one experiment, writes its files and adds it to the page, even if it
// was stopped.
func (o *studyOptions) measure(ctx context.Context, e study.Experiment, result *page.Study) error {
	runs, stopped := e.Measure(ctx, study.Options{Quick: o.quick, OnRun: o.progress(e.Name)})
	if len(runs) == 0 {
		return stopped
	}
	for _, r := range runs {
		result.Seconds += r.Seconds
	}
	err := o.write(e.Name+".csv", func(w io.Writer) error { return study.WriteCSV(w, runs) })
	return cmp.Or(err, o.draw(e, runs, result), stopped)
}

// progress tells of a run about twenty times an experiment.
func (o *studyOptions) progress(name string) func(r study.Run, done, total int) {
	told := -1
	return func(r study.Run, done, total int) {
		if part := 20 * done / total; !o.quiet && part > told {
			told = part
			fmt.Fprintf(os.Stderr, "%s %d/%d  %s: %d nodes, %.3g s, %s\n", name, done, total, r.Series, r.Nodes, r.Seconds, r.Status)
		}
	}
}

// machine says where and when.
func machine() string {
	return fmt.Sprintf("%s, %s/%s, %d processors, %s", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().Format(time.DateOnly))
}
