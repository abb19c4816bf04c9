package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/energy"
	"relucert/inference"
	"relucert/internal/report"
	"relucert/network"
)

// chooser is what the flags say about choosing among several fits.
type chooser struct {
	by     string // "": nothing is chosen
	folds  inference.Folds
	draws  inference.Draws
	alpha  float64
	energy string // a change-point model's name, or auto; "": none

	stopped error // why the criterion by did not come to its end, so that BIC chose; nil: it did
}

var changePointModels = []string{"2p", "3pc", "3ph", "4p", "5p"}

// modelFlag is a file's name, or one of a change-point model, which energy engineers ask for by the same word.
func (o *fitOptions) modelFlag() *value[string] {
	var text string
	return &value[string]{to: &text, kind: "string", want: "a file or a change-point model",
		parse: func(s string) (string, bool) {
			if model := strings.ToLower(s); slices.Contains(changePointModels, model) {
				o.choice.energy = model
			} else {
				o.modelFile = s
			}
			return s, true
		}}
}

var criteria = []string{"bic", "aic", "cv", "rolling", "seq"}

// defineChoice is the flags about choosing the number of breakpoints, or a model.
func (o *fitOptions) defineChoice(f *pflag.FlagSet) {
	c := &o.choice
	c.folds.Number, c.draws.Number, c.alpha = 10, 999, 0.05
	f.Var(named(&c.by, criteria, ""), "select", "choose the number of breakpoints in a range: by bic, aic, cv (cross-validation),\nrolling (the same, foretelling later rows), or seq (sequential permutation\ntests, as Joinpoint has them)")
	countFlag(f, &c.folds.Number, "folds", 10, "folds of --select cv and rolling")
	countFlag(f, &c.draws.Number, "draws", 999, "permutations of a test of --select seq")
	f.Var(level(&c.alpha), "alpha", "level of all tests of --select seq together")
	f.Var(named(&c.energy, append([]string{"auto"}, changePointModels...), ""), "energy", "the change-point model of energy use by temperature to fit, or auto: the one of\nthe least BIC; pieces have max(5, 2 %) samples unless --min-samples says otherwise")
}

// named is one of a few words, in any case.
func named(to *string, words []string, absent string) *value[string] {
	*to = absent
	return &value[string]{to: to, text: absent, kind: strings.Join(words, "|"), want: strings.Join(words, ", "),
		parse: func(s string) (string, bool) { s = strings.ToLower(s); return s, slices.Contains(words, s) }}
}

// settleChoice finds flags that contradict each other.
func (o *fitOptions) settleChoice() error {
	c := &o.choice
	switch {
	case c.by != "" && (!o.span.path || o.span.alone):
		return usagef("--select chooses in a range: give one, as in --breakpoints 0..6")
	case c.energy != "" && (o.span != span{} || o.problem.Constraints.Slopes != nil || o.problem.Signs != nil || o.job != nil):
		return usagef("--energy says itself how many units there are and what their slopes may be: leave out --units, --breakpoints, --signs and --slopes")
	case c.energy != "" && (o.linearGiven && o.problem.Output != network.Affine || !o.problem.Bias() || o.problem.NormBound > 0 || o.problem.WeightLimit > 0):
		return usagef("--energy is for broken lines: --linear affine, units with a bias, neither norm bound nor weight limit")
	}
	if err := o.checkDraws(); err != nil {
		return err
	}
	if c.energy != "" {
		o.problem.Output, o.linearGiven = network.Affine, true
	}
	return nil
}

// checkDraws refuses tests that cannot reject, however clear the data are.
func (o *fitOptions) checkDraws() error {
	c, numbers := &o.choice, o.span.to-o.span.from
	if c.by != "seq" || numbers < 1 {
		return nil
	}
	level := c.alpha / float64(numbers)
	if c.draws.Number < leastDraws(level) {
		return usagef("--draws %d: no p-value is below %.4g, and each test's level is %.4g: it takes %d draws at least", c.draws.Number, 1/float64(c.draws.Number+1), level, leastDraws(level))
	}
	return nil
}

// leastDraws is how many it takes at least for a p-value of at most level; 10^15 stand for more.
func leastDraws(level float64) int {
	draws := max(1, int(min(1/level, 1e15))-2)
	for range 4 { // rounding
		if 1/float64(draws+1) > level {
			draws++
		}
	}
	return draws
}

// choose fits all that compete, and returns the one that is chosen. o.problem becomes its problem.
func (o *fitOptions) choose(ctx context.Context) (*relucert.Path, error) {
	certificate := o.search.Certificate
	o.search.Certificate = nil
	chosen, err := o.compete(ctx)
	if err != nil {
		return nil, err
	}
	k := chosen.K()
	o.units, o.problem.Units = k, max(1, k)
	if certificate == nil {
		return &relucert.Path{Fits: []*relucert.Result{chosen}}, nil
	}
	o.search.Certificate = certificate
	return o.prove(ctx, k)
}

// prove fits the number of units that was chosen once more, with a certificate.
func (o *fitOptions) prove(ctx context.Context, k int) (*relucert.Path, error) {
	if k == 0 {
		p := o.problem
		p.Units, p.Signs = 0, nil
		return relucert.FitPath(ctx, p, 0, o.search)
	}
	r, err := relucert.Fit(ctx, o.problem, o.search)
	if r == nil {
		return nil, err
	}
	return &relucert.Path{Fits: []*relucert.Result{r}}, err
}

// compete fits all that compete, and tells them apart.
func (o *fitOptions) compete(ctx context.Context) (*relucert.Result, error) {
	if o.choice.energy != "" {
		return o.competeModels(ctx)
	}
	path, err := o.trainSpan(ctx)
	if err != nil {
		return nil, err
	}
	o.choices, err = o.criterion(ctx, path)
	if err != nil && ctx.Err() != nil { // the fits are there, and are kept
		o.choice.stopped = ending{relucert.Interrupted}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			o.choice.stopped = ending{relucert.TimeLimit}
		}
		o.choices, err = inference.Choose(path, &o.problem, inference.BIC)
	}
	if err != nil {
		return nil, err
	}
	return o.choices.Best(), nil
}

// criterion is what --select says.
func (o *fitOptions) criterion(ctx context.Context, path *relucert.Path) (*inference.Choices, error) {
	c := &o.choice
	switch c.by {
	case "aic":
		return inference.Choose(path, &o.problem, inference.AIC)
	case "bic":
		return inference.Choose(path, &o.problem, inference.BIC)
	case "seq":
		c.draws.Seed, c.draws.Threads = o.search.Seed, threads(o.search.Threads)
		return c.draws.Sequence(ctx, path, o.problem, c.alpha, o.search)
	}
	c.folds.Rolling = c.by == "rolling"
	return inference.CrossValidate(ctx, path, o.problem, c.folds, o.search)
}

// competeModels fits the change-point models that --energy names.
func (o *fitOptions) competeModels(ctx context.Context) (*relucert.Result, error) {
	p, models := o.problem, energy.Models
	p.Constraints.MinSamples = cmp.Or(p.Constraints.MinSamples, report.FewSamples(p.Data.Rows()))
	if o.choice.energy != "auto" {
		m, err := energy.Parse(o.choice.energy)
		if err != nil {
			return nil, err
		}
		models = []energy.Model{m}
	}
	choices, fits, err := energy.Select(ctx, models, p, o.search)
	if err != nil {
		return nil, err
	}
	if len(models) > 1 {
		o.choices = choices
	}
	o.shape = &fits[choices.Chosen].Model
	o.problem = o.shape.Ask(p)
	return choices.Best(), nil
}
