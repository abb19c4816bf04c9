package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/foreign"
	"relucert/internal/budget"
	"relucert/internal/dataflags"
	"relucert/internal/report"
	"relucert/network"
)

// gapOptions is what the flags of gap say; those that fit has, too, are in fit.
type gapOptions struct {
	fit *fitOptions
}

func gapCommand() *cobra.Command {
	o := &gapOptions{fit: newFitOptions()}
	o.fit.search.TimeLimit = time.Minute
	cmd := &cobra.Command{
		Use:   "gap WEIGHTS FILE",
		Short: "How far from optimal a trained network is",
		Long: `Gap takes a network that any program trained, and says how far its SSE on the
samples in FILE is above the least possible one of its class, with proof.

WEIGHTS is one hidden layer of ReLUs, in one of these forms:

  arrays in JSON  {"W": [[…], …], "b": […], "a": […], "c": 0}, which stands for
                  f(x) = c + Σ_j a_j · max(0, ⟨W_j, x⟩ + b_j); W has a row a unit;
                  "linear" (added to f), "features" and "target" (names) may be there
  an ONNX graph   one input of n columns, one output; matrices, sums, products
                  with constants, ReLUs
  model.json      what fit --model saves

Each a_j is scaled into ±1, as a·max(0, t) = ±max(0, |a|·t). The class is all networks
of as many units, of any signs, with a bias (if a bias of the network is not 0) and a
free output constant (likewise); that of a model.json is what the file says. Columns go
by the names that WEIGHTS has; without names they are the data's own, in their order.
No penalty on weights counts: an SSE is all that is compared.

` + exitCodes,
		Example: `  relucert gap weights.json data.csv --target y --features a,b
  relucert gap model.onnx data.csv --time-limit 5m --json`,
		Args: files("WEIGHTS", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], args[1]) },
	}
	o.define(cmd.Flags())
	return cmd
}

func (o *gapOptions) define(f *pflag.FlagSet) {
	f.SortFlags = false
	dataflags.Define(f, &o.fit.data)
	only(f, o.fit.defineClass, "weight-limit")
	only(f, o.fit.defineBudget, "gap", "time-limit", "node-limit", "memory-limit", "threads", "seed")
	o.fit.defineMethod(f)
	f.BoolVar(&o.fit.json, "json", false, "print one JSON object instead of the summary")
	only(f, o.fit.defineFiles, "events", "certificate")
	f.BoolVarP(&o.fit.quiet, "quiet", "q", false, "no log")
	reword(f, map[string]string{
		"gap":        "relative gap of the bounds at which the search ends",
		"time-limit": "stop after this long, reading included (default 1m)",
	})
}

func (o *gapOptions) run(ctx context.Context, weights, file string) error {
	if weights == "-" && file == "-" {
		return usagef("WEIGHTS and FILE cannot both be standard input")
	}
	model, err := foreign.Load(weights)
	if err != nil {
		return err
	}
	o.follow(model)
	o.fit.weightsFile = weights
	if err := o.fit.check(file); err != nil {
		return err
	}
	ctx, cancel := budget.With(ctx, o.fit.search.TimeLimit, 0)
	defer cancel()
	data, notices, err := o.fit.read(ctx, file)
	if err != nil {
		return err
	}
	if err := sameColumns(model, data, weights); err != nil {
		return err
	}
	path, err := o.search(ctx, data, &notices)
	if path == nil {
		return err
	}
	g := o.record(model, data, notices, path.Most())
	if err := errors.Join(err, o.answer(g)); err != nil {
		return err
	}
	return endingOf(path)
}

// follow asks for the network's class and columns.
func (o *gapOptions) follow(m *network.Model) {
	limit := o.fit.problem.WeightLimit // not the model's: that of another method
	o.fit.problem.Class = m.ClassText.Of(len(m.Network.Units))
	o.fit.problem.WeightLimit = limit
	o.fit.units, o.fit.linearGiven = len(m.Network.Units), true
	if o.fit.data.Features == nil {
		o.fit.data.Features, o.fit.data.Bases, o.fit.data.FixedFeatures = m.Features, m.Bases, true
	}
	if o.fit.data.Target == "" {
		o.fit.data.Target = m.Target
	}
}

// sameColumns refuses data of other columns than the network's.
func sameColumns(m *network.Model, data *dataset.Dataset, weights string) error {
	if n := len(m.Network.Output.Weights); n != len(data.Features) {
		return usagef("the network takes %s, and the data have %d: %q (--features says which)", columns(n), len(data.Features), data.Features)
	}
	if m.Data.Rows > 0 && !slices.Equal(m.Dates, data.Dates) {
		return usagef("%s: dates are in other columns than in the data of %s", data.Name, weights)
	}
	return nil
}

// search bounds the class. What it leaves open on one column, broken lines may bound better, which are a larger class.
func (o *gapOptions) search(ctx context.Context, data *dataset.Dataset, notices *[]string) (*relucert.Path, error) {
	limit := o.fit.search.TimeLimit
	if !o.areLines(data) {
		return o.fit.solve(ctx, data, *notices)
	}
	o.fit.search.TimeLimit = limit / 2
	path, err := o.fit.solve(ctx, data, *notices)
	if path == nil || err != nil || path.Status() != relucert.TimeLimit {
		return path, err
	}
	lines := o.fit.problem
	lines.Output = network.Affine
	opts := relucert.Options{Gap: o.fit.search.Gap, TimeLimit: limit / 2, MemoryLimit: o.fit.search.MemoryLimit, Threads: o.fit.search.Threads}
	best := path.Most()
	if r, err := relucert.Fit(ctx, lines, opts); err == nil && r.SSELower > best.SSELower {
		best.SSELower, best.Method = r.SSELower, r.Method
		*notices = append(*notices, fmt.Sprintf("the lower bound is that of broken lines with at most %d breakpoints, a class that contains the network's", o.fit.units))
	}
	return path, nil
}

// areLines says that the networks are broken lines, and that none is asked for a proof on file.
func (o *gapOptions) areLines(data *dataset.Dataset) bool {
	p := o.fit.problem
	return len(data.Features) == 1 && p.Signs == nil && p.Bias() && p.NormBound == 0 && p.WeightLimit == 0 && p.Output != network.Affine &&
		o.fit.search.Method == relucert.Auto && o.fit.certificateFile == "" && o.fit.search.TimeLimit > 0
}

// record compares the network with what the search found.
func (o *gapOptions) record(m *network.Model, data *dataset.Dataset, notices []string, s *relucert.Result) *report.Distance {
	net := m.Local(data.Origins, data.TargetOrigin)
	return &report.Distance{
		Result: s, Samples: report.SamplesOf(data), Class: o.fit.problem.Class, Notices: append([]string{}, notices...),
		NetworkSSE: net.SSE(data), Dead: deadUnits(net, data),
	}
}

// deadUnits counts those that are active on no sample.
func deadUnits(n *network.Network, data *dataset.Dataset) (dead int) {
	pattern, k := n.Pattern(data), len(n.Units)
	for j := range k {
		alive := false
		for i := range data.Rows() {
			alive = alive || pattern[i*k+j]
		}
		if !alive {
			dead++
		}
	}
	return dead
}

func (o *gapOptions) answer(d *report.Distance) error {
	if o.fit.json {
		return d.WriteJSON(desk.Stdout)
	}
	return d.WriteSummary(desk.Stdout)
}

func columns(n int) string {
	if n == 1 {
		return "1 column"
	}
	return fmt.Sprintf("%d columns", n)
}
