package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/internal/report"
	"relucert/network"
)

// sure is what the flags say about intervals.
type sure struct {
	level     float64
	profile   bool                // of breakpoints, however long it takes
	bootstrap inference.Bootstrap // no draws: none
	kink      int                 // draws of the test whether there is a breakpoint; 0: no test
}

// defineInference is the flags about intervals and tests of a fit to one column.
func (o *fitOptions) defineInference(f *pflag.FlagSet) {
	o.sure.level = 0.95
	f.Var(level(&o.sure.level), "level", "of intervals of slopes and breakpoints (one column, --linear affine)")
	f.BoolVar(&o.sure.profile, "profile", false, "find breakpoints' intervals by profile likelihood, with proof, however long it takes\n(without: for up to 3 breakpoints and 1,500 rows)")
	f.Var(counting(&o.sure.bootstrap.Draws), "bootstrap", "find them by so many fits to samples drawn anew, instead of by linearisation")
	f.Var(resampling(&o.sure.bootstrap.Kind), "resample", "what the bootstrap draws: residuals (errors that are alike), pairs (samples:\nerrors that are not), or blocks (stretches of residuals: errors that last)")
	f.Var(counting(&o.sure.bootstrap.Block), "block", "rows of a stretch (default: the cube root of all)")
	f.Var(counting(&o.sure.kink), "kink-test", "test a straight line against one breakpoint (sup score test), its p-value by so\nmany draws of normal errors, such as 999")
}

// checkSure refuses flags that would do nothing.
func (o *fitOptions) checkSure(f *pflag.FlagSet) error {
	by := o.choice.by
	for _, idle := range []struct {
		flag string
		used bool
		by   string
	}{
		{"resample", o.sure.bootstrap.Draws > 0, "--bootstrap"},
		{"block", o.sure.bootstrap.Draws > 0 && o.sure.bootstrap.Kind == inference.Blocks, "--bootstrap with --resample blocks"},
		{"folds", by == "cv" || by == "rolling", "--select cv and rolling"},
		{"draws", by == "seq", "--select seq"},
		{"alpha", by == "seq", "--select seq"},
	} {
		if f.Changed(idle.flag) && !idle.used {
			return usagef("--%s is for %s", idle.flag, idle.by)
		}
	}
	if o.sure.profile && o.sure.bootstrap.Draws > 0 {
		return usagef("--profile and --bootstrap are two ways to intervals: give one of them")
	}
	return nil
}

// checkIntervals refuses to be asked for intervals where there are none.
func (o *fitOptions) checkIntervals(data *dataset.Dataset) error {
	asked, p := o.askedOfIntervals(), &o.problem
	switch {
	case asked == "":
		return nil
	case len(data.Features) != 1 || p.Output != network.Affine || !p.Bias() || p.NormBound > 0:
		return usagef("%s is for one column and --linear affine, without norm bound", asked)
	case o.many():
		return usagef("%s goes with one number of breakpoints, or with --select", asked)
	}
	return nil
}

// askedOfIntervals is the flag that asks for something of them; empty: none does.
func (o *fitOptions) askedOfIntervals() string {
	switch {
	case o.sure.bootstrap.Draws > 0:
		return "--bootstrap"
	case o.sure.profile:
		return "--profile"
	case o.flags != nil && o.flags.Changed("level"):
		return "--level"
	}
	return ""
}

// level is a number between 0 and 1.
func level(to *float64) *value[float64] {
	v := share(to)
	v.want = "a number above 0 and below 1, such as 0.95"
	parse := v.parse
	v.parse = func(s string) (float64, bool) {
		l, ok := parse(s)
		return l, ok && l > 0
	}
	return v
}

var resamplings = []string{"residuals", "pairs", "blocks"}

// resampling is a kind of bootstrap.
func resampling(to *inference.Resampling) *value[inference.Resampling] {
	return &value[inference.Resampling]{to: to, text: resamplings[0], kind: strings.Join(resamplings, "|"), want: strings.Join(resamplings, ", "),
		parse: func(s string) (inference.Resampling, bool) {
			at := slices.Index(resamplings, s)
			return inference.Resampling(at), at >= 0
		}}
}

// infer says how sure a fit is, nil for classes that have no intervals. A limit during the bootstrap leaves linearisation.
func (o *fitOptions) infer(ctx context.Context, p *relucert.Problem, r *relucert.Result) *report.Inference {
	l, err := inference.Of(p, r.Network)
	if err != nil || r.Unbegun {
		return nil
	}
	all := &report.Inference{Goodness: l.Goodness(), Level: o.sure.level, By: "linearisation about the fit"}
	if all.Errors, err = l.Errors(); err != nil {
		all.Why, all.By = err.Error(), ""
	} else {
		all.Estimates = l.EstimatesBy(all.Errors, o.sure.level)
	}
	switch {
	case o.sure.bootstrap.Draws > 0:
		o.draw(ctx, p, l, all)
	case all.Estimates != nil && o.profiled(p, l):
		o.profile(ctx, p, l, all)
	}
	if o.shape != nil {
		all.Model, all.Quantities = o.shape.String(), o.shape.Name(l, all.Estimates)
	}
	return all
}

// profiled says whether breakpoints have profile-likelihood regions: if asked for, or if they take no long time.
func (o *fitOptions) profiled(p *relucert.Problem, l *inference.Line) bool {
	const few, rows = 3, 1500
	return len(l.Kinks) > 0 && (o.sure.profile || len(l.Kinks) <= few && p.Data.Rows() <= rows)
}

func (o *fitOptions) profile(ctx context.Context, p *relucert.Problem, l *inference.Line, to *report.Inference) {
	regions, err := l.Regions(ctx, *p, o.sure.level, o.search)
	if err == nil && regions != nil {
		to.Estimates = inference.Profiled(to.Estimates, regions)
		to.By += "; of breakpoints by profile likelihood, outer ends proved"
	}
}

// draw takes the bootstrap's intervals.
func (o *fitOptions) draw(ctx context.Context, p *relucert.Problem, l *inference.Line, to *report.Inference) {
	b := o.sure.bootstrap
	b.Seed, b.Threads = o.search.Seed, threads(o.search.Threads)
	asked := *p
	if o.units == 0 {
		asked.Units, asked.Signs = 0, nil
	}
	replicates, err := b.Run(ctx, asked, l, o.search)
	if err != nil {
		to.Why = fmt.Sprintf("the bootstrap did not come to its end: %v", err)
		return
	}
	if len(replicates.Lines) < 2 {
		to.Why = "hardly a draw of the bootstrap has the breakpoints of the fit"
		return
	}
	to.Estimates, to.Why = replicates.Estimates(l, o.sure.level), ""
	to.By = fmt.Sprintf("bootstrap of %s, %d draws", resamplings[b.Kind], b.Draws)
	if replicates.LeftOut > 0 {
		to.By += fmt.Sprintf(", %d of them with other breakpoints left out", replicates.LeftOut)
	}
}
