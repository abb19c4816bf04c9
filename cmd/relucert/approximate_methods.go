package main

import (
	"context"
	"fmt"
	"math"
	"os"

	"relucert/paper/approx"
)

// methods is the table of approximate's algorithms.
func (o *approximateOptions) methods() map[string]func(context.Context, approx.Problem) (*approximation, error) {
	return map[string]func(context.Context, approx.Problem) (*approximation, error){
		"sample": o.sample, "patterns": o.sample, "net": o.net, "project": o.project,
	}
}

// estimate is what the method will take.
func (o *approximateOptions) estimate(p *approx.Problem) string {
	switch o.method {
	case "net":
		return fmt.Sprintf("a net of about %.3g cells, of which most are left out together", p.Cells(o.epsilon))
	case "project":
		return describePlan(p.Plan(o.projectOptions()))
	}
	scale := p.Scale()
	needed := scale.Samples(o.epsilon, o.delta)
	if o.realizable {
		needed = scale.SamplesRealizable(o.epsilon, o.delta)
	}
	text := fmt.Sprintf("%s of %d samples are drawn", sampleCount(needed), p.Data.Rows())
	if needed >= float64(p.Data.Rows()) {
		text = fmt.Sprintf("%s samples would do: all %d are used", sampleCount(needed), p.Data.Rows())
	}
	if o.method == "patterns" {
		w := p.Patterns(needed)
		return text + fmt.Sprintf("; up to %.3g patterns of a unit, %.3g choices (the theorem counts 2^%.4g), %.2g multiplications", w.Cells, w.Choices, w.Log2Paper, w.Multiplications)
	}
	return text + " (branch and bound, not the paper's algorithm: --method patterns is)"
}

func describePlan(plan approx.Plan) string {
	if plan.Dimensions == plan.Inputs {
		return fmt.Sprintf("no projection of %d inputs would help: the net alone", plan.Inputs)
	}
	return fmt.Sprintf("%d of %d dimensions, outputs move by up to %.4g, additive error %.4g", plan.Dimensions, plan.Inputs, plan.Moved, plan.Epsilon)
}

func (o *approximateOptions) sample(ctx context.Context, p approx.Problem) (*approximation, error) {
	r, err := approx.Sample(ctx, p, approx.SampleOptions{Epsilon: o.epsilon, Delta: o.delta, Realizable: o.realizable,
		AllPatterns: o.method == "patterns", Seed: o.fit.search.Seed, Search: o.fit.search})
	if err != nil {
		return nil, err
	}
	a := &approximation{Method: o.method, Complete: r.Complete, Epsilon: finite(r.Epsilon), Delta: r.Delta, TrainingError: r.TrainingError, Network: r.Network}
	if r.Drawn == 0 {
		a.Lower = &r.SampleLower
	}
	a.Sample = &sampleRecord{Needed: r.Needed, Drawn: r.Drawn, Distinct: r.Distinct, Error: r.SampleError, Lower: r.SampleLower}
	return a, nil
}

func (o *approximateOptions) netOptions() approx.NetOptions {
	return approx.NetOptions{Epsilon: o.epsilon, NodeLimit: float64(o.cubeLimit), OnEstimate: o.expected, Search: o.fit.search}
}

func (o *approximateOptions) net(ctx context.Context, p approx.Problem) (*approximation, error) {
	r, err := approx.Net(ctx, p, o.netOptions())
	if err != nil {
		return nil, err
	}
	a := o.netted(r)
	a.Lower = &r.Lower
	return a, nil
}

// expected tells how long the search of the net will be, where it is not short.
func (o *approximateOptions) expected(nodes float64) {
	if !o.fit.quiet {
		fmt.Fprintf(os.Stderr, "expected: about %.2g cubes, as far as a pilot search can tell\n", nodes)
	}
}

func (o *approximateOptions) netted(r *approx.Netted) *approximation {
	return &approximation{Method: o.method, Complete: r.Complete, Epsilon: finite(r.Epsilon), TrainingError: r.TrainingError, Network: r.Network,
		Net: &netRecord{Cells: r.Cells, Nodes: r.Nodes}}
}

func (o *approximateOptions) projectOptions() approx.ProjectOptions {
	return approx.ProjectOptions{NetOptions: o.netOptions(), Delta: o.delta, Realizable: o.realizable,
		Dimensions: o.dimensions, Principal: o.axes == "principal", Seed: o.fit.search.Seed}
}

func (o *approximateOptions) project(ctx context.Context, p approx.Problem) (*approximation, error) {
	r, err := approx.Project(ctx, p, o.projectOptions())
	if err != nil {
		return nil, err
	}
	a := o.netted(&r.Netted)
	a.Delta = r.Delta
	a.Projection = &projectionRecord{Inputs: r.Plan.Inputs, Dimensions: r.Plan.Dimensions, Moved: r.Plan.Moved}
	return a, nil
}

// finite is nil where there is no number to give.
func finite(v float64) *float64 {
	if math.IsInf(v, 0) {
		return nil
	}
	return &v
}
