package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/internal/dataflags"
	"relucert/internal/report"
	"relucert/paper/baseline"
)

// compareOptions is what the flags of compare say; those that fit has, too, are in
// fit.
type compareOptions struct {
	fit                     *fitOptions
	epochs, batch, restarts int
}

func compareCommand() *cobra.Command {
	o := &compareOptions{fit: newFitOptions(), epochs: 1000, batch: 32, restarts: 10}
	cmd := &cobra.Command{
		Use:   "compare FILE",
		Short: "How far usual training lands from the certified optimum",
		Long: `Compare finds the best network of the class as fit does, with a proof, and then trains
the same class without one:

  gauss-newton  local search from many starts
  adam          mini-batches, Adam with PyTorch's defaults (rate 0.001)
  sgd           mini-batches, gradient descent (rate 0.01, momentum 0.9)
  sorting       Dey, Wang and Xie's approximation; one unit, --linear none
  matching      the matching loss, good on Gaussian and log-concave inputs; one unit, --linear none

Adam and SGD train on standardised columns from PyTorch's random starts; the best of
their restarts counts. With --time-limit, each method stops after that long.

` + exitCodes,
		Example: `  relucert compare data.csv --units 2 --linear affine --plot compare.svg
  relucert compare data.csv --linear none --restarts 50 --json`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	o.define(cmd.Flags())
	return cmd
}

func (o *compareOptions) define(f *pflag.FlagSet) {
	f.SortFlags = false
	dataflags.Define(f, &o.fit.data)
	only(f, o.fit.defineClass, "units", "signs", "bias", "linear", "output")

	f.Var(counting(&o.epochs), "epochs", "passes over the data of Adam and SGD")
	f.Var(counting(&o.batch), "batch", "samples in a mini-batch")
	f.Var(counting(&o.restarts), "restarts", "runs from new random weights, the best of which counts")

	only(f, o.fit.defineBudget, "gap", "time-limit", "memory-limit", "threads", "seed")
	f.BoolVar(&o.fit.json, "json", false, "print one JSON object instead of the table")
	f.StringVar(&o.fit.plotFile, "plot", "", "draw the SSEs to `FILE`.svg or .png")
	f.BoolVarP(&o.fit.quiet, "quiet", "q", false, "no log")
	reword(f, map[string]string{
		"units":        "number of ReLU units (default 1)",
		"gap":          "relative gap of the certified optimum",
		"time-limit":   "of each method, e.g. 30s (default: none)",
		"memory-limit": "of the certified optimum, e.g. 2GiB (default: none)",
		"threads":      "worker threads of the certified optimum (default: all cores)",
		"seed":         "seed of what is random",
	})
}

func (o *compareOptions) run(ctx context.Context, file string) error {
	if err := o.fit.check(file); err != nil {
		return err
	}
	data, notices, err := openData(ctx, file, o.fit.data)
	if err != nil {
		return err
	}
	o.fit.settleLinear(data)
	path, err := o.fit.solve(ctx, data, notices)
	if err != nil {
		return err
	}
	certified := path.Most()
	c := o.comparison(data, notices, certified)
	c.Attempts = o.attempts(ctx, data)
	if err := errors.Join(o.draw(c), o.answer(desk.Stdout, c)); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if certified.Status != relucert.Optimal {
		return ending{certified.Status}
	}
	return nil
}

func (o *compareOptions) comparison(data *dataset.Dataset, notices []string, s *relucert.Result) *report.Comparison {
	inputs := data.Features[0]
	if len(data.Features) > 1 {
		inputs = fmt.Sprintf("%d columns", len(data.Features))
	}
	c := &report.Comparison{
		Title: fmt.Sprintf("%s: %s on %s, %s", filepath.Base(data.Name), data.Target, inputs, o.fit.class()),
		Rows:  data.Rows(), Status: s.Status.String(), CertifiedSSE: s.SSE, SSELower: s.SSELower, Seconds: s.Seconds,
		Notices: append([]string{}, notices...),
	}
	if r2 := s.Network.R2(data); r2 < 1 {
		c.Variation = s.SSE / (1 - r2)
	}
	return c
}

// attempts trains with every method.
func (o *compareOptions) attempts(ctx context.Context, data *dataset.Dataset) []report.Attempt {
	p := baseline.Problem{Data: data, Class: o.fit.problem.Class}
	var all []report.Attempt
	for _, way := range o.ways() {
		if ctx.Err() != nil { // half a comparison would mislead without a word
			all = append(all, report.Attempt{Method: way.name, Note: "interrupted before it began"})
			continue
		}
		a := o.attempt(ctx, data, p, way)
		if ctx.Err() != nil {
			a.Note = "interrupted"
		}
		all = append(all, a)
	}
	return all
}

// attempt is one method under the time limit.
func (o *compareOptions) attempt(ctx context.Context, data *dataset.Dataset, p baseline.Problem, way way) report.Attempt {
	if o.fit.search.TimeLimit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.fit.search.TimeLimit)
		defer cancel()
	}
	start, a := time.Now(), report.Attempt{Method: way.name}
	net, err := way.train(ctx, p)
	a.Seconds = time.Since(start).Seconds()
	switch {
	case err != nil:
		a.Note = err.Error()
	case net == nil:
		a.Note = "diverged, or out of time before the first epoch"
	default:
		sse := net.SSE(data)
		a.SSE, a.Network = &sse, net
	}
	if !o.fit.quiet {
		fmt.Fprintf(os.Stderr, "%s: %.2f s %s\n", a.Method, a.Seconds, a.Note)
	}
	return a
}

func (o *compareOptions) draw(c *report.Comparison) error {
	return o.fit.files.Write(o.fit.plotUse(), func(w io.Writer) error { return c.WritePicture(w, o.fit.plotFormat) })
}

func (o *compareOptions) answer(w io.Writer, c *report.Comparison) error {
	if o.fit.json {
		return c.WriteJSON(w)
	}
	return c.WriteTable(w)
}
