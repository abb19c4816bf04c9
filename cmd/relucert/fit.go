package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/internal/budget"
	"relucert/internal/report"
	"relucert/network"
)

func fitCommand() *cobra.Command {
	o := newFitOptions()
	cmd := &cobra.Command{
		Use:   "fit FILE",
		Short: "Find the best network for a CSV file and prove it",
		Long: `Fit finds the network

    f(x) = linear(x) + Σ ± max(0, ⟨w_j, x⟩ + bias_j)

with the least sum of squared errors (SSE) on the samples in FILE, and a lower
bound that no network of the class can beat; --loss and --ridge ask for another
objective. FILE is CSV with a header line,
gzipped or not; "-" is standard input. A FOLDER of relucert reduce says in its
meta.json which columns and class of networks to take. The summary (or, with
--json, one JSON object) goes to standard output and the log to standard error.

After some seconds the log says how long the rest may take, if there is a trend: a guess,
often by half or double wrong, no promise.

With a range, as in --breakpoints 0..12, the summary has a row for each number of
units, and the JSON object a list "path". --breakpoints 0 is a straight line: its
certificate states at most one breakpoint, and all samples on each piece.`,
		Example: `  relucert fit data.csv --target y --units 2 --linear affine --plot fit.svg --model model.json
  relucert fit data.csv --breakpoints 0..6
  relucert fit data.csv.gz --features a,b --signs=+- --time-limit 30s --json
  relucert fit job/ --model model.json --certificate proof.rcert`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := o.open(args[0], cmd.Flags())
			if err == nil {
				err = cmp.Or(o.checkJumps(cmd.Flags()), o.checkSure(cmd.Flags()), o.settleUnits(cmd.Flags()), o.settleHinges(cmd.Flags()), o.checkObjective(cmd.Flags()), o.keepable(), o.startable())
			}
			if err != nil {
				return err
			}
			if o.exact {
				return o.decide(cmd.Context(), cmd.Flags(), file)
			}
			if o.outputReLU {
				return o.trainDeep(cmd.Context(), cmd.Flags(), file)
			}
			return runFit(cmd.Context(), file, o)
		},
	}
	o.define(cmd.Flags())
	return cmd
}

// runFit is the life of a fit: check, read, solve, report.
func runFit(ctx context.Context, file string, o *fitOptions) error {
	if err := o.check(file); err != nil {
		return err
	}
	ctx, closePage, err := o.watch(ctx)
	if err != nil {
		return err
	}
	defer closePage()
	ctx, cancel := budget.With(ctx, o.search.TimeLimit, 0)
	defer cancel()
	defer onUserSignal(func() { o.wanted.Store(true) })()
	data, notices, err := o.readAndSettle(ctx, file)
	if err != nil {
		return err
	}
	path, err := o.solve(ctx, data, notices)
	if path == nil {
		return err
	}
	o.phase("finding intervals, writing the results")
	err = errors.Join(err, o.deliver(ctx, data, notices, path))
	o.phase("over: " + path.Status().String())
	if err != nil {
		return err
	}
	if err := o.forget(path.Status()); err != nil {
		return err
	}
	if o.choice.stopped != nil {
		return o.choice.stopped
	}
	return endingOf(path)
}

// readAndSettle reads the data, and settles what hangs on them.
func (o *fitOptions) readAndSettle(ctx context.Context, file string) (*dataset.Dataset, []string, error) {
	data, notices, err := o.read(ctx, file)
	if err != nil {
		return nil, nil, err
	}
	o.settleLinear(data)
	return data, notices, cmp.Or(o.resolveHinges(data), o.checkKinkTest(data), o.checkIntervals(data), o.settleStart(data))
}

// read reads the data, unless the time limit comes first.
func (o *fitOptions) read(ctx context.Context, file string) (data *dataset.Dataset, notices []string, err error) {
	err = await(ctx, func() (err error) {
		if data, notices, err = dataset.Open(file, o.localData()); err == nil {
			err = o.checkJob(data)
		}
		if err == nil && o.hinges.given() {
			data, notices, err = o.readHinged(file, data, notices)
		}
		if o.job == nil {
			notices = append(notices, jobOf(file)...)
		}
		return err
	})
	if errors.Is(err, context.DeadlineExceeded) {
		err = outOfTime(fmt.Sprintf("time limit of %v reached while reading %s", o.search.TimeLimit, file))
	}
	return data, notices, err
}

// localData asks for origins where the class is the same with any.
func (o *fitOptions) localData() dataset.Options {
	opts, p := o.data, o.problem
	opts.LocalInputs = p.Bias() && p.NormBound == 0
	opts.LocalLabels = p.Constant()
	return opts
}

// solve runs the search while its log and events are written. A result may come
// with an error: that of the events file must not cost the user the answer.
func (o *fitOptions) solve(ctx context.Context, data *dataset.Dataset, notices []string) (*relucert.Path, error) {
	events, err := o.openEvents()
	if err != nil {
		return nil, err
	}
	proof, err := o.openProof()
	if err != nil {
		events.discard()
		return nil, err
	}
	log := o.newLog()
	o.tell(log, events, data, notices)
	o.problem.Data = data
	if len(data.Features) == 1 {
		o.axes = report.AxesOf(data) // before the search: it counts in the time limit
	}
	path, err := o.train(ctx)
	o.search.Start = nil // intervals are of other classes and samples
	log.Close()
	if path == nil {
		proof.discard()
		events.discard()
		return nil, o.refusal(data.Name, err)
	}
	if err != nil {
		err = fmt.Errorf("--certificate: %w", err)
	}
	if path.Most().Unbegun {
		proof.discard()
		return path, errors.Join(err, events.close())
	}
	return path, errors.Join(cmp.Or(proof.close(), err), events.close()) // a failed write is told once
}

// tell has the search's news told to all who want them.
func (o *fitOptions) tell(log *report.Log, events *events, data *dataset.Dataset, notices []string) {
	goal := o.search.Gap
	o.search.OnMethod = func(m relucert.Method, why string) {
		goal = cmp.Or(o.search.Gap, m.DefaultGap())
		if o.search.Checkpoint != nil && !m.KeepsCheckpoints() {
			why += ": it keeps no checkpoints, as it is short or begins anew"
		}
		lines := o.header(data, notices, m, why)
		log.Header(lines...)
		o.showLines(lines)
	}
	o.search.OnEvent = func(e relucert.Event) {
		event := eventOf(e)
		if o.span.path {
			event.Units = &e.Units
		}
		o.left = o.history.Foresee(&event, goal)
		log.Event(event)
		events.write(event)
		o.show(data, e, event)
	}
}

// train runs the search; one number of units is the shortest path.
func (o *fitOptions) train(ctx context.Context) (*relucert.Path, error) {
	if o.choice.by != "" || o.choice.energy != "" {
		return o.choose(ctx)
	}
	if o.span.path {
		return o.trainSpan(ctx)
	}
	return o.prove(ctx, o.problem.K())
}

// trainSpan fits a range of numbers of units. What comes after a straight line speaks of one unit that does nothing.
func (o *fitOptions) trainSpan(ctx context.Context) (*relucert.Path, error) {
	path, err := relucert.FitPath(ctx, o.problem, o.span.from, o.search)
	o.problem.Units = max(1, o.problem.Units)
	return path, err
}

func eventOf(e relucert.Event) report.Event {
	return report.Event{Seconds: e.Elapsed.Seconds(), Nodes: e.Nodes, Open: e.Open,
		Lower: e.Lower, Upper: e.Upper, Source: e.Source}
}

// refusal words why a problem was not solved: it is too large, or makes no sense.
func (o *fitOptions) refusal(file string, err error) error {
	if large, ok := errors.AsType[*budget.TooLarge](err); ok {
		return o.tooLarge(file, large)
	}
	return usagef("%s: %v", file, err)
}

// deliver writes everything that was asked for, even if some of it fails. Files are of the most units.
func (o *fitOptions) deliver(ctx context.Context, data *dataset.Dataset, notices []string, path *relucert.Path) error {
	r := o.record(data, notices, path.Most())
	if !o.many() {
		r.Choices, r.Inference = o.choices, o.infer(ctx, &o.problem, path.Most())
		o.testKink(ctx, o.problem, r)
	}
	return errors.Join(
		o.files.Write(o.modelUse(), func(w io.Writer) error { return o.model(data, path.Most()).Write(w) }),
		o.files.Write(o.plotUse(), func(w io.Writer) error { return report.WritePicture(w, o.plotFormat, data, r) }),
		o.writePage(data, o.pathReport(path, r), r),
		o.answer(data, path, r),
	)
}

// pathReport is a path with what the reports need.
func (o *fitOptions) pathReport(path *relucert.Path, r *report.Result) *report.Path {
	return &report.Path{Path: path, Samples: r.Samples, Class: r.Class, Constraints: r.Constraints, Until: r.Until, Notices: r.Notices, Axes: r.Axes}
}

// many says that the answer is a row for each number of units.
func (o *fitOptions) many() bool { return o.span.path && !o.span.alone && o.choice.by == "" }

// answer goes to standard output.
func (o *fitOptions) answer(data *dataset.Dataset, path *relucert.Path, r *report.Result) error {
	p := o.pathReport(path, r)
	switch {
	case o.table != "" && o.many():
		return p.Table(data).Write(desk.Stdout, o.table)
	case o.table != "":
		return report.TableOf(data, r).Write(desk.Stdout, o.table)
	case o.many() && o.json:
		return p.WriteJSON(desk.Stdout, data)
	case o.many():
		return p.WriteSummary(desk.Stdout, data)
	case o.json:
		return r.WriteJSON(desk.Stdout, data)
	}
	return report.WriteSummary(desk.Stdout, data, r)
}

// record gathers what the reports need.
func (o *fitOptions) record(data *dataset.Dataset, notices []string, s *relucert.Result) *report.Result {
	r := &report.Result{Result: s, Samples: report.SamplesOf(data), Class: o.problem.Class, Constraints: o.problem.Constraints.Lines(), Until: o.search.Until, Notices: slices.Clone(notices), Axes: o.axes}
	if !slices.Contains(over, s.Status) {
		r.Left = o.left
	}
	if s.Unbegun {
		r.Notices = append(r.Notices, "stopped before the search began: the network is a constant, and there is no certificate")
	}
	if o.choice.stopped != nil {
		r.Notices = append(r.Notices, fmt.Sprintf("stopped before --select %s came to its end: BIC chose", o.choice.by))
	}
	if !o.many() && o.isBroken() && o.problem.Constraints.MinSamples == 0 && s.Objective.Plain() {
		r.Notices = append(r.Notices, r.ThinPieces(data)...)
	}
	for _, column := range s.Dropped {
		r.Notices = append(r.Notices, fmt.Sprintf("column %q depends linearly on columns before it: its weights are 0", column))
	}
	return r
}

// isBroken says that the class is broken lines, if there is one column.
func (o *fitOptions) isBroken() bool { return o.problem.Output == network.Affine && o.problem.Bias() }

// over are the statuses of searches with nothing left to do.
var over = []relucert.Status{relucert.Optimal, relucert.Decided, relucert.PrecisionLimit}

// model is what predict and score will read.
func (o *fitOptions) model(data *dataset.Dataset, s *relucert.Result) *network.Model {
	class := o.problem.Class
	class.WeightLimit = s.WeightLimit
	m := &network.Model{
		Relucert: version(), Data: network.DataOf(data), Features: data.Features, Target: data.Target,
		Origins: data.Origins, TargetOrigin: data.TargetOrigin, Dates: data.Dates, Bases: data.Bases,
		ClassText: class.Text(), Network: *s.Network, TrainingError: s.TrainingError,
	}
	m.Claim(s.Objective, s.Squares, s.SSE, s.SSELower)
	for _, line := range o.problem.Hinges {
		m.Hinges = append(m.Hinges, namesOf(data, line))
	}
	if l, err := inference.Of(&o.problem, s.Network); err == nil {
		m.Errors = l.ErrorsText()
	}
	return m
}
