package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/paper/approx"
)

// approximateOptions is what the flags of approximate say; those that fit has, too,
// are in fit.
type approximateOptions struct {
	fit            *fitOptions
	method         string
	epsilon, delta float64
	realizable     bool
	dimensions     int
	axes           string
	cubeLimit      int64
}

// mostCubes is a search of some hours at worst.
const mostCubes = 100_000_000

func approximateCommand() *cobra.Command {
	o := &approximateOptions{fit: newFitOptions(), delta: 0.05, cubeLimit: mostCubes}
	cmd := &cobra.Command{
		Use:   "approximate FILE",
		Short: "Train to an additive error by the paper's own algorithms",
		Long: `Approximate finds a network f(x) = Σ ±max(0, ⟨w_j, x⟩ + bias_j), ‖(w_j, bias_j)‖ ≤ B,
whose training error, the average squared error, is at most epsilon above the least:

  sample    trains on so many random samples that it holds for all, with probability
            1 − delta; by branch and bound, which is not the paper's algorithm
  patterns  Theorem 5, and with --realizable Theorem 9, as written: as many samples,
            and every choice of activation patterns on them; for few inputs
  net       looks at a net of all weights, with bounds that leave most of it out;
            certain, for few inputs
  project   projects the inputs to fewer dimensions and looks at a net there. At
            random, as the paper does, it holds with probability 1 − delta, but needs
            some 80 dimensions for an epsilon of half the labels' size, where no net
            ends: at this scale it helps nowhere. --axes principal takes the axes in
            which the inputs vary most; it is certain, and helps where inputs lie
            near a plane of few dimensions

No guarantee is worse than the training error, as no network has less than 0.
Sizes are printed before the work starts, and what is out of reach is refused. It is
a command of its own, not a method of fit, because it answers another question: the
class is bounded and has no output part, and there is no interval and no certificate.`,
		Example: `  relucert approximate data.csv --epsilon 0.1 --delta 0.01
  relucert approximate data.csv --method net --epsilon 0.05 --bias=false --json`,
		Args: files("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	o.define(cmd.Flags())
	return cmd
}

func (o *approximateOptions) define(f *pflag.FlagSet) {
	f.SortFlags = false
	f.Var(oneOf(&o.method, "sample", "patterns", "net", "project"), "method", "how")
	f.Var(positive(&o.epsilon), "epsilon", "additive training error, in squared label units (required)")
	f.Var(share(&o.delta), "delta", "probability of failure where samples or axes are drawn")
	f.BoolVar(&o.realizable, "realizable", false, "rely on some network of the class fitting all labels exactly")
	f.Var(counting(&o.cubeLimit), "cube-limit", "refuse a net if more cubes of it are expected to be looked at")
	f.Var(counting(&o.dimensions), "dimensions", "of project (default: as many as epsilon needs)")
	f.Var(oneOf(&o.axes, "random", "principal"), "axes", "of project")

	dataFlags(f, &o.fit.data)
	only(f, o.fit.defineClass, "units", "signs", "bias", "norm-bound")
	only(f, o.fit.defineBudget, "time-limit", "memory-limit", "threads", "seed")
	f.BoolVar(&o.fit.json, "json", false, "print one JSON object instead of the summary")
	f.StringVar(&o.fit.modelFile, "model", "", "save the network to `FILE`, for predict and score")
	f.BoolVarP(&o.fit.quiet, "quiet", "q", false, "no log")
	reword(f, map[string]string{
		"units":        "number of ReLU units; their signs are found (default 1)",
		"bias":         "give every unit a bias",
		"norm-bound":   "B in ‖w_j‖ ≤ B, bias weight included (default: 1)",
		"time-limit":   "stop after this long, e.g. 30s (default: none)",
		"memory-limit": "stop at this much memory, e.g. 2GiB (default: none)",
		"seed":         "seed of what is random",
	})
}

func (o *approximateOptions) run(ctx context.Context, file string) error {
	if err := cmp.Or(o.fit.check(file), checkAccuracy(o.epsilon, o.delta)); err != nil {
		return err
	}
	data, notices, err := openData(ctx, file, o.fit.data)
	if err != nil {
		return err
	}
	a, err := o.train(ctx, data, notices)
	if err != nil {
		return usagef("%s: %v", data.Name, err)
	}
	a.complete(data, notices)
	if err := errors.Join(o.fit.files.Write(o.fit.modelUse(), o.model(data, a).Write), a.write(o.fit.json, o.class())); err != nil {
		return err
	}
	return ended(ctx, a.Complete)
}

// ended is how the command ends when it has answered.
func ended(ctx context.Context, complete bool) error {
	switch {
	case ctx.Err() != nil:
		return ending{relucert.Interrupted}
	case !complete:
		return ending{relucert.TimeLimit}
	}
	return nil
}

// train runs the method with a log of its search.
func (o *approximateOptions) train(ctx context.Context, data *dataset.Dataset, notices []string) (*approximation, error) {
	p := approx.Problem{Data: data, Class: o.competitors()}
	log := o.fit.newLog()
	log.Header(o.header(&p, notices)...)
	o.fit.search.OnEvent = func(e relucert.Event) { log.Event(eventOf(e)) }
	defer log.Close()
	return o.methods()[o.method](ctx, p)
}

// header says what is about to be done, and what it takes.
func (o *approximateOptions) header(p *approx.Problem, notices []string) []string {
	s := p.Scale()
	lines := []string{
		"relucert " + version(),
		fmt.Sprintf("data    %s: samples %d, features %d, target %s", p.Data.Name, p.Data.Rows(), len(p.Data.Features), p.Data.Target),
		fmt.Sprintf("class   %s; inputs up to %.4g, labels from %.4g to %.4g", o.class(), s.Radius, s.LeastLabel, s.MostLabel),
		"method  " + o.method + ": " + o.estimate(p),
	}
	return append(lines, o.fit.logged(notices)...)
}

// competitors are the networks that compete.
func (o *approximateOptions) competitors() network.Class {
	class := o.fit.problem.Class
	class.Output, class.NormBound = network.None, cmp.Or(class.NormBound, 1)
	return class
}

// class describes the competitors.
func (o *approximateOptions) class() string {
	c := o.competitors()
	text := fmt.Sprintf("units %d, signs %s, norm bound %g", c.Units, c.SignText("free"), c.NormBound)
	if !c.Bias() {
		text += ", no bias"
	}
	return text
}

// model is what predict and score will read. Project's weights may exceed the bound.
func (o *approximateOptions) model(data *dataset.Dataset, a *approximation) *network.Model {
	class := o.competitors()
	if o.method == "project" && o.axes != "principal" {
		class.NormBound = 0
	}
	m := &network.Model{
		Relucert: version(), Data: network.DataOf(data), Features: data.Features, Target: data.Target,
		ClassText: class.Text(), Network: *a.Network, SSE: a.Network.SSE(data), TrainingError: a.TrainingError,
	}
	if a.Lower != nil && a.TrainingError > 0 {
		m.SSELower = m.SSE * (*a.Lower / a.TrainingError)
	}
	return m
}
